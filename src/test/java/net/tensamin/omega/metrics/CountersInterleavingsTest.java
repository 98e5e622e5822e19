package net.tensamin.omega.metrics;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.tensamin.omega.concurrent.Interleavings;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * However threads interleave, counters lose nothing, a sum is one that there was, and of new values no more than fit have a counter. Public, as Lincheck
 * makes one for each try.
 */
@Param(name = "value", gen = IntGen.class, conf = "1:3")
@Tag("interleavings")
public class CountersInterleavingsTest {
    private static final MeterName NAME = MeterName.growing("omega_test_total", "Of a test");
    private static final String[] KNOWN = IntStream.range(0, Counters.MOST_VALUES - 1)
            .mapToObj(number -> "known-" + number)
            .toArray(String[]::new);

    private final Counters counters = new Counters(NAME, "label");
    private final AtomicInteger counted = new AtomicInteger();

    static {
        new CountersInterleavingsTest().each(); // loads all classes
    }

    /** With room for one more. */
    public CountersInterleavingsTest() {
        for (String value : KNOWN) {
            counters.of(value);
        }
    }

    private void each() {
        count(1);
        sum();
        nothingIsLost();
    }

    @Operation
    public void count(@Param(name = "value") int value) {
        counted.incrementAndGet();
        counters.of("new-" + value).increment();
    }

    @Operation
    public long sum() {
        return counters.sum();
    }

    @Validate
    public void nothingIsLost() {
        Counter other = counters.of(Counters.OTHER);
        long own = IntStream.rangeClosed(1, 3)
                .filter(value -> counters.of("new-" + value) != other)
                .count();
        if (own > 1 || counters.sum() != counted.get()) {
            throw new IllegalStateException(
                    own + " new values, " + counters.sum() + " of " + counted + " were counted");
        }
    }

    @Test
    void nothingIsLostAndNoMoreThanFitHaveACounter() {
        Interleavings.decided(CountersInterleavingsTest.class);
    }

    @Test
    void norOnThreadsOfTheMachine() {
        Interleavings.met(CountersInterleavingsTest.class);
    }
}
