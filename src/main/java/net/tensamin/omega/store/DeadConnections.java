package net.tensamin.omega.store;

import java.util.function.LongSupplier;

/**
 * What connections of one pool know of each other: where one turns out to be dead, all that have been silent since are
 * taken for dead too. Otherwise a firewall that has dropped them, or a machine that is gone, would be found out by one
 * timeout after the other. Thread-safe.
 */
final class DeadConnections {
    private final LongSupplier nanos;
    private volatile long lastNanos;

    /** @param nanos a monotonic clock */
    DeadConnections(LongSupplier nanos) {
        this.nanos = nanos;
        this.lastNanos = nanos.getAsLong();
    }

    long now() {
        return nanos.getAsLong();
    }

    /**
     * @param askedNanos when what was never answered had been asked: what was heard after that came from a database
     * that was alive
     */
    synchronized void found(long askedNanos) {
        if (askedNanos - lastNanos > 0) {
            lastNanos = askedNanos;
        }
    }

    /** Whether a connection that was last heard of then is to be thrown away. */
    boolean include(long heardNanos) {
        return heardNanos - lastNanos < 0;
    }
}
