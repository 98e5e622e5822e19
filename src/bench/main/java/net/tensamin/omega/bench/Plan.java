package net.tensamin.omega.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What to measure, from {@code bench.*}.
 *
 * @param databases {@code h2}, {@code postgresql}
 * @param receivers for each figure a run with so many devices
 * @param devices whether the devices are connected; without them nothing is pushed
 * @param warmUp load that is not measured, before each peak
 * @param stage how long the peak is measured, and then the latencies
 * @param links Omikrons
 * @param window notices that each Omikron sends ahead of their acknowledgements
 * @param rate notices a second to measure latencies at; 0 is half of the peak
 * @param flightRecording whether the server records what it does, to be summarised
 * @param results directory of the report
 */
record Plan(
        List<String> databases,
        List<Integer> receivers,
        boolean devices,
        Duration warmUp,
        Duration stage,
        int links,
        int window,
        int rate,
        boolean flightRecording,
        Path results) {
    static Plan fromSystemProperties() {
        return new Plan(
                List.of(System.getProperty("bench.databases", "h2,postgresql").split(",")),
                Arrays.stream(System.getProperty("bench.receivers", "1,1000").split(","))
                        .map(Integer::valueOf)
                        .toList(),
                Boolean.parseBoolean(System.getProperty("bench.devices", "true")),
                Duration.ofSeconds(Integer.getInteger("bench.warm-up", 10)),
                Duration.ofSeconds(Integer.getInteger("bench.stage", 15)),
                Integer.getInteger("bench.links", 4),
                Integer.getInteger("bench.window", 512),
                Integer.getInteger("bench.rate", 0),
                Boolean.getBoolean("bench.jfr"),
                Path.of(System.getProperty("bench.results", "target/bench")));
    }

    int mostReceivers() {
        return receivers.stream().mapToInt(Integer::intValue).max().orElseThrow();
    }
}
