package net.tensamin.omega.operations.live;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import net.tensamin.omega.threads.Timers;

/**
 * Lets everybody who looks at the page see the same readings: this server is read once a tick for all of them, and not at
 * all while there is nobody. Each viewer waits on a thread of its own, and therefore holds up no other, and is one of
 * few. This is no bean: a client proxy has the same synchronized methods, and whoever waits in one would lock out all
 * others. Thread-safe.
 */
final class Audience {
    static final int MOST = 16;

    private static final Logger LOG = System.getLogger(Audience.class.getName());

    private final Supplier<Reading> readings;
    private final Function<Runnable, Timers.Plan> everyTick;
    private final Duration patience;
    private int present;
    private long shownUntilNow;
    private boolean stopped;
    private long doubts;
    private Optional<Shown> last = Optional.empty();
    private Optional<Timers.Plan> ticking = Optional.empty();

    /**
     * A reading, and what of it is the same for all.
     *
     * @param number grows
     */
    record Shown(long number, Reading reading, String shared) {}

    /**
     * @param everyTick has something done at once and then once a tick, until it is cancelled
     * @param patience how long to wait for a reading: longer than a tick
     */
    Audience(Supplier<Reading> readings, Function<Runnable, Timers.Plan> everyTick, Duration patience) {
        this.readings = readings;
        this.everyTick = everyTick;
        this.patience = patience;
    }

    /** Somebody comes to look, if there is room. Whoever comes has to {@link #leave}. */
    synchronized boolean enter() {
        if (stopped || isFull()) {
            return false;
        }
        present++;
        if (ticking.isEmpty()) {
            ticking = Optional.of(everyTick.apply(this::tick));
        }
        return true;
    }

    /** With the last one the readings end, too. */
    synchronized void leave() {
        present--;
        if (present == 0) {
            ticking.ifPresent(Timers.Plan::cancel);
            ticking = Optional.empty();
            last = Optional.empty();
        }
    }

    synchronized boolean isFull() {
        return present >= MOST;
    }

    /**
     * Waits for a reading that is newer than the one of this number.
     *
     * @param doubts the number of doubts when it was last asked whether the viewer may look
     * @return empty if there is none for a while, or never again, and if there are more doubts
     */
    synchronized Optional<Shown> after(long number, long doubts) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        long left = patience.toNanos();
        while (!stopped
                && this.doubts == doubts
                && left > 0
                && newerThan(number).isEmpty()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = deadline - System.nanoTime();
        }
        return newerThan(number);
    }

    private Optional<Shown> newerThan(long number) {
        return last.filter(shown -> shown.number() > number);
    }

    /** How often it has become doubtful who may look. */
    synchronized long doubts() {
        return doubts;
    }

    /** Has everybody who waits ask at once whether it still may. */
    synchronized void doubt() {
        doubts++;
        notifyAll();
    }

    synchronized boolean isStopped() {
        return stopped;
    }

    /** Sends everybody away, and lets nobody in any more. */
    synchronized void stop() {
        stopped = true;
        ticking.ifPresent(Timers.Plan::cancel);
        notifyAll();
    }

    private void tick() {
        try {
            Reading reading = readings.get();
            show(reading, ReadingJson.shared(reading));
        } catch (RuntimeException e) { // a task that throws is not run again
            LOG.log(Level.WARNING, "No reading of this server for the operations page", e);
        }
    }

    private synchronized void show(Reading reading, String shared) {
        if (present > 0) {
            last = Optional.of(new Shown(++shownUntilNow, reading, shared));
            notifyAll();
        }
    }
}
