package net.tensamin.omega.operations.live;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import net.tensamin.omega.mailbox.PendingTotals;
import net.tensamin.omega.outage.Condition;
import net.tensamin.omega.threads.LongWork;

/**
 * What is pending in all mailboxes, counted in the background and not often: it reads a whole table. Thread-safe; nothing
 * blocks.
 */
final class PendingWatch {
    static final Duration INTERVAL = Duration.ofSeconds(10);

    /** After a count that failed or took too long the next one is later. */
    static final Duration INTERVAL_AFTER_FAILURE = Duration.ofMinutes(1);

    private static final Logger LOG = System.getLogger(PendingWatch.class.getName());

    private final Supplier<PendingTotals> count;
    private final Executor executor;
    private final LongSupplier nanos;
    private final AtomicBoolean counting = new AtomicBoolean();
    private volatile Optional<PendingTotals> last = Optional.empty();
    private volatile Optional<Long> dueNanos = Optional.empty();

    /** @param nanos a monotonic clock */
    PendingWatch(Supplier<PendingTotals> count, Executor executor, LongSupplier nanos) {
        this.count = count;
        this.executor = executor;
        this.nanos = nanos;
    }

    /** The last count, and soon another where it is old; empty until the first, and after one that failed. */
    Optional<PendingTotals> totals() {
        return totals(Duration.ZERO);
    }

    /** @param later than that is soon enough */
    Optional<PendingTotals> totals(Duration later) {
        boolean due = dueNanos.map(time -> nanos.getAsLong() - time >= later.toNanos())
                .orElse(true);
        if (due && counting.compareAndSet(false, true)) {
            start();
        }
        return last;
    }

    private void start() {
        try {
            executor.execute(this::count);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "Pending notifications are counted at the next tick", e);
            counting.set(false);
        }
    }

    private void count() {
        Duration pause = INTERVAL_AFTER_FAILURE;
        try {
            last = Optional.of(LongWork.call(count));
            pause = INTERVAL;
        } catch (RuntimeException e) {
            Level level = Condition.behind(e).isPresent() ? Level.DEBUG : Level.INFO;
            LOG.log(level, "Pending notifications could not be counted: {0}", e.toString());
            last = Optional.empty();
        } finally {
            dueNanos = Optional.of(nanos.getAsLong() + pause.toNanos());
            counting.set(false);
        }
    }
}
