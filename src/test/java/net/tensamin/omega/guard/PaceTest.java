package net.tensamin.omega.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(7).toNanos(); // overflows on the way
    private final Pace pace = new Pace(PATIENCE, () -> nanos);

    @Test
    void whoeverTakesNothingIsTooSlowWhenPatienceEnds() {
        second(true, 0);
        for (int i = 1; i < 10; i++) {
            assertFalse(pace.isTooSlow());
            second(true, 0);
        }
        assertTrue(pace.isTooSlow());
        assertEquals(PATIENCE, pace.awaited());
    }

    @Test
    void whoeverTakesALittleNowAndThenIsTooSlowLater() {
        int seconds = 0;
        while (!pace.isTooSlow()) {
            second(true, Pace.SLOWEST / 2);
            seconds++;
        }
        assertEquals(20, seconds, 1);
    }

    @Test
    void whoeverKeepsUpIsNotTooSlowButAwaited() {
        for (int i = 0; i < 1_000; i++) {
            second(true, Pace.SLOWEST);
        }
        assertFalse(pace.isTooSlow());
        assertEquals(Duration.ofSeconds(1_000), pace.awaited());
        second(false, 0);
        assertEquals(Duration.ZERO, pace.awaited());
    }

    @Test
    void oneThatCatchesUpForAMomentHasStillBeenSlow() {
        for (int i = 0; i < 8; i++) {
            second(true, 0);
        }
        second(false, 0);
        for (int i = 0; i < 3; i++) {
            assertFalse(pace.isTooSlow());
            second(true, 0);
        }
        assertTrue(pace.isTooSlow());
        assertEquals(Duration.ofSeconds(3), pace.awaited());
    }

    private void second(boolean waits, int taken) {
        nanos += Duration.ofSeconds(1).toNanos();
        pace.look(waits);
        pace.took(taken);
    }
}
