package net.tensamin.omega.threads;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Time that passes when a test says so, and does what is due on the test's thread. Planning is thread-safe. */
public final class VirtualTime extends PlanningExecutor {
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong((Task task) -> task.dueNanos));
    private long nanos = Long.MAX_VALUE / 2;

    /** A monotonic clock. */
    public synchronized long nanos() {
        return nanos;
    }

    public void pass(Duration time) {
        long end = nanos() + time.toNanos();
        for (Task next = next(end); next != null; next = next(end)) {
            next.run();
        }
        synchronized (this) {
            nanos = end;
        }
    }

    private synchronized Task next(long end) {
        if (tasks.isEmpty() || tasks.peek().dueNanos > end) {
            return null;
        }
        nanos = Math.max(nanos, tasks.peek().dueNanos);
        return tasks.remove();
    }

    @Override
    protected synchronized Task plan(Runnable work, long delayNanos, long periodNanos) {
        Task task = new Task(work, nanos + delayNanos, periodNanos);
        tasks.add(task);
        return task;
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable work, long delay, long period, TimeUnit unit) {
        return plan(work, unit.toNanos(delay), unit.toNanos(period));
    }

    private final class Task extends FutureTask<Void> implements RunnableScheduledFuture<Void> {
        private final long periodNanos;
        private long dueNanos;

        private Task(Runnable work, long dueNanos, long periodNanos) {
            super(work, null);
            this.dueNanos = dueNanos;
            this.periodNanos = periodNanos;
        }

        @Override
        public void run() {
            if (!isPeriodic()) {
                super.run();
            } else if (runAndReset()) {
                synchronized (VirtualTime.this) {
                    dueNanos += periodNanos;
                    tasks.add(this);
                }
            }
        }

        @Override
        public boolean isPeriodic() {
            return periodNanos > 0;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(dueNanos - nanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
