package net.tensamin.omega.tauri;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import net.tensamin.omega.concurrent.WorkQueue;
import net.tensamin.omega.threads.BlockingThreads;
import net.tensamin.omega.threads.OutOfMemory;
import net.tensamin.omega.threads.Timers;

/**
 * Uses a few threads of an executor at a time, however many sessions there are: the rest waits its turn here, where no bound
 * of the executor turns it away. Each session waits for one request a stream and for one look into the inbox at most, which
 * bounds what waits.
 */
final class BoundedBackground implements Background {
    /** The others are left for commits, links and nodes, however many sessions come back at once. */
    private static final int MOST_THREADS = BlockingThreads.COUNT * 3 / 4;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Timers timers;
    private final LongSupplier nanos;
    private final WorkQueue<Runnable> queue;
    private final Queue<Deadline> deadlines = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean watched = new AtomicBoolean();

    private record Deadline(long nanos, CompletableFuture<?> result) {
        private boolean isOver(long nowNanos) {
            return result.isDone() || nowNanos - nanos >= 0;
        }
    }

    /** @param nanos a monotonic clock */
    BoundedBackground(Executor executor, Timers timers, LongSupplier nanos) {
        this.timers = timers;
        this.nanos = nanos;
        this.queue = WorkQueue.ofTasks(
                new WorkQueue.Bounds("work of sessions", MOST_THREADS, Integer.MAX_VALUE, 1), executor);
    }

    @Override
    public <T> CompletionStage<T> call(Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        queue.add(() -> complete(result, work));
        deadlines.add(new Deadline(nanos.getAsLong() + PATIENCE.toNanos(), result));
        watch();
        return result;
    }

    /** One timer for all, as their patience is the same: to ask a container for one costs more than most of this work. */
    private void watch() {
        if (watched.compareAndSet(false, true)) {
            timers.once(BETWEEN_LOOKS, this::look);
        }
    }

    /** Whatever happens: nobody else would end what waits for too long. */
    private void look() {
        try {
            endWhatIsOver();
        } finally {
            watched.set(false);
            if (!deadlines.isEmpty()) {
                watch();
            }
        }
    }

    private void endWhatIsOver() {
        long now = nanos.getAsLong();
        for (Deadline next = deadlines.peek(); next != null && next.isOver(now); next = deadlines.peek()) {
            deadlines.remove();
            if (!next.result.isDone()) { // mostly it is, and needs no exception
                next.result.completeExceptionally(new TimeoutException("not done within " + PATIENCE));
            }
        }
    }

    private static <T> void complete(CompletableFuture<T> result, Supplier<T> work) {
        if (result.isDone()) { // waited too long to be begun
            return;
        }
        try {
            result.complete(work.get());
        } catch (RuntimeException | Error e) { // told to whoever waits for it
            OutOfMemory.endIf(e);
            result.completeExceptionally(e);
        }
    }

    @Override
    public void run(Duration delay, Runnable work) {
        if (delay.isZero()) {
            queue.add(work);
        } else {
            timers.once(delay, () -> queue.add(work));
        }
    }
}
