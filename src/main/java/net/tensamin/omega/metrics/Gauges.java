package net.tensamin.omega.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.DoubleSupplier;

/** Numbers that go up and down, asked for when the page is read: one without a label, or one for each value of a label. */
final class Gauges implements Meter {
    private final MeterName name;
    private final String label;
    private final Map<String, DoubleSupplier> byValue = new ConcurrentSkipListMap<>();

    /** @param label empty for none */
    Gauges(MeterName name, String label) {
        this.name = name;
        this.label = label;
    }

    /** A later one takes the place of an earlier. */
    void put(String value, DoubleSupplier number) {
        byValue.put(value, number);
    }

    @Override
    public String name() {
        return name.value();
    }

    @Override
    public void writeTo(Exposition page) {
        page.describe(name, "gauge");
        byValue.forEach((value, number) -> page.sample(name.value(), label, value, number.getAsDouble()));
    }
}
