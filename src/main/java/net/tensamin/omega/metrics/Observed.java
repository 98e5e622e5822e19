package net.tensamin.omega.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Numbers that somebody else keeps, asked for when the page is read, by the value of a label; those that are not known are not
 * there.
 *
 * @param type as the format calls it
 * @param label empty for none; the only value is then empty, too
 */
record Observed(MeterName meterName, String type, String label, Supplier<? extends Map<String, ? extends Number>> now)
        implements Meter {
    @Override
    public String name() {
        return meterName.value();
    }

    @Override
    public void writeTo(Exposition page) {
        page.describe(meterName, type);
        new TreeMap<>(now.get()).forEach((value, number) -> page.sample(name(), label, value, number.doubleValue()));
    }
}
