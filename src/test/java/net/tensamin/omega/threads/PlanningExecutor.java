package net.tensamin.omega.threads;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Executors of tests to which all work is a plan; without what no test needs. */
public abstract class PlanningExecutor extends AbstractExecutorService implements ScheduledExecutorService {
    /** @param periodNanos 0 for once */
    protected abstract ScheduledFuture<?> plan(Runnable work, long delayNanos, long periodNanos);

    @Override
    public final void execute(Runnable work) {
        plan(work, 0, 0);
    }

    @Override
    public final ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        return plan(work, unit.toNanos(delay), 0);
    }

    @Override
    public final ScheduledFuture<?> scheduleWithFixedDelay(Runnable work, long delay, long pause, TimeUnit unit) {
        return plan(work, unit.toNanos(delay), unit.toNanos(pause));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable work, long delay, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void shutdown() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Runnable> shutdownNow() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return isShutdown();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return isShutdown();
    }
}
