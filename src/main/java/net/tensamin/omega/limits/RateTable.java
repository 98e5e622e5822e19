package net.tensamin.omega.limits;

import java.security.SecureRandom;
import java.util.function.LongSupplier;

/**
 * Holds any number of sources to a rate, in memory that does not depend on their number (1 MiB): a count-min sketch of token
 * buckets with conservative update (Estan and Varghese, 2002). Each source has a bucket in either row, which it shares with
 * others, and the fuller of the two counts. So nobody gets more than the rate, and a source that stays within it is only refused when
 * others have emptied both of its buckets: an attacker that knows no seed and floods from n sources hits a certain other one with a chance of
 * (n / 65,536)². Thread-safe.
 */
public final class RateTable {
    static final int BUCKETS = 1 << 16;

    private final Rate rate;
    private final LongSupplier nanos;
    private final long begin;
    private final Row one;
    private final Row other;

    /** @param nanos a monotonic clock */
    public RateTable(Rate rate, LongSupplier nanos) {
        this(rate, BUCKETS, nanos);
    }

    /** @param buckets in each row, a power of two */
    RateTable(Rate rate, int buckets, LongSupplier nanos) {
        this.one = new Row(buckets);
        this.other = new Row(buckets);
        this.rate = rate;
        this.nanos = nanos;
        this.begin = nanos.getAsLong();
    }

    /**
     * Takes a token of the source if there is one.
     *
     * @return 0 if one was taken, else the nanoseconds until there is one
     */
    public synchronized long take(Source source) {
        long now = now();
        long full = full(source);
        long wait = rate.waitNanos(full, now);
        if (wait == 0) {
            long later = rate.fullAfter(full, now);
            one.raise(source, later);
            other.raise(source, later);
        }
        return wait;
    }

    /** What {@link #take} would return, and nothing is taken. */
    public synchronized long peek(Source source) {
        return rate.waitNanos(full(source), now());
    }

    private long full(Source source) {
        return Math.min(one.full(source), other.full(source));
    }

    /** From 0: that is what the buckets begin with. */
    private long now() {
        return nanos.getAsLong() - begin;
    }

    private static final class Row {
        private static final SecureRandom RANDOM = new SecureRandom();

        private final long[] full;
        private final long seed = RANDOM.nextLong();
        private final long secondSeed = RANDOM.nextLong();

        Row(int buckets) {
            full = new long[buckets];
        }

        long full(Source source) {
            return full[bucket(source)];
        }

        void raise(Source source, long until) {
            int bucket = bucket(source);
            full[bucket] = Math.max(full[bucket], until);
        }

        private int bucket(Source source) {
            return (int) (mix(mix(source.key() ^ seed) + secondSeed) & full.length - 1);
        }

        /** The finalizer of MurmurHash3: each bit of the result depends on all bits. */
        private static long mix(long bits) {
            long mixed = (bits ^ bits >>> 33) * 0xff51afd7ed558ccdL;
            mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
            return mixed ^ mixed >>> 33;
        }
    }
}
