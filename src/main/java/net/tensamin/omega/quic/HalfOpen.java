package net.tensamin.omega.quic;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import net.tensamin.omega.limits.Source;

/**
 * The connections whose clients have not authenticated themselves. When there are too many the oldest has to go: an honest
 * client is done within a few round trips, so it is not among the oldest. Thread-safe.
 */
final class HalfOpen {
    private final int most;
    private final Map<ConnectionLoop, Source> connections = new LinkedHashMap<>();

    HalfOpen(int most) {
        this.most = most;
    }

    /** @return the one that has to be closed for it */
    synchronized Optional<Map.Entry<ConnectionLoop, Source>> add(ConnectionLoop connection, Source source) {
        connections.put(connection, source);
        if (connections.size() <= most) {
            return Optional.empty();
        }
        Iterator<Map.Entry<ConnectionLoop, Source>> all = connections.entrySet().iterator();
        Map.Entry<ConnectionLoop, Source> oldest = Map.Entry.copyOf(all.next());
        all.remove();
        return Optional.of(oldest);
    }

    /** Its client has authenticated itself, or it has ended. */
    synchronized void remove(ConnectionLoop connection) {
        connections.remove(connection);
    }

    /** Whether there are so many that they can hardly all be honest. */
    synchronized boolean isCrowded() {
        return connections.size() > most / 2;
    }

    synchronized int size() {
        return connections.size();
    }
}
