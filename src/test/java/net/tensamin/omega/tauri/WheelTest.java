package net.tensamin.omega.tauri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WheelTest {
    private static final long TICK = Duration.ofMillis(100).toNanos();

    private final Wheel<String> wheel = new Wheel<>(Duration.ofMillis(100), 8, 0);

    @Test
    void aThingComesUpWithinATickOfItsTimeAndOnce() {
        wheel.add("a", 2 * TICK + 1);

        assertEquals(List.of(), wheel.due(2 * TICK));
        assertEquals(List.of(), wheel.due(3 * TICK - 1));
        assertEquals(List.of("a"), wheel.due(3 * TICK));
        assertEquals(List.of(), all(50 * TICK));
        assertEquals(0, wheel.size());
    }

    @Test
    void whatIsDueAlreadyComesUpAtTheNextTick() {
        all(20 * TICK);
        wheel.add("a", 3 * TICK);

        assertEquals(List.of("a"), wheel.due(21 * TICK));
    }

    @Test
    void whatIsBeyondTheHorizonComesUpAtTheHorizon() {
        wheel.add("a", 1_000 * TICK);

        assertEquals(List.of(), all(6 * TICK));
        assertEquals(List.of("a"), all(7 * TICK));
    }

    @Test
    void afterAPauseItTurnsAQuarterFasterUntilItHasCaughtUp() {
        Wheel<Integer> large = new Wheel<>(Duration.ofMillis(100), 64, 0);
        for (int tick = 1; tick <= 63; tick++) {
            large.add(tick, tick * TICK);
        }

        assertEquals(List.of(1), large.due(15 * TICK));
        assertEquals(List.of(2), large.due(16 * TICK));
        assertEquals(List.of(3), large.due(17 * TICK));
        assertEquals(List.of(4, 5), large.due(18 * TICK));
        assertEquals(List.of(6, 7, 8, 9, 10), large.due(22 * TICK), "a turn that comes late does as much more");
        large.add(0, 11 * TICK);
        assertEquals(List.of(11, 0), large.due(23 * TICK));
        int last = 11;
        for (int tick = 24; last < tick - 1; tick++) {
            List<Integer> due = large.due(tick * TICK);
            assertTrue(due.size() <= 2);
            last = Math.max(last, due.get(due.size() - 1));
            large.add(tick + 40, (tick + 40) * TICK);
        }
        assertTrue(last > 60 && last < 75, "caught up after four times the pause: " + last);
    }

    @Test
    void aWheelThatStoodStillForLongGivesOutEverythingOnce() {
        wheel.add("a", TICK);
        wheel.add("b", 5 * TICK);

        assertEquals(List.of("a", "b"), all(1_007 * TICK).stream().sorted().toList());
        assertEquals(List.of(), all(2_000 * TICK));
    }

    @Test
    void whatIsRemovedOrMovedDoesNotComeUpAtItsFormerTime() {
        wheel.add("a", TICK);
        wheel.add("b", TICK);
        wheel.remove("a");
        wheel.remove("unknown");
        wheel.add("b", 4 * TICK);

        assertEquals(List.of(), all(3 * TICK));
        assertEquals(List.of("b"), wheel.due(4 * TICK));
    }

    @Test
    void aClockThatDoesNotAdvanceGivesNothing() {
        wheel.add("a", TICK);
        wheel.due(TICK);
        wheel.add("a", 2 * TICK);

        assertEquals(List.of(), wheel.due(TICK));
        assertEquals(List.of(), wheel.due(0));
    }

    @Test
    void nothingIsEarlyNothingIsMoreThanATickLateAndNothingIsLost() {
        Random random = new Random(3);
        Map<String, Long> expected = new HashMap<>();
        long now = 0;
        for (int step = 0; step < 5_000; step++) {
            String thing = "thing " + step;
            long due = now + random.nextInt((int) (6 * TICK));
            wheel.add(thing, due);
            expected.put(thing, due);
            now += random.nextInt((int) (2 * TICK));
            long observed = now;
            for (String came : wheel.due(now)) {
                assertTrue(expected.remove(came) <= observed);
            }
            assertTrue(expected.values().stream().allMatch(later -> later > observed - TICK));
        }
        assertEquals(expected.size(), wheel.size());
    }

    /** What comes up in a turn of the wheel. */
    private List<String> all(long nowNanos) {
        List<String> due = new ArrayList<>();
        for (int tick = 9; tick >= 0; tick--) {
            due.addAll(wheel.due(nowNanos - tick * TICK));
        }
        return due;
    }
}
