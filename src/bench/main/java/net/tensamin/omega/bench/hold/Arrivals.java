package net.tensamin.omega.bench.hold;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * The time from when a push was due to be asked for until its client has it. A client whose push has not come when another
 * is due is timed from the earlier one. Thread-safe.
 */
final class Arrivals {
    private static final long NOTHING = 0;
    private static final int SOME = 10;
    private static final int SETTLING = 50;
    private static final long SETTLING_STEP_MILLIS = 100;
    private final AtomicLongArray dueNanos;
    private final Recorder latencies = new Recorder(3);
    private final LongAdder delivered = new LongAdder();
    private final Semaphore arrived = new Semaphore(0);

    Arrivals(int clients) {
        dueNanos = new AtomicLongArray(clients);
    }

    void expect(int client, long nanos) {
        dueNanos.compareAndSet(client, NOTHING, nanos);
    }

    void arrived(int client) {
        long due = dueNanos.getAndSet(client, NOTHING);
        if (due != NOTHING) {
            latencies.recordValue(Math.max(0, System.nanoTime() - due));
        }
        delivered.increment();
        arrived.release();
    }

    /** Waits for so many pushes, and says whether they came in time. */
    boolean await(int pushes, long seconds) throws InterruptedException {
        return arrived.tryAcquire(pushes, seconds, TimeUnit.SECONDS);
    }

    long delivered() {
        return delivered.sum();
    }

    /** How many clients' pushes have not come. */
    int missing() {
        return (int) late().count();
    }

    /** Some of the clients whose pushes have not come. */
    List<Integer> someMissing() {
        return late().limit(SOME).boxed().toList();
    }

    private IntStream late() {
        return IntStream.range(0, dueNanos.length()).filter(client -> dueNanos.get(client) != NOTHING);
    }

    /** Waits a little for what is on its way, and returns how many clients' pushes have not come. */
    int settle() throws InterruptedException {
        for (int i = 0; i < SETTLING && missing() > 0; i++) {
            TimeUnit.MILLISECONDS.sleep(SETTLING_STEP_MILLIS);
        }
        return missing();
    }

    /** Begins anew. */
    void forget() {
        arrived.drainPermits();
        IntStream.range(0, dueNanos.length()).forEach(client -> dueNanos.set(client, NOTHING));
        latencies.reset();
    }

    /** In nanoseconds, since the last time they were forgotten. */
    Histogram latencies() {
        return latencies.getIntervalHistogram();
    }
}
