package net.tensamin.omega.push;

import java.util.List;
import net.tensamin.omega.badge.BadgesChanged;
import net.tensamin.omega.badge.Deliveries;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.trace.UserTraces;

/** The dispatcher of a simulated node. */
public final class SimulatedPush {
    private final PushDispatcher dispatcher;

    public SimulatedPush(Deliveries devices, ClusterBus bus) {
        dispatcher = new PushDispatcher(List.of(devices), UserTraces.off(), bus);
        dispatcher.start(this);
    }

    /** After a commit. */
    public void on(BadgesChanged changed) {
        dispatcher.on(changed);
    }
}
