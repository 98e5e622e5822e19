package net.tensamin.omega.quic.turns;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What one connection waits for. However often Kwik resets a timer, as with each packet it sends, the shared timer is set
 * only when no earlier call is due; a call that comes in vain sets the next. Thread-safe.
 */
final class TurnTimers {
    private static final long NONE = Long.MAX_VALUE;

    private final Turn turn;
    private final Timer shared;
    private final LongSupplier nanos;
    private final List<Timeout> pending = new ArrayList<>(2);
    private final Deque<Timer.Call> calls = new ArrayDeque<>(1);
    private long lookAtNanos = NONE;
    private volatile boolean lessToDo;
    private volatile boolean due;
    private boolean ended;

    /** @param nanos a monotonic clock */
    TurnTimers(Turn turn, Timer shared, LongSupplier nanos) {
        this.turn = turn;
        this.shared = shared;
        this.nanos = nanos;
    }

    long nanos() {
        return nanos.getAsLong();
    }

    /** Asks for a turn in so many milliseconds, in place of an earlier such call. */
    synchronized void lookAgain(long millis) {
        lookAtNanos = nanos() + TimeUnit.MILLISECONDS.toNanos(millis);
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
            timeout.run();
        }
    }

    synchronized void end() {
        ended = true;
        pending.clear();
        lookAtNanos = NONE;
        takeBack();
    }

    private synchronized Timeout pollDue() {
        long now = nanos();
        for (Timeout timeout : pending) {
            if (isPast(timeout.dueNanos(), now)) {
                pending.remove(timeout);
                if (timeout.repeats(now)) {
                    pending.add(timeout);
                }
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

    /** Cancels calls that would come in vain. To be called at the end of a turn: within it most timers are reset. */
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
            earliest = Math.min(earliest, timeout.dueNanos());
        }
        return earliest;
    }

    private static boolean isPast(long nanos, long now) {
        return nanos != NONE && nanos - now <= 0;
    }

    private void fire() {
        synchronized (this) {
            long now = nanos();
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

    synchronized void add(Timeout timeout) {
        pending.add(timeout);
        arm();
    }

    synchronized boolean remove(Timeout timeout) {
        lessToDo = true;
        return pending.remove(timeout);
    }

    /** Those of a part of the connection that has ended. */
    synchronized void removeAll(Object part) {
        pending.removeIf(timeout -> timeout.isOf(part));
    }
}
