package net.tensamin.omega.tauri;

import java.time.Duration;

/**
 * The time by which things fall due at each tick: after a pause of the process it runs a quarter faster until it has caught up,
 * so that not everything falls due at once while a backlog is worked off. Not thread-safe.
 */
final class Pace {
    private static final int USUAL = 4;
    private static final int BEHIND = 5;
    private static final int PAUSE = 10;

    private final long tickNanos;
    private final long startNanos;
    private final long mostBehind;
    private long ticks;
    private long lastTarget;
    private long credit;

    /** @param mostBehind after a longer pause it leaps */
    Pace(Duration tick, Duration mostBehind, long nowNanos) {
        this.tickNanos = tick.toNanos();
        this.startNanos = nowNanos;
        this.mostBehind = mostBehind.dividedBy(tick);
    }

    /** What time it is now. To be called each tick. */
    long at(long nowNanos) {
        long target = Math.floorDiv(nowNanos - startNanos, tickNanos);
        long passed = target - lastTarget;
        lastTarget = target;
        credit += BEHIND * (passed < PAUSE ? Math.max(0, passed) : 1);
        ticks = Math.max(ticks, target - mostBehind);
        long step = Math.max(0, Math.min(credit / USUAL, target - ticks));
        ticks += step;
        credit = Math.min(credit - step * USUAL, USUAL);
        return startNanos + ticks * tickNanos;
    }

    /** By how much the time that {@link #at} last told is behind. */
    long behindNanos() {
        return Math.max(0, lastTarget - ticks) * tickNanos;
    }
}
