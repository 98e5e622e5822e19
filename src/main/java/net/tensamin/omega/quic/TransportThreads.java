package net.tensamin.omega.quic;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import tech.kwik.core.concurrent.TurnSeam;

/** All threads of the QUIC transport: as many as the machine has processors, however many connections. Thread-safe. */
final class TransportThreads implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(TransportThreads.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int WORKERS = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final Set<Thread> running = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor workers =
            new ThreadPoolExecutor(WORKERS, WORKERS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), Worker::new);
    private final TimerWheel timer = new TimerWheel();

    TransportThreads() {
        start("omega-quic-timer", timer::run);
    }

    private static final class Worker extends Thread implements TurnSeam.NeverWaits {
        Worker(Runnable work) {
            super(work, "omega-quic-worker");
            setDaemon(true);
        }
    }

    /**
     * Starts a thread that works until it is interrupted.
     *
     * @throws OutOfMemoryError if the host has no thread left
     */
    void start(String name, Runnable work) {
        Thread thread = new Thread(tracked(work), name);
        thread.setDaemon(true);
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

    /**
     * Has a turn run soon, on a thread that must not wait.
     *
     * @throws RejectedExecutionException after {@link #close}
     */
    void work(Turn turn) {
        workers.execute(turn);
    }

    /** For tasks that do nothing but ask for a turn: one thread runs them all. */
    TimerWheel timer() {
        return timer;
    }

    /** How many threads there are. */
    int count() {
        return running.size() + workers.getPoolSize();
    }

    /** Interrupts all threads and waits a little for their end. */
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
