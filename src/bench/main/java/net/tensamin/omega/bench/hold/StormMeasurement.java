package net.tensamin.omega.bench.hold;

import org.HdrHistogram.AbstractHistogram;

/**
 * What a storm showed.
 *
 * @param orderlySeconds what as many connects took, a few at a time
 * @param waits from the moment all came until a client was identified, in nanoseconds
 * @param attempts of all clients
 * @param neverBack clients that gave up
 */
record StormMeasurement(
        String server, int sessions, double orderlySeconds, AbstractHistogram waits, long attempts, int neverBack) {

    double waitSeconds(double percentile) {
        return waits.getValueAtPercentile(percentile) / 1e9;
    }

    double attemptsPerClient() {
        return (double) attempts / sessions;
    }
}
