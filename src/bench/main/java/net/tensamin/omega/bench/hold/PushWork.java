package net.tensamin.omega.bench.hold;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Pushes to a range of clients in turn.
 *
 * @param first of the clients
 */
record PushWork(HoldPlan plan, Arrivals arrivals, int first, int clients) {
    private static final long PATIENCE_SECONDS = 60;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Each when the one before has come; returns how many. */
    long oneByOne(PushSource source, Duration time) throws IOException, InterruptedException {
        return inBursts(source, time, 1);
    }

    /** Each burst when the one before has come; returns how many pushes. */
    long inBursts(PushSource source, Duration time) throws IOException, InterruptedException {
        return inBursts(source, time, Math.min(plan.burst(), clients));
    }

    private long inBursts(PushSource source, Duration time, int size) throws IOException, InterruptedException {
        arrivals.forget();
        long end = System.nanoTime() + time.toNanos();
        long pushes = 0;
        while (System.nanoTime() < end) {
            for (int i = 0; i < size; i++) {
                push(source, pushes++, System.nanoTime());
            }
            source.flush();
            if (!arrivals.await(size, PATIENCE_SECONDS)) {
                throw new IOException(
                        arrivals.missing() + " pushes have not come, such as of clients " + arrivals.someMissing());
            }
        }
        return pushes;
    }

    /** Whether those before have come or not; returns how many came. */
    long atRate(PushSource source, Duration time) throws IOException {
        long start = System.nanoTime();
        long before = arrivals.delivered();
        for (long i = 0; i < time.toSeconds() * plan.rate(); i++) {
            long due = start + i * SECOND / plan.rate();
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            push(source, i, due);
            source.flush();
        }
        return arrivals.delivered() - before;
    }

    private void push(PushSource source, long number, long due) throws IOException {
        int client = first + (int) (number % clients);
        arrivals.expect(client, due);
        source.push(client);
    }
}
