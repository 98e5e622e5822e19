package net.tensamin.omega.omikron;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Runs the work of one link in order and one at a time, on threads that all links share. Thread-safe. */
final class LinkQueue {
    private static final Logger LOG = System.getLogger(LinkQueue.class.getName());

    /** After so many tasks a link lets others have its thread. */
    private static final int TURN = 32;

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final Executor executor;
    private boolean running;

    LinkQueue(Executor executor) {
        this.executor = executor;
    }

    /** Where the executor takes nothing more, the calling thread does the work: late, and not never. */
    void add(Runnable task) {
        synchronized (this) {
            waiting.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        runSoon();
    }

    private void runSoon() {
        try {
            executor.execute(this::takeTurn);
        } catch (RejectedExecutionException e) {
            runAll();
        }
    }

    private void runAll() {
        boolean more = true;
        while (more) {
            more = takeTask();
        }
    }

    private void takeTurn() {
        for (int i = 0; i < TURN; i++) {
            if (!takeTask()) {
                return;
            }
        }
        runSoon();
    }

    /** Returns whether there may be more. */
    private boolean takeTask() {
        Runnable task = next();
        if (task == null) {
            return false;
        }
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "A task of an Omikron's link failed", e);
        }
        return true;
    }

    private synchronized Runnable next() {
        Runnable task = waiting.poll();
        running = task != null;
        return task;
    }
}
