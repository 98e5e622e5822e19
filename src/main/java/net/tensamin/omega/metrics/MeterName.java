package net.tensamin.omega.metrics;

import java.util.List;

/**
 * A name with its unit and what it says (Prometheus: Metric and label naming): {@code omega_}, the component, the thing, the
 * unit, and {@code _total} if it only grows.
 *
 * @param help one line
 */
record MeterName(String value, String help) {
    /** What the parts of a histogram are called; no other meter may look like one. */
    private static final List<String> PARTS = List.of("_bucket", "_sum", "_count", "_info");

    MeterName {
        if (!value.matches("omega(_[a-z][a-z0-9]*)+")) {
            throw new IllegalArgumentException("not a name of a meter: " + value);
        }
        if (help.isBlank() || help.lines().count() != 1) {
            throw new IllegalArgumentException(value + " needs one line of help: " + help);
        }
    }

    static MeterName growing(String value, String help) {
        require(value.endsWith("_total"), value, "a counter ends in _total");
        return whole(value, help);
    }

    static MeterName changing(String value, String help) {
        require(!value.endsWith("_total"), value, "only a counter ends in _total");
        return whole(value, help);
    }

    /** Of something that does not change, which its labels say. */
    static MeterName fixed(String value, String help) {
        require(value.endsWith("_info"), value, "what labels say ends in _info");
        return new MeterName(value, help);
    }

    private static MeterName whole(String value, String help) {
        require(PARTS.stream().noneMatch(value::endsWith), value, "the name of a part of a meter");
        return new MeterName(value, help);
    }

    private static void require(boolean holds, String value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ": " + value);
        }
    }
}
