package net.tensamin.omega.quic.streams;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;

/** The end of a client's certificate, for a connection that is simulated. */
public final class SimulatedExpiry {
    private final CertificateExpiry expiry;

    /** @param expired told once the clock is past {@code lastValid} */
    public SimulatedExpiry(Clock clock, ScheduledExecutorService timers, Instant lastValid, Runnable expired) {
        expiry = new CertificateExpiry(clock, timers, lastValid, expired);
    }

    public void start() {
        expiry.start();
    }

    public void cancel() {
        expiry.cancel();
    }
}
