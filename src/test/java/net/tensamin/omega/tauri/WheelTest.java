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
    void afterAPauseItCatchesUpAtTwiceThePace() {
        Wheel<Integer> large = new Wheel<>(Duration.ofMillis(100), 64, 0);
        for (int tick = 1; tick <= 20; tick++) {
            large.add(tick, tick * TICK);
        }

        assertEquals(List.of(1, 2), large.due(15 * TICK));
        assertEquals(List.of(3, 4), large.due(16 * TICK));
        assertEquals(List.of(5, 6, 7, 8), large.due(18 * TICK), "a turn that comes late does twice as much as well");
        large.add(0, 16 * TICK);
        assertEquals(List.of(9, 10), large.due(19 * TICK));
        assertEquals(
                List.of(11, 12, 13, 14, 15, 16, 0, 17, 18), large.due(24 * TICK).subList(0, 9));
        for (int tick = 25; tick <= 27; tick++) {
            assertEquals(List.of(), large.due(tick * TICK));
        }
        large.add(21, 28 * TICK);
        assertEquals(List.of(21), large.due(28 * TICK), "on time again");
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
        for (int tick = 7; tick >= 0; tick--) {
            due.addAll(wheel.due(nowNanos - tick * TICK));
        }
        return due;
    }
}
