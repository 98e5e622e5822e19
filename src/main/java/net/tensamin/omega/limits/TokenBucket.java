package net.tensamin.omega.limits;

import java.util.function.LongSupplier;

/** Holds one source to a rate. Thread-safe. */
public final class TokenBucket {
    private final Rate rate;
    private final LongSupplier nanos;
    private long full;

    /** @param nanos a monotonic clock */
    public TokenBucket(Rate rate, LongSupplier nanos) {
        this.rate = rate;
        this.nanos = nanos;
        this.full = nanos.getAsLong();
    }

    /**
     * Takes a token if there is one.
     *
     * @return 0 if one was taken, else the nanoseconds until there is one
     */
    public synchronized long take() {
        long now = nanos.getAsLong();
        long wait = rate.waitNanos(full, now);
        if (wait == 0) {
            full = rate.fullAfter(full, now);
        }
        return wait;
    }

    /**
     * Takes that many tokens, even if there are fewer.
     *
     * @return 0 if there were as many, else the nanoseconds until the bucket owes nothing
     */
    public synchronized long charge(int tokens) {
        full = rate.fullAfter(full, nanos.getAsLong(), tokens);
        return debt();
    }

    /** The nanoseconds until the bucket owes nothing. */
    public synchronized long debt() {
        return rate.debtNanos(full, nanos.getAsLong());
    }
}
