package net.tensamin.omega.quic.turns;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * What one connection waits for. However often Kwik sets a timer anew, with each packet it sends, the shared timer is asked
 * only when there is no earlier call to come; a call that comes in vain sees to the next. Thread-safe.
 */
final class TurnTimers {
    /** A connection's idle check, the only periodic work, need not be exact. */
    private static final long SHORTEST_PERIOD_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final long NONE = Long.MAX_VALUE;

    private final Turn turn;
    private final TransportTimer shared;
    private final List<Timeout> pending = new ArrayList<>(2);
    private final Deque<TransportTimer.Call> calls = new ArrayDeque<>(1);
    private long lookAtNanos = NONE;
    private volatile boolean lessToDo;
    private volatile boolean due;
    private boolean ended;

    TurnTimers(Turn turn, TransportTimer shared) {
        this.turn = turn;
        this.shared = shared;
    }

    /** Timers that can be shut down apart from the others. */
    Part part() {
        return new Part();
    }

    /** Asks for a turn in so many milliseconds, in place of an earlier such call. */
    synchronized void lookAgain(long millis) {
        lookAtNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        arm();
    }

    boolean areDue() {
        return due;
    }

    /** Runs what is due, if anything was when the shared timer last called; called in the turn. */
    void runDue() {
        if (!due) {
            return;
        }
        for (Timeout timeout = pollDue(); timeout != null; timeout = pollDue()) {
            timeout.task.run();
        }
    }

    synchronized void end() {
        ended = true;
        pending.clear();
        lookAtNanos = NONE;
        takeBack();
    }

    private synchronized Timeout pollDue() {
        long now = System.nanoTime();
        for (Timeout timeout : pending) {
            if (isPast(timeout.dueNanos, now)) {
                pending.remove(timeout);
                timeout.repeat(now);
                return timeout;
            }
        }
        if (isPast(lookAtNanos, now)) {
            lookAtNanos = NONE;
        }
        due = false;
        arm();
        return null;
    }

    private void arm() {
        long earliest = earliest();
        boolean called = !calls.isEmpty() && calls.peek().dueNanos() <= earliest;
        if (ended || due || called || earliest == NONE) {
            return;
        }
        calls.push(shared.call(this::fire, earliest)); // each is earlier than those below it
    }

    /** Takes back calls that would come in vain. At the end of a turn: within it most timers are set anew. */
    void settle() {
        if (lessToDo) {
            takeBack();
        }
    }

    private synchronized void takeBack() {
        lessToDo = false;
        long earliest = earliest();
        while (!calls.isEmpty() && calls.peek().dueNanos() < earliest) {
            calls.pop().cancel();
        }
        arm();
    }

    private long earliest() {
        long earliest = lookAtNanos;
        for (Timeout timeout : pending) {
            earliest = Math.min(earliest, timeout.dueNanos);
        }
        return earliest;
    }

    private static boolean isPast(long nanos, long now) {
        return nanos != NONE && nanos - now <= 0;
    }

    private void fire() {
        synchronized (this) {
            long now = System.nanoTime();
            while (!calls.isEmpty() && isPast(calls.peek().dueNanos(), now)) {
                calls.pop();
            }
            due |= !ended && isPast(earliest(), now);
            if (!due) {
                arm();
                return;
            }
        }
        turn.send();
    }

    private synchronized void add(Timeout timeout) {
        pending.add(timeout);
        arm();
    }

    private synchronized boolean remove(Timeout timeout) {
        lessToDo = true;
        return pending.remove(timeout);
    }

    private synchronized void removeAll(Part part) {
        pending.removeIf(timeout -> timeout.part == part);
    }

    private final class Timeout implements ScheduledFuture<Object> {
        private final Part part;
        private final Runnable task;
        private final long periodNanos;
        private volatile long dueNanos;
        private volatile boolean cancelled;

        private Timeout(Part part, Runnable task, long delayNanos, long periodNanos) {
            this.part = part;
            this.task = task;
            this.dueNanos = System.nanoTime() + delayNanos;
            this.periodNanos = periodNanos;
        }

        private void repeat(long now) {
            if (periodNanos > 0) {
                dueNanos = now + periodNanos;
                pending.add(this);
            }
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            cancelled = remove(this);
            return cancelled;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }

        @Override
        public boolean isDone() {
            return cancelled || dueNanos - System.nanoTime() <= 0;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }

        @Override
        public Object get() {
            throw new UnsupportedOperationException("a turn never waits");
        }

        @Override
        public Object get(long timeout, TimeUnit unit) {
            return get();
        }
    }

    /** What Kwik takes for an executor of its own. */
    final class Part extends AbstractExecutorService implements ScheduledExecutorService {
        private volatile boolean shut;

        private Part() {}

        @Override
        public void execute(Runnable task) {
            requireOpen();
            turn.execute(task::run);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            return plan(task, unit.toNanos(Math.max(0, delay)), 0);
        }

        @Override
        public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long delay, long period, TimeUnit unit) {
            long nanos = Math.max(SHORTEST_PERIOD_NANOS, unit.toNanos(period));
            return plan(task, nanos, nanos);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long delay, long period, TimeUnit unit) {
            return scheduleAtFixedRate(task, delay, period, unit);
        }

        @Override
        public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
            throw new UnsupportedOperationException("a turn never waits for results");
        }

        private ScheduledFuture<?> plan(Runnable task, long delayNanos, long periodNanos) {
            requireOpen();
            Timeout timeout = new Timeout(this, task, delayNanos, periodNanos);
            add(timeout);
            return timeout;
        }

        private void requireOpen() {
            if (shut) {
                throw new RejectedExecutionException("the connection has ended");
            }
        }

        @Override
        public void shutdown() {
            shut = true;
            removeAll(this);
        }

        @Override
        public List<Runnable> shutdownNow() {
            shutdown();
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return shut;
        }

        @Override
        public boolean isTerminated() {
            return shut;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return shut;
        }
    }
}
