package net.tensamin.omega.quic;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The connections whose clients have not authenticated themselves. When there are too many, the oldest gives way to a new one,
 * but only one that has had its time: when all come back at once the server is what is slow, and who has waited is next.
 * Thread-safe.
 */
final class HalfOpen<C> {
    private final int most;
    private final Duration patience;
    private final LongSupplier nanos;
    private final Map<C, Long> begun = new LinkedHashMap<>();

    /**
     * @param patience how long each may take whatever comes
     * @param nanos a monotonic clock
     */
    HalfOpen(int most, Duration patience, LongSupplier nanos) {
        this.most = most;
        this.patience = patience;
        this.nanos = nanos;
    }

    /** Whether there is no room and none can be made just now. */
    synchronized boolean isFull() {
        return begun.size() >= most && overdue().isEmpty();
    }

    /** @return the one that has to be closed for it */
    synchronized Optional<C> add(C connection) {
        Optional<C> oldest = begun.size() < most ? Optional.empty() : overdue();
        oldest.ifPresent(begun::remove);
        begun.put(connection, nanos.getAsLong());
        return oldest;
    }

    /** Its client has authenticated itself, or it has ended. */
    synchronized void remove(C connection) {
        begun.remove(connection);
    }

    /** Whether there are so many that addresses have to be proven. */
    synchronized boolean isCrowded() {
        return begun.size() > most / 2;
    }

    private Optional<C> overdue() {
        return begun.entrySet().stream()
                .limit(1)
                .filter(oldest -> nanos.getAsLong() - oldest.getValue() >= patience.toNanos())
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
