package net.tensamin.omega.tauri;

import java.time.Duration;
import java.util.function.LongSupplier;
import net.tensamin.omega.device.DeviceId;

/**
 * When clients that could not be identified for want of the database may come back: after at most twice as long as that
 * has lasted, so that each comes more and more rarely, and each device at its own time. Thread-safe.
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
