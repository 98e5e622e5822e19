package net.tensamin.omega.operations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;
import net.tensamin.omega.account.UserRemoved;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.configuration.Version;
import net.tensamin.omega.device.DeviceRevoked;
import net.tensamin.omega.metrics.Counter;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.outage.OutageLog;
import net.tensamin.omega.store.OpenConnections;
import net.tensamin.omega.store.ServerPool;

/** What of the server as a whole is on the metrics page. */
@ApplicationScoped
class ServerMeters {
    private final Counter revocations;
    private final Counter removals;

    /** For the client proxy. */
    ServerMeters() {
        revocations = null;
        removals = null;
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
        meters.gauge(
                "omega_database_up",
                "0 during an outage of the database, which is also in the log",
                () -> OutageLog.DATABASE.isUnderWay() ? 0 : 1);
        meters.gauge(
                "omega_database_connections",
                "Connections to the database that the server's pool has open, at most omega.db.pool-size",
                OpenConnections::count);
        meters.gaugeIfKnown(
                "omega_database_connections_in_use",
                "Connections to the database that somebody holds, on Payara",
                ServerPool::inUse);
        meters.gaugeIfKnown(
                "omega_database_waiting",
                "Threads that wait for a connection to the database, on Payara",
                ServerPool::waiting);
        revocations = meters.counter(
                "omega_device_revocations_total", "Revocations of devices that this server has learnt of");
        removals = meters.counter("omega_account_removals_total", "Removals of users that this server has learnt of");
    }

    void revoked(@Observes DeviceRevoked device) {
        revocations.increment();
    }

    void removed(@Observes UserRemoved user) {
        removals.increment();
    }
}
