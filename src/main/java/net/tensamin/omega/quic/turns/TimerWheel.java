package net.tensamin.omega.quic.turns;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One timer for all connections, exact to a tick: what is due in the same tick costs one wake-up, and setting one costs
 * as much with many as with few. What is taken back stays, empty, until its time. Thread-safe.
 */
final class TimerWheel {
    static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int SLOTS = 1024;
    private static final long NEVER = Long.MAX_VALUE;

    private final List<List<Call>> slots = new ArrayList<>(SLOTS);
    private final long start = System.nanoTime();
    private long nextTick;
    private long wakeTick = NEVER;
    private int entries;

    TimerWheel() {
        for (int i = 0; i < SLOTS; i++) {
            slots.add(new ArrayList<>(0));
        }
    }

    /** What was asked for. */
    static final class Call {
        private final long tick;
        private final long dueNanos;
        private volatile Runnable task;

        private Call(long tick, long dueNanos, Runnable task) {
            this.tick = tick;
            this.dueNanos = dueNanos;
            this.task = task;
        }

        long dueNanos() {
            return dueNanos;
        }

        /** It need not come; it may be on its way. */
        void cancel() {
            task = null;
        }

        private void make() {
            Runnable due = task;
            if (due != null) {
                due.run();
            }
        }
    }

    /** Has a short task called at {@code dueNanos} of {@link System#nanoTime} or up to a tick later. */
    synchronized Call call(Runnable task, long dueNanos) {
        long tick = Math.max(nextTick, Math.floorDiv(dueNanos - start + TICK_NANOS - 1, TICK_NANOS));
        Call call = new Call(tick, dueNanos, task);
        slots.get((int) (tick % SLOTS)).add(call);
        entries++;
        if (tick < wakeTick) {
            notifyAll();
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
                awaitTick().forEach(Call::make);
                afterTick.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<Call> awaitTick() throws InterruptedException {
        while (true) {
            long passed = Math.floorDiv(System.nanoTime() - start, TICK_NANOS);
            wakeTick = nextUsedTick();
            if (wakeTick <= passed) {
                nextTick = wakeTick + 1;
                return take(wakeTick);
            }
            nextTick = Math.max(nextTick, Math.min(wakeTick, passed + 1));
            if (wakeTick == NEVER) {
                wait();
            } else {
                long nanos = start + wakeTick * TICK_NANOS - System.nanoTime();
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, nanos));
            }
        }
    }

    /** The next tick whose slot is in use, if only for a later turn of the wheel. */
    private long nextUsedTick() {
        for (long tick = nextTick; entries > 0 && tick < nextTick + SLOTS; tick++) {
            if (!slots.get((int) (tick % SLOTS)).isEmpty()) {
                return tick;
            }
        }
        return NEVER;
    }

    private List<Call> take(long tick) {
        List<Call> slot = slots.set((int) (tick % SLOTS), new ArrayList<>(0));
        List<Call> due = new ArrayList<>(slot.size());
        for (Call call : slot) {
            if (call.tick <= tick) {
                due.add(call);
            } else {
                slots.get((int) (tick % SLOTS)).add(call);
            }
        }
        entries -= due.size();
        return due;
    }
}
