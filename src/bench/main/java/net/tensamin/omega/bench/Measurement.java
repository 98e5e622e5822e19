package net.tensamin.omega.bench;

import java.time.Instant;
import org.HdrHistogram.Histogram;

/**
 * What one stage showed.
 *
 * @param perSecond the rate asked for, 0 for as much as the windows let through
 * @param notices acknowledged within the stage
 * @param pushes that arrived within the stage
 * @param latencies from when a notice was due to its push, in nanoseconds
 * @param overlapping notices of a pair whose push had not come: timed from the earlier one
 * @param missing pairs whose push has not come after the stage
 * @param lost devices whose connection ended
 */
record Measurement(
        String database,
        int receivers,
        double perSecond,
        Instant from,
        double seconds,
        long notices,
        long pushes,
        ProcessorTime processor,
        Histogram latencies,
        long overlapping,
        int missing,
        long lost) {
    String stage() {
        return perSecond == 0 ? "peak" : "at " + Math.round(perSecond) + "/s";
    }

    double noticesPerSecond() {
        return notices / seconds;
    }

    double pushesPerSecond() {
        return pushes / seconds;
    }

    double serverMicrosPerNotice() {
        return notices == 0 ? 0 : ProcessorTime.micros(processor.server()) / notices;
    }

    double latencyMillis(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e6;
    }
}
