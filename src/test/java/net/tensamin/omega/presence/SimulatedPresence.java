package net.tensamin.omega.presence;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import net.tensamin.omega.account.RemovedUsers;
import net.tensamin.omega.account.UserRemoved;
import net.tensamin.omega.cluster.ClusterBus;

/** The presence of a simulated node. */
public final class SimulatedPresence {
    private SimulatedPresence() {}

    /**
     * A board that hears what those of other nodes say.
     *
     * @param millis the node's clock, by which links have their epochs
     */
    public static PresenceBoard board(
            ClusterBus bus,
            RemovedUsers removed,
            LongSupplier millis,
            LongSupplier nanos,
            Consumer<PresenceChanged> listener) {
        PresenceBoard board =
                new PresenceBoard(OnlineMeans.USER, listener, bus.self(), millis, nanos, removed::contains);
        new PresenceRelay(board, bus).start(board);
        return board;
    }

    public static void on(PresenceBoard board, UserRemoved removed) {
        board.on(removed);
    }
}
