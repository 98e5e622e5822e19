package net.tensamin.omega.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Counters of one name that differ in the value of a label. Values are meant to be few and known, such as reasons; past the
 * first {@value #MOST_VALUES} whatever comes is counted as {@value #OTHER}, so that no client can fill the memory with them.
 * Thread-safe.
 */
public final class Counters implements Meter {
    static final int MOST_VALUES = 64;
    static final String OTHER = "other";

    private final MeterName name;
    private final String label;
    private final Map<String, Counter> byValue = new ConcurrentHashMap<>();

    Counters(MeterName name, String label) {
        this.name = name;
        this.label = label;
    }

    /** The counter of this value, the same each time. Whoever counts often keeps it. */
    public Counter of(String value) {
        Counter known = byValue.get(value);
        return known != null ? known : make(value);
    }

    private synchronized Counter make(String value) {
        boolean fits = byValue.size() < MOST_VALUES || byValue.containsKey(value);
        return byValue.computeIfAbsent(fits ? value : OTHER, key -> new Counter());
    }

    /** The sum of all values. */
    public long sum() {
        return byValue.values().stream().mapToLong(Counter::sum).sum();
    }

    @Override
    public String name() {
        return name.value();
    }

    @Override
    public void writeTo(Exposition page) {
        page.describe(name, "counter");
        new ConcurrentSkipListMap<>(byValue)
                .forEach((value, counter) -> page.sample(name.value(), label, value, counter.sum()));
    }
}
