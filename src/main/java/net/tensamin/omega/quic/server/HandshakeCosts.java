package net.tensamin.omega.quic.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.tensamin.omega.limits.Source;
import net.tensamin.omega.limits.Strangers;

/** What handshakes that are under way cost, as part of what all strangers may. Thread-safe. */
final class HandshakeCosts {
    private final Strangers strangers;
    private final Duration patience;
    private final Map<ConnectionLoop, Strangers.Holding> underWay = new ConcurrentHashMap<>();

    HandshakeCosts(Strangers strangers, Duration patience) {
        this.strangers = strangers;
        this.patience = patience;
    }

    /** @param party as whose it counts */
    void begun(ConnectionLoop connection, Source party, Runnable giveUp) {
        underWay.put(connection, strangers.enter(Strangers.Kind.QUIC, party, Strangers.CONNECTION, patience, giveUp));
    }

    /** Its client has authenticated itself. */
    void proven(ConnectionLoop connection) {
        Strangers.Holding holding = underWay.remove(connection);
        if (holding != null) {
            holding.prove();
        }
    }

    /** It has ended. */
    void over(ConnectionLoop connection) {
        Strangers.Holding holding = underWay.remove(connection);
        if (holding != null) {
            holding.leave();
        }
    }
}
