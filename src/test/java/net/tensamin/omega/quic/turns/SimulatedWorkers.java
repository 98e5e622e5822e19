package net.tensamin.omega.quic.turns;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/** Runs turns one after the other on the thread that says so, in a time that passes only when it says so. */
public final class SimulatedWorkers implements Workers {
    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    /** What is due at once is so a little later: Kwik counts in milliseconds, and asks again and again for the rest of one. */
    private static final long AT_ONCE_NANOS = 10_000;

    private final Deque<Runnable> work = new ArrayDeque<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::dueNanos));
    private long nanos;
    private Duration wrong = Duration.ZERO; // of the machine's clock

    private record Due(Runnable task, long dueNanos) {}

    /** Runs all that is to be done now. */
    public void runAll() {
        for (Runnable next = work.poll(); next != null; next = work.poll()) {
            next.run();
        }
    }

    /** When something is due if nothing comes. */
    public Duration nextDeadline() {
        return Duration.ofNanos(due.element().dueNanos() - nanos);
    }

    /** Whether nothing is to be done, now or later. */
    public boolean isIdle() {
        return work.isEmpty() && due.isEmpty();
    }

    /** The machine's clock goes forward or back by that, and durations are what they are. */
    public void setClock(Duration by) {
        wrong = wrong.plus(by);
    }

    /** Lets time pass, and does what comes due meanwhile. */
    public void advance(Duration time) {
        long until = nanos + time.toNanos();
        while (!due.isEmpty() && due.element().dueNanos() <= until) {
            Due next = due.remove();
            nanos = next.dueNanos() > nanos ? next.dueNanos() : nanos + AT_ONCE_NANOS;
            next.task().run();
            runAll();
        }
        nanos = Math.max(nanos, until);
    }

    @Override
    public void work(Turn turn) {
        work.add(turn);
    }

    @Override
    public void workLater(Runnable later) {
        work.add(later);
    }

    @Override
    public boolean mayVisit() {
        return false;
    }

    @Override
    public void visited() {}

    @Override
    public Timer timer() {
        return this::call;
    }

    private Timer.Call call(Runnable task, long dueNanos) {
        Due call = new Due(task, dueNanos);
        due.add(call);
        return new Timer.Call() {
            @Override
            public long dueNanos() {
                return dueNanos;
            }

            @Override
            public void cancel() {
                due.remove(call);
            }
        };
    }

    @Override
    public LongSupplier nanos() {
        return () -> nanos;
    }

    @Override
    public Clock clock() {
        InstantSource source = () -> BEGINNING.plusNanos(nanos);
        return source.withZone(ZoneOffset.UTC);
    }

    @Override
    public Clock wall() {
        InstantSource source = () -> BEGINNING.plusNanos(nanos).plus(wrong);
        return source.withZone(ZoneOffset.UTC);
    }
}
