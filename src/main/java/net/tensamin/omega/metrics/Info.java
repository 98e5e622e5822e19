package net.tensamin.omega.metrics;

import java.util.Map;

/** Something that does not change, said by labels; the number is 1. */
record Info(MeterName meterName, Map<String, String> labels) implements Meter {
    @Override
    public String name() {
        return meterName.value();
    }

    @Override
    public void writeTo(Exposition page) {
        page.describe(meterName, "gauge");
        page.sample(name(), labels, 1);
    }
}
