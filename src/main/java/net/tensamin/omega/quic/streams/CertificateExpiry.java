package net.tensamin.omega.quic.streams;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Tells once that what a client was trusted by is no longer valid (SPEC §1). Its timers are those of the connection's turn. */
final class CertificateExpiry {
    /** The clock may be set while a certificate lasts. */
    private static final Duration LOOK_AT_CLOCK = Duration.ofHours(1);

    private final Clock clock;
    private final ScheduledExecutorService timers;
    private final Instant lastValid;
    private final Runnable expired;
    private volatile boolean cancelled;

    CertificateExpiry(Clock clock, ScheduledExecutorService timers, Instant lastValid, Runnable expired) {
        this.clock = clock;
        this.timers = timers;
        this.lastValid = lastValid;
        this.expired = expired;
    }

    void start() {
        Duration left = Duration.between(clock.instant(), lastValid);
        long millis = Math.max(0, Math.min(left.toMillis(), LOOK_AT_CLOCK.toMillis())) + 1;
        timers.schedule(this::look, millis, TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (cancelled) {
            return;
        }
        if (clock.instant().isAfter(lastValid)) {
            expired.run();
        } else {
            start();
        }
    }

    /** Nothing is told any more. Thread-safe. */
    void cancel() {
        cancelled = true;
    }
}
