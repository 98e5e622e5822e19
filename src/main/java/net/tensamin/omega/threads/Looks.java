package net.tensamin.omega.threads;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Looks at the store again and again for what is held of it in memory: each interval, and soon when there may be news. An outage is
 * logged once. Thread-safe.
 */
public final class Looks {
    private final Runnable look;
    private final Logger log;
    private final Supplier<String> outage;
    private final Executor threads;
    private final Timers timers;
    private final AtomicBoolean coming = new AtomicBoolean();
    private volatile boolean failing;
    private Timers.Plan plan = () -> {};

    /**
     * @param look may block; what it throws is an outage
     * @param outage what is then logged
     * @param threads may refuse
     */
    public Looks(Runnable look, Logger log, Supplier<String> outage, Executor threads, Timers timers) {
        this.look = look;
        this.log = log;
        this.outage = outage;
        this.threads = threads;
        this.timers = timers;
    }

    /** The first look comes after the interval. */
    public synchronized void begin(Duration interval) {
        plan = timers.work(interval, this::look);
    }

    /** What is under way is still done. */
    public synchronized void end() {
        plan.cancel();
    }

    /** Does not block; one look that has not begun is enough. */
    public void soon() {
        if (coming.compareAndSet(false, true)) {
            try {
                threads.execute(() -> {
                    coming.set(false);
                    look();
                });
            } catch (RejectedExecutionException e) {
                coming.set(false);
                failed(e);
            }
        }
    }

    private void look() {
        try {
            look.run();
            failing = false;
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void failed(RuntimeException e) {
        log.log(failing ? Level.DEBUG : Level.WARNING, outage.get(), e);
        failing = true;
    }
}
