package net.tensamin.omega.quic.turns;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import net.tensamin.omega.concurrent.Wheel;

/** One timer for all connections, exact to a tick: what is due in the same tick costs one wake-up. Thread-safe. */
final class TransportTimer implements Timer {
    static final Duration TICK = Duration.ofMillis(10);
    static final int SLOTS = 1024;

    private final LongSupplier nanos;
    private final Wheel<Task> wheel;
    private long wakeNanos = Wheel.NEVER;

    /** @param nanos a monotonic clock */
    TransportTimer(LongSupplier nanos) {
        this.nanos = nanos;
        this.wheel = new Wheel<>(TICK, SLOTS, nanos.getAsLong());
    }

    final class Task implements Call {
        private final Runnable task;
        private final long dueNanos;
        private final Wheel.Place<Task> place;

        private Task(Runnable task, long dueNanos) {
            this.task = task;
            this.dueNanos = dueNanos;
            this.place = wheel.add(this, dueNanos);
        }

        @Override
        public long dueNanos() {
            return dueNanos;
        }

        @Override
        public void cancel() {
            wheel.remove(place);
        }
    }

    /** {@inheritDoc} It is late by a tick at most. */
    @Override
    public Call call(Runnable task, long dueNanos) {
        Call call = new Task(task, dueNanos);
        synchronized (this) {
            if (wheel.nextNanos() < wakeNanos) {
                notifyAll();
            }
        }
        return call;
    }

    /**
     * Works until it is interrupted.
     *
     * @param afterTick called after the tasks of each tick
     */
    void run(Runnable afterTick) {
        try {
            while (true) {
                awaitSome().forEach(due -> due.task.run());
                afterTick.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<Task> awaitSome() throws InterruptedException {
        while (true) {
            wakeNanos = wheel.nextNanos();
            long wait = wakeNanos - nanos.getAsLong();
            if (wakeNanos == Wheel.NEVER) {
                wait();
            } else if (wait > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, wait);
            } else {
                return wheel.due(nanos.getAsLong());
            }
        }
    }
}
