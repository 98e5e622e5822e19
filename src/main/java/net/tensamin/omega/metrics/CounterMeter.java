package net.tensamin.omega.metrics;

/** A {@link Counter} under its name. */
record CounterMeter(MeterName meterName, Counter counter) implements Meter {
    @Override
    public String name() {
        return meterName.value();
    }

    @Override
    public void writeTo(Exposition page) {
        page.describe(meterName, "counter");
        page.sample(name(), counter.sum());
    }
}
