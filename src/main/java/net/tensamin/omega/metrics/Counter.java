package net.tensamin.omega.metrics;

import java.util.concurrent.atomic.LongAdder;

/** How often something has happened since the start. Thread-safe, and cheap where many threads count at once. */
public final class Counter {
    private final LongAdder sum = new LongAdder();

    Counter() {}

    public void increment() {
        sum.increment();
    }

    /** @param more not negative: a counter only grows */
    public void add(long more) {
        if (more < 0) {
            throw new IllegalArgumentException("a counter only grows: " + more);
        }
        sum.add(more);
    }

    public long sum() {
        return sum.sum();
    }
}
