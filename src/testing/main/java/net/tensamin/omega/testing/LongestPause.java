package net.tensamin.omega.testing;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How long something that comes again and again did not. Thread-safe. */
final class LongestPause {
    private final LongSupplier nanos;
    private long lastNanos;
    private long longestNanos;

    /** @param nanos a monotonic clock */
    LongestPause(LongSupplier nanos) {
        this.nanos = nanos;
        this.lastNanos = nanos.getAsLong();
    }

    /** It came. */
    synchronized void mark() {
        long now = nanos.getAsLong();
        longestNanos = Math.max(longestNanos, now - lastNanos);
        lastNanos = now;
    }

    /** The longest until now; begins anew, as if it had just come. */
    synchronized Duration take() {
        mark();
        Duration longest = Duration.ofNanos(longestNanos);
        longestNanos = 0;
        return longest;
    }
}
