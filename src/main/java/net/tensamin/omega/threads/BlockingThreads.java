package net.tensamin.omega.threads;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads for work that may block, most of it for the database: a fixed number for all of Omega, made by the container
 * and kept. Its executor service is not asked for each task, as most tasks are shorter than its answer
 * (src/site/decisions/threads-are-asked-for-once.md). What waits for a thread is not bounded here: whoever gives tasks bounds
 * its own. Thread-safe.
 */
public final class BlockingThreads implements Executor {
    /** How many there are. */
    public static final int COUNT = 16;

    private static final Logger LOG = System.getLogger(BlockingThreads.class.getName());

    private final ThreadPoolExecutor pool;

    /** @param threads makes all of them now, so that they have the context of the caller of this and not of a task's giver */
    public BlockingThreads(int count, ThreadFactory threads) {
        pool = new ThreadPoolExecutor(count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        pool.prestartAllCoreThreads();
    }

    /**
     * Tasks begin in the order in which they are given.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the application stops
     */
    @Override
    public void execute(Runnable task) {
        pool.execute(() -> run(task));
    }

    /** What has been given is still done; nothing more is taken. */
    public void stop() {
        pool.shutdown();
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) { // of one task, and never of the thread
            OutOfMemory.endIf(e);
            LOG.log(Level.ERROR, "A task failed", e);
        }
    }
}
