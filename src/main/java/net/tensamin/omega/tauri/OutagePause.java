package net.tensamin.omega.tauri;

import java.time.Duration;
import java.util.function.LongSupplier;
import net.tensamin.omega.device.DeviceId;

/**
 * When clients may come back that could not be identified, for want of the database: after twice as long as this has lasted at most, so that each comes more and
 * more seldom, and each device at its own time. Thread-safe.
 */
final class OutagePause {
    static final Duration LEAST = Duration.ofSeconds(2);
    static final Duration MOST = Duration.ofMinutes(1);

    private final LongSupplier nanos;
    private long sinceNanos;
    private boolean lasts;

    /** @param nanos a monotonic clock */
    OutagePause(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Somebody could be identified, or refused. */
    synchronized void over() {
        lasts = false;
    }

    synchronized Duration of(DeviceId device) {
        long now = nanos.getAsLong();
        if (!lasts) {
            lasts = true;
            sinceNanos = now;
        }
        long age = Math.max(LEAST.toNanos(), now - sinceNanos);
        long pause = (long) (age * (1 + device.share()));
        return Duration.ofNanos(Math.min(pause, (long) (MOST.toNanos() * (1 + device.share()))));
    }
}
