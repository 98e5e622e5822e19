package net.tensamin.omega.guard;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchTest {
    private static final Duration SOME = Duration.ofSeconds(10);

    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(7).toNanos(); // overflows on the way

    @ParameterizedTest
    @CsvSource({"SERVICE, 10", "IDLE, 10", "OPEN, 60"})
    void whoeverTakesNothingIsStalled(Watch.Phase phase, int seconds) {
        Watch watch = new Watch(new Deadlines(SOME, SOME, SOME, SOME, SOME, SOME), () -> nanos);
        watch.enter(phase);
        pass(Duration.ofMinutes(5));
        watch.wrote();

        pass(Duration.ofSeconds(seconds).minusMillis(1));
        assertFalse(watch.isStalled());
        pass(Duration.ofMillis(1));
        assertTrue(watch.isStalled());

        watch.wrote();
        assertFalse(watch.isStalled());
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }
}
