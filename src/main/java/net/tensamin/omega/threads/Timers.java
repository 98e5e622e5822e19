package net.tensamin.omega.threads;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The clock of all of Omega. Its own two threads carry every heartbeat, and nothing on them may wait for anything: a database
 * that hangs would end all sessions. What may run there is brief, and who may call {@link #beat} and {@link #once} is a list
 * in ArchitectureTest; all other work is handed on to threads that may block. Thread-safe.
 */
public final class Timers {
    private static final Logger LOG = System.getLogger(Timers.class.getName());
    private final ScheduledExecutorService beats;
    private final Executor blocking;

    /** What will be done. */
    public interface Plan {
        /** What is under way is still done. */
        void cancel();
    }

    /**
     * @param beats what is planned comes due here
     * @param blocking takes what may block, without blocking itself
     */
    public Timers(ScheduledExecutorService beats, Executor blocking) {
        this.beats = beats;
        this.blocking = blocking;
    }

    /** Does something brief, each interval after it was last done. What it throws is logged, and the next beat comes. */
    public Plan beat(Duration interval, Runnable brief) {
        long nanos = interval.toNanos();
        Future<?> task = beats.scheduleWithFixedDelay(() -> run(brief), nanos, nanos, TimeUnit.NANOSECONDS);
        return () -> task.cancel(false);
    }

    /** Does something brief, once; nothing if the application stops before. */
    public Plan once(Duration delay, Runnable brief) {
        try {
            Future<?> task = beats.schedule(() -> run(brief), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> task.cancel(false);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "the application stops, and with it what was to come", e);
            return () -> {};
        }
    }

    /** Does something that may block, once. */
    public Plan later(Duration delay, Runnable work) {
        return once(delay, () -> handOn(work));
    }

    /** Does something that may block, again and again: so long after it was last done, and never twice at a time. */
    public Plan work(Duration interval, Runnable work) {
        Repeated repeated = new Repeated(interval, work);
        repeated.plan();
        return repeated;
    }

    private void handOn(Runnable work) {
        try {
            blocking.execute(() -> run(work));
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "the application stops, and with it what was to be done", e);
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) { // of one task, and never of the thread
            OutOfMemory.endIf(e);
            LOG.log(Level.ERROR, "What was planned failed", e);
        }
    }

    /** What is under way still is; nothing more comes. */
    void stop() {
        beats.shutdown();
    }

    private final class Repeated implements Plan {
        private final Duration interval;
        private final Runnable work;
        private Plan next = () -> {};
        private boolean cancelled;

        private Repeated(Duration interval, Runnable work) {
            this.interval = interval;
            this.work = work;
        }

        private synchronized void plan() {
            if (!cancelled) {
                next = later(interval, this::perform);
            }
        }

        private void perform() {
            try {
                Timers.run(work);
            } finally {
                plan();
            }
        }

        @Override
        public synchronized void cancel() {
            cancelled = true;
            next.cancel();
        }
    }
}
