package net.tensamin.omega.mailbox;

import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Keeps the starts of transactions apart. A transaction costs much the same whatever it holds, so many small ones are a
 * waste; the first after a pause does not wait. Not thread-safe.
 */
final class CommitPace {
    private final long intervalNanos;
    private final LongSupplier nanos;
    private final LongConsumer park;
    private long begunNanos;

    /** @param park waits for so many nanoseconds, or less */
    CommitPace(Duration interval, LongSupplier nanos, LongConsumer park) {
        this.intervalNanos = interval.toNanos();
        this.nanos = nanos;
        this.park = park;
        this.begunNanos = nanos.getAsLong() - intervalNanos;
    }

    /** Waits until the next transaction may begin. */
    void await() {
        long left = left();
        while (left > 0) {
            park.accept(left);
            left = left();
        }
        begunNanos = nanos.getAsLong();
    }

    private long left() {
        return intervalNanos - (nanos.getAsLong() - begunNanos);
    }
}
