package net.tensamin.omega.push;

import java.util.List;
import java.util.function.LongSupplier;
import net.tensamin.omega.badge.BadgesChanged;
import net.tensamin.omega.badge.Deliveries;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.trace.UserTraces;

/** The dispatcher of a simulated node. */
public final class SimulatedPush {
    private final PushDispatcher dispatcher;

    /** @param devices may be added to */
    public SimulatedPush(List<Deliveries> devices, ClusterBus bus, LongSupplier nanos) {
        dispatcher = new PushDispatcher(devices, UserTraces.off(), bus, nanos);
        dispatcher.start(this);
    }

    /** After a commit. */
    public void on(BadgesChanged changed) {
        dispatcher.on(changed);
    }
}
