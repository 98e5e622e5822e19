package net.tensamin.omega.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.tensamin.omega.guard.HandshakeTurns.Line;
import net.tensamin.omega.limits.Source;
import org.junit.jupiter.api.Test;

class HandshakeTurnsTest {
    private final HandshakeTurns turns = new HandshakeTurns(1);
    private final List<String> worked = new ArrayList<>();

    @Test
    void oneThatLeavesLetsTheNextIn() {
        assertTrue(turns.enter());
        assertFalse(turns.enter());
        await(Line.OTHERS, 1, "other");
        assertEquals(1, turns.waiting());
        turns.leave();
        assertEquals(List.of("other"), worked);
        assertFalse(turns.enter(), "it has the turn of the one that left");
        turns.leave();
        assertTrue(turns.enter());
    }

    @Test
    void oneThatWaitsWhenNobodyWorksHasItsTurnAtOnce() {
        await(Line.OTHERS, 1, "other");
        assertEquals(List.of("other"), worked);
    }

    @Test
    void knownOnesAlternateWithOthersOfWhichThoseThatHaveBegunGoFirst() {
        turns.enter();
        await(Line.OTHERS, 1, "other 1");
        await(Line.OTHERS, 2, "other 2");
        await(Line.KNOWN, 3, "known 1");
        await(Line.KNOWN, 4, "known 2");
        await(Line.BEGUN, 5, "begun");
        leaveAll();
        assertEquals(List.of("begun", "known 1", "other 1", "known 2", "other 2"), worked);
    }

    @Test
    void aFloodFromOneSourceWaitsForItself() {
        turns.enter();
        for (int i = 0; i < 1_000; i++) {
            await(Line.OTHERS, 1, "flood");
        }
        await(Line.OTHERS, 2, "somebody else");
        turns.leave();
        turns.leave();
        assertEquals(List.of("flood", "somebody else"), worked);
        leaveAll();
        assertEquals(1_001, worked.size());
    }

    private void await(Line line, int source, String name) {
        turns.await(line, Source.ofAddress("192.0.2." + source), () -> worked.add(name));
    }

    private void leaveAll() {
        while (turns.waiting() > 0) {
            turns.leave();
        }
    }
}
