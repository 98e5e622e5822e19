package net.tensamin.omega.simulation.store;

import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A connection to a store, with one transaction at a time. What it is asked runs on a thread of its own, as it may wait for a lock. */
abstract class Client implements AutoCloseable {
    private static final long LOOK_MICROS = 300;
    private static final long PATIENCE_MILLIS = 20;
    private static final long MOST_SECONDS = 60;

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private Future<Outcome> asked;

    /** Begins a transaction where there is none. */
    abstract Outcome answer(Step step) throws Exception;

    /** Whether what was asked waits for the transaction of another client, none of which does anything now. */
    abstract boolean isBlocked() throws Exception;

    /** What was asked, and waits for a lock, is to wait no longer. It may have to be told again. */
    abstract void stopWaiting() throws Exception;

    abstract void commit() throws Exception;

    abstract void rollback() throws Exception;

    /** The client's end, at whatever it is: returns once the store has noticed. There is a new one, then. */
    abstract void kill() throws Exception;

    final void ask(Step step) {
        asked = thread.submit(() -> {
            try {
                return answer(step);
            } catch (Exception e) { // what it means is compared
                return Outcome.of(e);
            }
        });
    }

    /** Work of its thread. */
    final void onThread(Work work) throws Exception {
        asked = thread.submit(() -> {
            work.run();
            return null;
        });
        asked.get(MOST_SECONDS, TimeUnit.SECONDS);
    }

    interface Work {
        void run() throws Exception;
    }

    /** Waits until that what was asked has ended, or is blocked. */
    final boolean hasEnded() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        while (System.nanoTime() - end < 0) {
            try {
                asked.get(LOOK_MICROS, TimeUnit.MICROSECONDS);
                return true;
            } catch (TimeoutException e) {
                if (isBlocked() && !asked.isDone()) {
                    return false;
                }
            }
        }
        throw new IllegalStateException("neither ends nor is blocked");
    }

    /** What was asked waits no longer, and has failed when this returns. */
    final void giveUp() throws Exception {
        boolean ended = asked.isDone();
        while (!ended) {
            stopWaiting();
            try {
                asked.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
                ended = true;
            } catch (TimeoutException e) {
                ended = false;
            }
        }
    }

    /** Of what has ended, or does. */
    final Outcome outcome() throws Exception {
        try {
            return asked.get(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nothing is under way when this returns. */
    final void awaitEnd() {
        try {
            asked.get(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) { // whatever it was, it is over
            return;
        }
    }

    @Override
    public void close() throws SQLException {
        thread.shutdownNow();
    }
}
