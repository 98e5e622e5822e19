package net.tensamin.omega.operations.live;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What happened between two looks at the samples of {@code /metrics}.
 *
 * @param seconds that passed
 */
record Growth(Map<String, Double> earlier, Map<String, Double> later, double seconds) {
    private static final String BOUND = "{le=\"";

    /** How often a second, whatever the labels. */
    double rate(String counter) {
        return Math.max(0, sum(counter, later) - sum(counter, earlier)) / seconds;
    }

    private static double sum(String name, Map<String, Double> samples) {
        return samples.entrySet().stream()
                .filter(sample ->
                        sample.getKey().equals(name) || sample.getKey().startsWith(name + "{"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** What this part of the times that came between stayed below, in milliseconds, between its bounds; empty if none came. */
    Optional<Double> quantileMillis(String histogram, double part) {
        TreeMap<Double, Double> counts = counts(histogram + "_bucket" + BOUND);
        double all = counts.isEmpty() ? 0 : counts.lastEntry().getValue();
        double below = 0;
        double bound = 0;
        for (Map.Entry<Double, Double> bucket : counts.entrySet()) {
            if (all > 0 && bucket.getValue() >= part * all) {
                double width = Double.isInfinite(bucket.getKey()) ? 0 : bucket.getKey() - bound;
                return Optional.of(1_000 * (bound + width * (part * all - below) / (bucket.getValue() - below)));
            }
            below = bucket.getValue();
            bound = bucket.getKey();
        }
        return Optional.empty();
    }

    private TreeMap<Double, Double> counts(String prefix) {
        TreeMap<Double, Double> counts = new TreeMap<>();
        later.forEach((series, count) -> {
            if (series.startsWith(prefix)) {
                String written =
                        series.substring(prefix.length(), series.length() - 2).replace("+Inf", "Infinity");
                counts.put(Double.valueOf(written), count - earlier.getOrDefault(series, 0.0));
            }
        });
        return counts;
    }
}
