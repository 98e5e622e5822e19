package tech.kwik.core.concurrent;

import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.function.Supplier;

/**
 * Where Kwik gets threads and timers from, and waits: the patch has its call sites call this page.
 * A connection made {@link #during} a turn runs in that turn; all others, such as a client's, are as Kwik made them.
 */
public final class TurnSeam {
    private static final ThreadLocal<Turn> MAKING = new ThreadLocal<>();
    private static final ThreadLocal<Boolean> VISITING = new ThreadLocal<>(); // false in a turn

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

    /** Takes a turn on this thread, whichever it is: what would have it wait ends in {@link NotNow} instead. */
    public static void take(Runnable work) {
        during(false, work);
    }

    /** Likewise, on a thread that is not the transport's, and may hold locks. */
    public static void visit(Runnable work) {
        during(true, work);
    }

    private static void during(boolean visit, Runnable work) {
        VISITING.set(visit);
        try {
            work.run();
        } finally {
            VISITING.remove();
        }
    }

    /** Whether the thread is another's, which may hold locks. */
    public static boolean isVisit() {
        return Boolean.TRUE.equals(VISITING.get());
    }

    private static boolean neverWaits() {
        return VISITING.get() != null;
    }

    /** Makes a connection that belongs to a turn. */
    public static <T> T during(Turn turn, Supplier<T> making) {
        MAKING.set(turn);
        try {
            return making.get();
        } finally {
            MAKING.remove();
        }
    }

    /** The turn of the connection being made on this thread; null if it is to have threads of its own. */
    public static Turn current() {
        return MAKING.get();
    }

    /** In place of {@link Clock#systemUTC}. */
    public static Clock clock() {
        Turn turn = current();
        return turn == null ? Clock.systemUTC() : turn.clock();
    }

    /** In place of {@link Executors#newScheduledThreadPool(int, ThreadFactory)}. */
    public static ScheduledExecutorService newScheduledThreadPool(int size, ThreadFactory threads) {
        Turn turn = current();
        return turn == null ? Executors.newScheduledThreadPool(size, threads) : turn.timers();
    }

    /** In place of {@link Executors#newSingleThreadExecutor(ThreadFactory)}. */
    public static ExecutorService newSingleThreadExecutor(ThreadFactory threads) {
        Turn turn = current();
        return turn == null ? Executors.newSingleThreadExecutor(threads) : turn.callbacks();
    }

    /** In place of {@link Object#wait(long)} of a reader. */
    public static void awaitData(Object monitor, long millis) throws InterruptedException, NotNow {
        mayWait();
        monitor.wait(millis);
    }

    /** In place of {@link Condition#await()} of a writer. */
    public static void awaitRoom(Condition notFull) throws InterruptedException, NotNow {
        mayWait();
        notFull.await();
    }

    /** In place of {@link Thread#sleep(long)} between two probes, which may as well go out together (RFC 9002 §6.2.4). */
    public static void sleep(long millis) throws InterruptedException {
        if (!neverWaits()) {
            Thread.sleep(millis);
        }
    }

    private static void mayWait() throws NotNow {
        if (neverWaits()) {
            throw NotNow.INSTANCE;
        }
    }
}
