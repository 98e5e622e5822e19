package net.tensamin.omega.threads;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * Threads of a container that wait a while for the next task when they are done with one. To give a container's executor a task
 * costs what many tasks do: Payara captures the caller's context each time, and looks through all its jars for who wants to
 * help. For tasks of one application, which all have the same context. Thread-safe.
 */
public final class LingeringThreads implements Executor {
    private static final Logger LOG = System.getLogger(LingeringThreads.class.getName());
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(10);

    private final SynchronousQueue<Runnable> handOver = new SynchronousQueue<>();
    private final Executor container;
    private final Duration patience;

    /** @param container where a thread comes from when none waits */
    public LingeringThreads(Executor container) {
        this(container, LONG_ENOUGH);
    }

    LingeringThreads(Executor container, Duration patience) {
        this.container = container;
        this.patience = patience;
    }

    /** @throws java.util.concurrent.RejectedExecutionException if no thread waits and the container gives none */
    @Override
    public void execute(Runnable task) {
        if (!handOver.offer(task)) {
            container.execute(() -> work(task));
        }
    }

    private void work(Runnable first) {
        for (Runnable task = first; task != null; task = next()) {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "A task failed", e);
            }
        }
    }

    /** Null when none has come for a while, or the container wants its thread. */
    private Runnable next() {
        try {
            return handOver.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
