package net.tensamin.omega.metrics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes meters in Prometheus' text format, version 0.0.4. */
final class Exposition {
    private final StringBuilder text = new StringBuilder();
    private final Map<String, Double> samples = new LinkedHashMap<>();

    void describe(MeterName name, String type) {
        text.append("# HELP ").append(name.value()).append(' ').append(escape(name.help(), false));
        text.append("\n# TYPE ").append(name.value()).append(' ').append(type).append('\n');
    }

    void sample(String name, double value) {
        sample(name, "", "", value);
    }

    /** @param label empty for none */
    void sample(String name, String label, String labelValue, double value) {
        sample(name, label.isEmpty() ? Map.of() : Map.of(label, labelValue), value);
    }

    void sample(String name, Map<String, String> labels, double value) {
        String series = labels.isEmpty()
                ? name
                : labels.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(label -> label.getKey() + "=\"" + escape(label.getValue(), true) + "\"")
                        .collect(Collectors.joining(",", name + "{", "}"));
        samples.put(series, value);
        text.append(series);
        text.append(' ').append(number(value)).append('\n');
    }

    /** Each sample by its name and labels, as written. */
    Map<String, Double> samples() {
        return samples;
    }

    /** Twelve digits: nanoseconds times 1e-9 leave more that mean nothing. The format calls infinity {@code +Inf}. */
    static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (Double.isNaN(value)) {
            return "NaN";
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole
                ? Long.toString((long) value)
                : new BigDecimal(value)
                        .round(new MathContext(12))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    private static String escape(String value, boolean quoted) {
        String escaped = value.replace("\\", "\\\\").replace("\n", "\\n");
        return quoted ? escaped.replace("\"", "\\\"") : escaped;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
