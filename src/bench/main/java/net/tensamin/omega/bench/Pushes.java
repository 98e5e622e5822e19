package net.tensamin.omega.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * The time from when a notice was due to be sent until a device has its push. A push carries no more than its sender, so a
 * pair that is noticed again before its push is timed from the earlier notice, and counted as overlapping. Thread-safe.
 */
final class Pushes {
    private static final long NOTHING = 0;
    private static final long SETTLING_MILLIS = 3_000;
    private final Traffic traffic;
    private final AtomicLongArray dueNanos;
    private final Recorder latencies = new Recorder(3);
    private final LongAdder delivered = new LongAdder();
    private final LongAdder overlapping = new LongAdder();

    Pushes(Traffic traffic) {
        this.traffic = traffic;
        this.dueNanos = new AtomicLongArray(traffic.pairs());
    }

    void expected(int pair, long nanos) {
        if (!dueNanos.compareAndSet(pair, NOTHING, nanos)) {
            overlapping.increment();
        }
    }

    void arrived(int receiver, long senderId) {
        delivered.increment();
        long due = dueNanos.getAndSet(traffic.pair(receiver, senderId), NOTHING);
        if (due != NOTHING) {
            latencies.recordValue(Math.max(0, System.nanoTime() - due));
        }
    }

    long delivered() {
        return delivered.sum();
    }

    long overlapping() {
        return overlapping.sum();
    }

    /** Pairs with a notice and no push yet. */
    int missing() {
        return (int) IntStream.range(0, dueNanos.length())
                .filter(pair -> dueNanos.get(pair) != NOTHING)
                .count();
    }

    /** Begins anew. */
    void forgetLatencies() {
        latencies.reset();
    }

    /** In nanoseconds, once nothing is missing or nothing comes any more. */
    Histogram settledLatencies() throws InterruptedException {
        long before = -1;
        while (missing() > 0 && before != delivered()) {
            before = delivered();
            TimeUnit.MILLISECONDS.sleep(SETTLING_MILLIS);
        }
        return latencies.getIntervalHistogram();
    }
}
