package net.tensamin.omega.operations;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Tells a heap that is full of what lives from one that a collection empties: more than 95% of the old generation in use after each
 * collection for 30 s. Not thread-safe.
 */
final class OldGeneration {
    static final double FULL = 0.95;
    static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    private final LongSupplier nanos;
    private long seenCollections;
    private boolean full;
    private long fullSinceNanos;

    /** @param nanos a monotonic clock */
    OldGeneration(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * @param collections how many there have been; grows
     * @param afterLast what part of it was in use after the last one that looked at it
     * @param inUse what part of it is in use now
     */
    record Look(long collections, double afterLast, double inUse) {
        boolean isFull() {
            return afterLast > FULL && inUse > FULL;
        }
    }

    /** To be told every second or so; returns whether it has been full for long enough. */
    boolean hasStayedFull(Look look) {
        boolean collected = look.collections() != seenCollections;
        seenCollections = look.collections();
        if (!look.isFull()) {
            full = false;
        } else if (!full && collected) {
            full = true;
            fullSinceNanos = nanos.getAsLong();
        }
        return full && collected && nanos.getAsLong() - fullSinceNanos >= LONG_ENOUGH.toNanos();
    }
}
