package net.tensamin.omega.quic.turns;

import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Something that Kwik has asked for at a time. */
final class Timeout implements ScheduledFuture<Object> {
    private final TurnTimers timers;
    private final Object part;
    private final Runnable task;
    private final long periodNanos;
    private volatile long dueNanos;
    private volatile boolean cancelled;

    /** @param part of the connection, which it ends with */
    Timeout(TurnTimers timers, Object part, Runnable task, long delayNanos, long periodNanos) {
        this.timers = timers;
        this.part = part;
        this.task = task;
        this.dueNanos = timers.nanos() + delayNanos;
        this.periodNanos = periodNanos;
    }

    boolean isOf(Object other) {
        return part == other;
    }

    long dueNanos() {
        return dueNanos;
    }

    void run() {
        task.run();
    }

    /** Whether it comes again, a period from now. */
    boolean repeats(long now) {
        dueNanos = now + periodNanos;
        return periodNanos > 0;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        cancelled = timers.remove(this);
        return cancelled;
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public boolean isDone() {
        return cancelled || dueNanos - timers.nanos() <= 0;
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(dueNanos - timers.nanos(), TimeUnit.NANOSECONDS);
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
