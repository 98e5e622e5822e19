package net.tensamin.omega.operations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.configuration.Version;
import net.tensamin.omega.device.DeviceRevoked;
import net.tensamin.omega.metrics.Counter;
import net.tensamin.omega.metrics.Meters;

/** What of the server as a whole is on the metrics page. */
@ApplicationScoped
class ServerMeters {
    private final Counter revocations;

    /** For the client proxy. */
    ServerMeters() {
        revocations = null;
    }

    @Inject
    ServerMeters(Meters meters, ClusterBus bus) {
        meters.info(
                "omega_build_info",
                "Which Omega runs, and on which Java",
                Map.of("version", Version.text(), "java", System.getProperty("java.runtime.version")));
        meters.gauge(
                "omega_cluster_nodes",
                "Nodes of the cluster as this one sees it, itself included",
                () -> 1 + bus.others().size());
        revocations = meters.counter(
                "omega_device_revocations_total", "Revocations of devices that this server has learnt of");
    }

    void revoked(@Observes DeviceRevoked device) {
        revocations.increment();
    }
}
