package net.tensamin.omega.omikron;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Runs the work of one link in order and one at a time, on threads that may block. Thread-safe. */
final class LinkQueue {
    private static final Logger LOG = System.getLogger(LinkQueue.class.getName());

    /** After so many tasks a link gives its thread to others. */
    private static final int TURN = 32;

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final Executor executor;
    private boolean running;

    LinkQueue(Executor executor) {
        this.executor = executor;
    }

    /** If the executor takes nothing more, the calling thread does the work: better late than never. */
    void add(Runnable task) {
        if (begins(task)) {
            runSoon();
        }
    }

    /** On the calling thread, at once, where no work of the link is under way; else like {@link #add}. */
    void run(Runnable task) {
        if (begins(task)) {
            runAll();
        }
    }

    /** Returns whether the caller has to see that the task is run. */
    private synchronized boolean begins(Runnable task) {
        waiting.add(task);
        boolean begins = !running;
        running = true;
        return begins;
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
