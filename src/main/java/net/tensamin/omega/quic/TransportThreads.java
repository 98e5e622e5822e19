package net.tensamin.omega.quic;

import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;

/**
 * All threads of the QUIC transport that are not Kwik's own. They block a lot: virtual threads where those do not pin
 * their carriers while they wait in a monitor (JDK 24, JEP 491), else platform daemon threads. Thread-safe.
 */
final class TransportThreads implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(TransportThreads.class.getName());
    private static final int VIRTUAL_SINCE = 24;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Optional<ThreadFactory> VIRTUAL = virtualThreads();

    private final Set<Thread> running = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, work -> platform("omega-quic-timer", work));

    TransportThreads() {
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Starts a thread that may be one of very many.
     *
     * @throws OutOfMemoryError if the host has no thread left
     */
    Thread start(String name, Runnable work) {
        Thread thread =
                VIRTUAL.map(factory -> factory.newThread(tracked(work))).orElseGet(() -> platform(name, tracked(work)));
        thread.setName(name);
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
        return thread;
    }

    /** For short tasks only: one thread runs them all. */
    ScheduledExecutorService timer() {
        return timer;
    }

    /** How many threads are at work. */
    int count() {
        return running.size();
    }

    /** Interrupts all threads and waits a little for their end. */
    @Override
    public void close() {
        timer.shutdownNow();
        running.forEach(Thread::interrupt);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (Thread thread : running) {
                long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                thread.join(Math.max(1, millis));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!running.isEmpty()) {
            LOG.log(Level.WARNING, "{0} threads of the QUIC transport have not ended yet", running.size());
        }
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

    private static Thread platform(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** {@code Thread.ofVirtual().factory()}, which sources of release 17 cannot name. */
    private static Optional<ThreadFactory> virtualThreads() {
        if (Runtime.version().feature() < VIRTUAL_SINCE) {
            return Optional.empty();
        }
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            return Optional.of((ThreadFactory) type.getMethod("factory").invoke(builder));
        } catch (NoSuchMethodException | ClassNotFoundException | IllegalAccessException e) {
            throw new IllegalStateException("this JDK's virtual threads have changed", e);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("this JDK refuses virtual threads", e.getCause());
        }
    }
}
