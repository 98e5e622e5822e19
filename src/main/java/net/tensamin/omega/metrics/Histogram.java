package net.tensamin.omega.metrics;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/** How often which size has occurred since the start, in buckets of fixed bounds. Thread-safe. */
public final class Histogram implements Meter {
    private final MeterName name;
    private final Scale scale;
    private final LongAdder[] counts;
    private final LongAdder sum = new LongAdder();

    /** The bounds of the buckets, and what a recorded number means. */
    public enum Scale {
        /** From half a millisecond to 10 s; nanoseconds are recorded, seconds are shown. */
        SECONDS(
                1e-9,
                500_000,
                1_000_000,
                2_500_000,
                5_000_000,
                10_000_000,
                25_000_000,
                50_000_000,
                100_000_000,
                250_000_000,
                500_000_000,
                1_000_000_000,
                2_500_000_000L,
                5_000_000_000L,
                10_000_000_000L),
        /** How many, from 1 to 10,000. */
        AMOUNTS(1, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000);

        private final double factor;
        private final long[] bounds;

        Scale(double factor, long... bounds) {
            this.factor = factor;
            this.bounds = bounds;
        }
    }

    Histogram(MeterName name, Scale scale) {
        this.name = name;
        this.scale = scale;
        this.counts = new LongAdder[scale.bounds.length + 1];
        Arrays.setAll(counts, bucket -> new LongAdder());
    }

    /** @param size nanoseconds or an amount, by the scale; what is less than 0 counts as 0 */
    public void record(long size) {
        long recorded = Math.max(0, size);
        int found = Arrays.binarySearch(scale.bounds, recorded);
        counts[found >= 0 ? found : -found - 1].increment();
        sum.add(recorded);
    }

    public void record(Duration time) {
        record(time.toNanos());
    }

    /** How many sizes were recorded. */
    public long count() {
        return Arrays.stream(counts).mapToLong(LongAdder::sum).sum();
    }

    /** A bound that at least this part of all sizes did not exceed, as shown; NaN if there are none, infinite past the last. */
    public double quantile(double part) {
        long[] now = Arrays.stream(counts).mapToLong(LongAdder::sum).toArray();
        long all = Arrays.stream(now).sum();
        long seen = 0;
        for (int bucket = 0; bucket < now.length && all > 0; bucket++) {
            seen += now[bucket];
            if (seen >= part * all) {
                return bound(bucket);
            }
        }
        return Double.NaN;
    }

    private double bound(int bucket) {
        return bucket < scale.bounds.length ? scale.bounds[bucket] * scale.factor : Double.POSITIVE_INFINITY;
    }

    @Override
    public String name() {
        return name.value();
    }

    /** The count is that of the last bucket: a page whose parts contradict each other would be of no use. */
    @Override
    public void writeTo(Exposition page) {
        page.describe(name, "histogram");
        long below = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            below += counts[bucket].sum();
            page.sample(name() + "_bucket", "le", Exposition.number(bound(bucket)), below);
        }
        page.sample(name() + "_sum", sum.sum() * scale.factor);
        page.sample(name() + "_count", below);
    }
}
