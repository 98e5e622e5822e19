package net.tensamin.omega.guard;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How fast a client takes its answers. While something waits for it, it falls behind; what it takes makes up for it, and so does time in which
 * nothing waits. Thread-safe.
 */
final class Pace {
    /** Bytes a second, of TLS: less is too slow for a stranger. Twice as much comes over the slowest mobile network that is still in use (EDGE). */
    static final int SLOWEST = 8 * 1024;

    private final Duration patience;
    private final LongSupplier nanos;
    private long looked;
    private long behind;
    private long awaited;

    /** @param patience how far a client may fall behind */
    Pace(Duration patience, LongSupplier nanos) {
        this.patience = patience;
        this.nanos = nanos;
        this.looked = nanos.getAsLong();
    }

    /** To be called now and then. @param waits whether something waits for the client */
    synchronized void look(boolean waits) {
        long now = nanos.getAsLong();
        long passed = now - looked;
        looked = now;
        awaited = waits ? awaited + passed : 0;
        behind = Math.max(0, waits ? behind + passed : behind - passed);
    }

    synchronized void took(long bytes) {
        behind = Math.max(0, behind - bytes * TimeUnit.SECONDS.toNanos(1) / SLOWEST);
    }

    synchronized boolean isTooSlow() {
        return behind >= patience.toNanos();
    }

    /** For how long something has been waiting, without a break. */
    synchronized Duration awaited() {
        return Duration.ofNanos(awaited);
    }
}
