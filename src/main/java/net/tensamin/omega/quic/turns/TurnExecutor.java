package net.tensamin.omega.quic.turns;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** What a part of Kwik's connection takes for its own executor: its work is done in the turn. */
final class TurnExecutor extends AbstractExecutorService implements ScheduledExecutorService {
    /** A connection's idle check, the only periodic work, does not need to be exact. */
    private static final long SHORTEST_PERIOD_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** Kwik counts in whole milliseconds, and asks for what is left of one at once, again and again until it is over. */
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Turn turn;
    private final TurnTimers timers;
    private volatile boolean shut;

    TurnExecutor(Turn turn, TurnTimers timers) {
        this.turn = turn;
        this.timers = timers;
    }

    @Override
    public void execute(Runnable task) {
        requireOpen();
        turn.execute(task::run);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return plan(task, Math.max(SHORTEST_NANOS, unit.toNanos(delay)), 0);
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
        Timeout timeout = new Timeout(timers, this, task, delayNanos, periodNanos);
        timers.add(timeout);
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
        timers.removeAll(this);
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
