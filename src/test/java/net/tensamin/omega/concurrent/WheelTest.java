package net.tensamin.omega.concurrent;

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
    void whatIsFurtherAwayThanTheWheelIsRoundComesUpAtItsTime() {
        wheel.add("a", 1_000 * TICK);
        wheel.add("b", 8 * TICK);
        wheel.add("c", 16 * TICK);

        assertEquals(List.of("b"), all(15 * TICK));
        assertEquals(List.of("c"), all(999 * TICK));
        assertEquals(List.of("a"), wheel.due(1_000 * TICK));
    }

    @Test
    void theNextThingIsFoundWhereverItIs() {
        assertEquals(Wheel.NEVER, wheel.nextNanos());
        wheel.due(6 * TICK);
        var late = wheel.add("late", 12 * TICK);
        assertEquals(12 * TICK, wheel.nextNanos());
        var soon = wheel.add("soon", 7 * TICK);
        assertEquals(7 * TICK, wheel.nextNanos());
        wheel.remove(soon);
        assertEquals(12 * TICK, wheel.nextNanos());
        wheel.remove(late);
        assertEquals(Wheel.NEVER, wheel.nextNanos());
    }

    @Test
    void aWheelThatStoodStillForLongGivesOutEverythingOnce() {
        wheel.add("a", TICK);
        wheel.add("b", 5 * TICK);

        assertEquals(List.of("a", "b"), all(1_007 * TICK).stream().sorted().toList());
        assertEquals(List.of(), all(2_000 * TICK));
    }

    @Test
    void whatIsRemovedDoesNotComeUpAndIsRemovedOnce() {
        var a = wheel.add("a", TICK);
        wheel.add("b", TICK);
        wheel.remove(a);
        wheel.remove(a);

        assertEquals(1, wheel.size());
        assertEquals(List.of("b"), all(3 * TICK));
        wheel.remove(a);
        assertEquals(0, wheel.size());
    }

    @Test
    void aClockThatDoesNotAdvanceGivesNothing() {
        wheel.add("a", TICK);
        wheel.due(TICK);
        wheel.add("b", 2 * TICK);

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
