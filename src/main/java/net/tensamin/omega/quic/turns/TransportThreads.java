package net.tensamin.omega.quic.turns;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import net.tensamin.omega.threads.OutOfMemory;

/**
 * All threads of the QUIC transport: as many as the machine has processors and a few more, however many connections
 * there are. A turn runs on the thread that causes it where that costs others nothing, because to wake a worker costs
 * more. Thread-safe.
 */
public final class TransportThreads implements Workers, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(TransportThreads.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int WORKERS = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final int MOST_GATHERED = 16; // turns between two looks at the socket
    private static final long BETWEEN_VISITS = TimeUnit.MICROSECONDS.toNanos(20);

    private final Set<Thread> running = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            WORKERS,
            WORKERS,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            work -> new TransportThread(work, "omega-quic-worker"));
    private final TransportTimer timer = new TransportTimer(System::nanoTime);
    private final Clock clock = steady();
    private volatile long lastVisitNanos = System.nanoTime() - BETWEEN_VISITS;

    public TransportThreads() {
        startGathering("omega-quic-timer", () -> timer.run(this::takeGathered));
    }

    /** The machine's clock as it is now, and from now on with the time that passes. */
    private static Clock steady() {
        Instant begun = Instant.now();
        long begunNanos = System.nanoTime();
        InstantSource source = () -> begun.plusNanos(System.nanoTime() - begunNanos);
        return source.withZone(ZoneOffset.UTC);
    }

    /** Of this transport. */
    private static class TransportThread extends Thread {
        TransportThread(Runnable work, String name) {
            super(work, name);
            setDaemon(true);
            setUncaughtExceptionHandler((thread, failure) -> {
                OutOfMemory.endIf(failure);
                LOG.log(Level.ERROR, "Thread " + name + " has ended", failure);
            });
        }
    }

    /** A thread that keeps the turns it asks for, for a while. */
    private static final class GatheringThread extends TransportThread {
        private final Deque<Turn> gathered = new ArrayDeque<>();

        GatheringThread(Runnable work, String name) {
            super(work, name);
        }
    }

    /**
     * Starts a thread that works until it is interrupted.
     */
    public void start(String name, Runnable work) {
        start(new TransportThread(tracked(work), name));
    }

    /** Starts a thread that calls {@link #takeGathered} from time to time, and soon after it has asked for a turn. */
    public void startGathering(String name, Runnable work) {
        start(new GatheringThread(tracked(work), name));
    }

    private void start(Thread thread) {
        running.add(thread);
        boolean started = false;
        try {
            thread.start();
            started = true;
        } finally {
            if (!started) { // the host is out of threads
                running.remove(thread);
            }
        }
    }

    /** On a thread that must not wait; ends it after {@link #close}. */
    @Override
    public void work(Turn turn) {
        if (Thread.currentThread() instanceof GatheringThread own && !turn.mayTakeLong()) {
            own.gathered.add(turn);
        } else {
            handOver(turn);
        }
    }

    /** Not after {@link #close}. */
    @Override
    public void workLater(Runnable work) {
        try {
            workers.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "the server is closed", e);
        }
    }

    private void handOver(Turn turn) {
        try {
            workers.execute(turn);
        } catch (RejectedExecutionException e) { // the server is closed, and with it all connections
            turn.end();
        }
    }

    /** Runs some turns the calling thread has asked for, and leaves the others to the workers. */
    public void takeGathered() {
        Deque<Turn> gathered = ((GatheringThread) Thread.currentThread()).gathered;
        for (int i = 0; i < MOST_GATHERED && !gathered.isEmpty(); i++) {
            gathered.poll().run();
        }
        while (!gathered.isEmpty()) {
            handOver(gathered.poll());
        }
    }

    /**
     * Whether the calling thread, which is the application's, may send what it has for one connection by itself. A thread that has
     * more to send than now and then may not: it has other things to do, and the workers are awake anyway.
     */
    @Override
    public boolean mayVisit() {
        Thread caller = Thread.currentThread();
        if (caller instanceof TransportThread || caller.isInterrupted() || workers.getActiveCount() > 0) {
            return false;
        }
        return System.nanoTime() - lastVisitNanos >= BETWEEN_VISITS;
    }

    @Override
    public void visited() {
        lastVisitNanos = System.nanoTime();
    }

    /** One thread runs all tasks. */
    @Override
    public Timer timer() {
        return timer;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public Clock wall() {
        return Clock.systemUTC();
    }

    @Override
    public LongSupplier nanos() {
        return System::nanoTime;
    }

    /** How many threads there are. */
    public int count() {
        return running.size() + workers.getPoolSize();
    }

    /** Interrupts all threads and briefly waits for them to end. */
    @Override
    public void close() {
        workers.shutdownNow();
        running.forEach(Thread::interrupt);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (Thread thread : running) {
                thread.join(millisUntil(deadline));
            }
            workers.awaitTermination(millisUntil(deadline), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!running.isEmpty() || !workers.isTerminated()) {
            LOG.log(Level.WARNING, "{0} threads of the QUIC transport have not ended yet", count());
        }
    }

    private static long millisUntil(long deadline) {
        return Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toMillis());
    }

    private Runnable tracked(Runnable work) {
        return () -> {
            try {
                work.run();
            } finally {
                running.remove(Thread.currentThread());
            }
        };
    }
}
