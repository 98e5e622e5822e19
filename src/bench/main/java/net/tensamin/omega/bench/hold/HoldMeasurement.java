package net.tensamin.omega.bench.hold;

import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;

/**
 * What holding so many sessions showed.
 *
 * @param nobody the server without a session, after its warm-up
 * @param base what it held then
 * @param connecting from the sessions before to these
 * @param latencies of the pushes at a rate, in nanoseconds
 * @param missing clients whose push at a rate has not come
 * @param lost sessions that ended by themselves
 */
record HoldMeasurement(
        String server,
        int sessions,
        Stage nobody,
        Footprint base,
        Stage connecting,
        Stage idle,
        Footprint held,
        Stage oneByOne,
        Stage bursts,
        Stage atRate,
        Histogram latencies,
        int missing,
        long lost) {

    double connectMillis() {
        return connecting.serverMicrosPerOperation() / 1e3;
    }

    /** Growth, so that what the server does for itself does not count. */
    double idlePercentPerThousand() {
        return (idle.serverPercent() - nobody.serverPercent()) / sessions * 1000;
    }

    double rssKibPerSession() {
        return (double) (held.rssKib() - base.rssKib()) / sessions;
    }

    OptionalDouble heapKibPerSession() {
        return held.heapBytes().isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        (held.heapBytes().getAsLong() - base.heapBytes().getAsLong()) / 1024.0 / sessions);
    }

    /** Without the heartbeats. */
    double pushMicros(Stage pushes) {
        return pushes.serverMicrosPerOperationOver(idle.serverPercent());
    }

    double latencyMillis(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e6;
    }
}
