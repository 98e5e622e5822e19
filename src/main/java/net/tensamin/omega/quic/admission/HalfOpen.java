package net.tensamin.omega.quic.admission;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import net.tensamin.omega.limits.Source;

/**
 * The connections whose clients have not authenticated themselves. When there are too many, the oldest gives way to a new one,
 * but only one that has had its time. One source, and all unproven addresses together, may begin only a part of them, so that
 * nobody waits because of others, and nobody takes all places; within that part, too, the oldest gives way to a new
 * one. Thread-safe.
 */
final class HalfOpen<C> {
    /** All clients whose address is not proven: it can be anybody's. */
    static final Source UNPROVEN = Source.of("unproven addresses");

    private static final int SHARES = 8;

    private final int most;
    private final int share;
    private final Duration patience;
    private final LongSupplier nanos;
    private final Map<C, Begun> begun = new LinkedHashMap<>();
    private final Map<Long, Set<C>> ofSource = new HashMap<>();

    /**
     * @param patience how long each may take whatever comes
     * @param nanos a monotonic clock
     */
    HalfOpen(int most, Duration patience, LongSupplier nanos) {
        this.most = most;
        this.share = Math.max(1, most / SHARES);
        this.patience = patience;
        this.nanos = nanos;
    }

    private record Begun(long nanos, long source) {}

    /** Whether there is no room and none can be made just now. */
    synchronized boolean isFull() {
        return begun.size() >= most && overdue(begun.keySet()).isEmpty();
    }

    /** Whether one more of a source, known by its key, may be begun. */
    synchronized boolean allows(long source) {
        Set<C> own = ofSource.getOrDefault(source, Set.of());
        return own.size() < share || overdue(own).isPresent();
    }

    /** @return the one that has to be closed for it */
    synchronized Optional<C> add(C connection, Source source) {
        Set<C> own = ofSource.getOrDefault(source.key(), Set.of());
        Optional<C> oldest = own.size() >= share ? overdue(own) : Optional.empty();
        if (oldest.isEmpty() && begun.size() >= most) {
            oldest = overdue(begun.keySet());
        }
        oldest.ifPresent(this::remove);
        begun.put(connection, new Begun(nanos.getAsLong(), source.key()));
        ofSource.computeIfAbsent(source.key(), key -> new LinkedHashSet<>(1)).add(connection);
        return oldest;
    }

    /** Its client has authenticated itself, or it has ended. */
    synchronized void remove(C connection) {
        Begun removed = begun.remove(connection);
        if (removed != null) {
            ofSource.computeIfPresent(removed.source, (source, own) -> {
                own.remove(connection);
                return own.isEmpty() ? null : own;
            });
        }
    }

    /** Whether there are so many that addresses have to be proven. */
    synchronized boolean isCrowded() {
        Set<C> unproven = ofSource.getOrDefault(UNPROVEN.key(), Set.of());
        return begun.size() > most / 2 || unproven.size() >= share;
    }

    /** @param connections in their order */
    private Optional<C> overdue(Set<C> connections) {
        return connections.stream()
                .limit(1)
                .filter(oldest -> nanos.getAsLong() - begun.get(oldest).nanos >= patience.toNanos())
                .findFirst();
    }
}
