package tech.kwik.core.concurrent;

import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;

/**
 * Where Kwik gets threads and timers from, and waits: the patch has its call sites call this page, each with its connection's
 * turn. Where that is null, as in a client's connection, everything is as Kwik made it.
 */
public final class TurnSeam {
    private TurnSeam() {}

    /** One connection's work, never two pieces of it at once. */
    public interface Turn {
        ScheduledExecutorService timers();

        ExecutorService callbacks();

        /** By which all of the connection goes. */
        Clock clock();

        /** Likewise, for durations: it only goes forward. */
        long nanos();

        /** Has the connection's sender look for something to send. */
        void send();
    }

    /** A configuration of a connection that also says in which turn its work is done. */
    public interface InTurn {
        Turn turn();
    }

    /** Nothing to read yet, or no room to write; nothing was changed. */
    public static final class NotNow extends IOException {
        private static final long serialVersionUID = 1L;
        private static final NotNow INSTANCE = new NotNow();

        private NotNow() {}

        /** One for all: what happens at each message must cost nothing. */
        @Override
        public Throwable fillInStackTrace() {
            return this;
        }
    }

    /** In place of {@link Clock#systemUTC}. */
    public static Clock clock(Turn turn) {
        return turn == null ? Clock.systemUTC() : turn.clock();
    }

    /** In place of {@link Executors#newScheduledThreadPool(int, ThreadFactory)}. */
    public static ScheduledExecutorService newScheduledThreadPool(Turn turn, int size, ThreadFactory threads) {
        return turn == null ? Executors.newScheduledThreadPool(size, threads) : turn.timers();
    }

    /** In place of {@link Executors#newSingleThreadExecutor(ThreadFactory)}. */
    public static ExecutorService newSingleThreadExecutor(Turn turn, ThreadFactory threads) {
        return turn == null ? Executors.newSingleThreadExecutor(threads) : turn.callbacks();
    }

    /** In place of {@link Object#wait(long)} of a reader. */
    public static void awaitData(Turn turn, Object monitor, long millis) throws InterruptedException, NotNow {
        mayWait(turn);
        monitor.wait(millis);
    }

    /** In place of {@link Condition#await()} of a writer. */
    public static void awaitRoom(Turn turn, Condition notFull) throws InterruptedException, NotNow {
        mayWait(turn);
        notFull.await();
    }

    /** In place of {@link Thread#sleep(long)} between two probes, which may as well go out together (RFC 9002 §6.2.4). */
    public static void sleep(Turn turn, long millis) throws InterruptedException {
        if (turn == null) {
            Thread.sleep(millis);
        }
    }

    private static void mayWait(Turn turn) throws NotNow {
        if (turn != null) {
            throw NotNow.INSTANCE;
        }
    }
}
