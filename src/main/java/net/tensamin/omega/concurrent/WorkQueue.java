package net.tensamin.omega.concurrent;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import net.tensamin.omega.threads.OutOfMemory;

/**
 * Does what is added, in order, on a bounded number of an executor's threads; with one thread, one thing at a time. While
 * nothing waits it has no thread, and it gives a thread back after a while, so that others have their turn. Thread-safe;
 * adding does not block.
 */
public final class WorkQueue<T> {
    /** Pieces of work after which others have the thread. */
    private static final int TURN = 32;

    private static final Logger LOG = System.getLogger(WorkQueue.class.getName());
    private final Bounds bounds;
    private final Executor executor;
    private final Consumer<List<T>> work;
    private final Queue<T> waiting = new ArrayDeque<>(1);
    private int running;
    private boolean refusing;

    /**
     * @param name for the log
     * @param threads how many work at a time
     * @param waiting how much may wait; anything more is dropped
     * @param atOnce how much is worked off together
     */
    public record Bounds(String name, int threads, int waiting, int atOnce) {
        public Bounds {
            if (threads < 1 || waiting < 1 || atOnce < 1) {
                throw new IllegalArgumentException("not even one: " + threads + ", " + waiting + ", " + atOnce);
            }
        }

        /** One at a time, and whoever adds bounds what waits. */
        public static Bounds serial(String name) {
            return new Bounds(name, 1, Integer.MAX_VALUE, 1);
        }
    }

    /**
     * @param executor takes everything until the application stops; what still waits then is not done
     * @param work what it throws is logged, and the next is done
     */
    public WorkQueue(Bounds bounds, Executor executor, Consumer<List<T>> work) {
        this.bounds = bounds;
        this.executor = executor;
        this.work = work;
    }

    /** A queue of tasks: one that fails does not affect the others. */
    public static WorkQueue<Runnable> ofTasks(Bounds bounds, Executor executor) {
        return new WorkQueue<>(bounds, executor, tasks -> tasks.forEach(Runnable::run));
    }

    /** If too much waits already, this is dropped. */
    public void add(T some) {
        if (begins(some, bounds.threads())) {
            start();
        }
    }

    /** On the calling thread, at once, where nothing is under way; else like {@link #add}. */
    public void run(T some) {
        if (begins(some, 1)) {
            while (takeSome()) {}
        }
    }

    /** Returns whether the caller has to see that another thread works. */
    private synchronized boolean begins(T some, int threads) {
        if (waiting.size() >= bounds.waiting()) {
            refuse();
            return false;
        }
        refusing = false;
        waiting.add(some);
        boolean begins = running < threads;
        running += begins ? 1 : 0;
        return begins;
    }

    private void refuse() {
        if (!refusing) {
            LOG.log(Level.WARNING, "{0}: {1} wait, what comes is dropped", bounds.name(), waiting.size());
        }
        refusing = true;
    }

    private void start() {
        boolean started = false;
        try {
            executor.execute(this::takeTurn);
            started = true;
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, bounds.name() + ": no thread, the application stops", e);
        } finally { // also after an Error, which may pass: the next one to be added starts it
            if (!started) {
                stopOne();
            }
        }
    }

    private synchronized void stopOne() {
        running--;
    }

    private void takeTurn() {
        for (int i = 0; i < TURN; i++) {
            if (!takeSome()) {
                return;
            }
        }
        start();
    }

    /** Returns whether there may be more. */
    private boolean takeSome() {
        List<T> some = next();
        if (some.isEmpty()) {
            return false;
        }
        try {
            work.accept(some);
        } catch (RuntimeException | Error e) { // of one piece, and never of the thread
            OutOfMemory.endIf(e);
            LOG.log(Level.ERROR, bounds.name() + ": failed, and goes on", e);
        }
        return true;
    }

    private synchronized List<T> next() {
        if (waiting.isEmpty()) {
            running--;
            return List.of();
        }
        if (bounds.atOnce() == 1) {
            return List.of(waiting.remove());
        }
        List<T> some = new ArrayList<>();
        while (some.size() < bounds.atOnce() && !waiting.isEmpty()) {
            some.add(waiting.remove());
        }
        return some;
    }
}
