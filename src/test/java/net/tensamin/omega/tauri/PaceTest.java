package net.tensamin.omega.tauri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long TICK = Duration.ofMillis(100).toNanos();

    private final Pace pace = new Pace(Duration.ofMillis(100), Duration.ofSeconds(6), 0);

    private long tickAt(long tick) {
        return pace.at(tick * TICK) / TICK;
    }

    @Test
    void usuallyTimePassesAsItDoes() {
        LongStream.rangeClosed(1, 100).forEach(tick -> assertEquals(tick, tickAt(tick)));
        assertEquals(103, tickAt(103), "a turn that comes late");
        assertEquals(103, tickAt(103));
        assertEquals(103, tickAt(50), "a clock that is put back");
    }

    @Test
    void afterAPauseItPassesAQuarterFasterUntilItHasCaughtUp() {
        assertEquals(1, tickAt(15));
        assertEquals(2, tickAt(16));
        assertEquals(3, tickAt(17));
        assertEquals(5, tickAt(18));
        assertEquals(10, tickAt(22), "a turn that comes late does as much more");
        assertEquals(12 * TICK, pace.behindNanos());
        long before = 10;
        long tick = 23;
        for (; before < tick - 1; tick++) {
            long now = tickAt(tick);
            assertTrue(now - before >= 1 && now - before <= 2);
            before = now;
        }
        assertTrue(tick > 60 && tick < 75, "caught up after four times the pause: " + tick);
        assertEquals(tick, tickAt(tick));
        assertEquals(0, pace.behindNanos());
    }

    @Test
    void afterALongPauseItLeaps() {
        assertEquals(940, tickAt(1_000) - 1, "no more than six seconds behind");
    }
}
