package net.tensamin.omega.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FallbackTest {
    private final Fallback fallback = new Fallback();

    @Test
    void quicIsTheWayUntilItIsKnownToBeBlocked() {
        assertFalse(fallback.isBlocked());
        fallback.blocked(0);
        assertTrue(fallback.isBlocked());
        fallback.open();
        assertFalse(fallback.isBlocked());
    }

    @Test
    void itLooksAfterAMinuteAndTwiceAsLongEachTimeUpToAnHour() {
        List<Long> minutes =
                IntStream.range(0, 9).mapToObj(look -> minutesUntilALook()).toList();
        assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L), minutes);

        fallback.open();
        assertEquals(1, minutesUntilALook());
    }

    @Test
    void whatIsNotBlockedIsNotLookedAt() {
        fallback.blocked(0);
        fallback.doubted();
        assertFalse(fallback.isBlocked());
        assertFalse(fallback.lookDue(Duration.ofDays(1).toNanos()));
    }

    @Test
    void aDoubtDoesNotMakeItLookMoreOften() {
        fallback.blocked(0);
        fallback.doubted();
        assertEquals(2, minutesUntilALook());
    }

    private long minutesUntilALook() {
        fallback.blocked(0);
        long minutes = 0;
        while (!fallback.lookDue(Duration.ofMinutes(minutes).toNanos())) {
            minutes++;
        }
        return minutes;
    }
}
