package net.tensamin.omega.cluster;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Works off what is added, in its order, on one thread of an executor at a time. Bounded: what comes while it is full is
 * dropped. Thread-safe; adding does not block.
 */
final class Lane<T> {
    private static final System.Logger LOG = System.getLogger(Lane.class.getName());
    private static final int MOST_AT_ONCE = 1024;

    private final String name;
    private final Executor executor;
    private final int limit;
    private final Consumer<List<T>> work;
    private final Queue<T> waiting = new ArrayDeque<>();
    private boolean running;
    private boolean dropping;

    /** @param work is given what waits, some at a time */
    Lane(String name, Executor executor, int limit, Consumer<List<T>> work) {
        this.name = name;
        this.executor = executor;
        this.limit = limit;
        this.work = work;
    }

    void add(T some) {
        synchronized (this) {
            if (waiting.size() >= limit) {
                drop();
                return;
            }
            dropping = false;
            waiting.add(some);
            if (running) {
                return;
            }
            running = true;
        }
        start();
    }

    private void drop() {
        if (!dropping) {
            dropping = true;
            LOG.log(System.Logger.Level.WARNING, "{0}: {1} are waiting, more is dropped", name, waiting.size());
        }
    }

    /** Without a thread, what waits does so until something more comes. */
    private void start() {
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, name + ": no thread", e);
            synchronized (this) {
                running = false;
            }
        }
    }

    private void run() {
        for (List<T> some = next(); !some.isEmpty(); some = next()) {
            try {
                work.accept(some);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, name + ": a task failed, going on", e);
            }
        }
    }

    private synchronized List<T> next() {
        List<T> some = waiting.stream().limit(MOST_AT_ONCE).toList();
        some.forEach(first -> waiting.remove());
        running = !some.isEmpty();
        return some;
    }
}
