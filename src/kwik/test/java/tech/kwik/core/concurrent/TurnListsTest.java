package tech.kwik.core.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TurnListsTest {
    private static final List<Integer> NUMBERS = List.of(3, 4, 6);

    @Test
    void answersAreThoseOfStreams() {
        assertEquals(2, TurnLists.count(NUMBERS, number -> number > 3));
        assertEquals(0, TurnLists.count(List.<Integer>of(), number -> true));
        assertTrue(TurnLists.anyMatch(NUMBERS, number -> number == 6));
        assertFalse(TurnLists.anyMatch(NUMBERS, number -> number == 5));
        assertEquals(Optional.of(4), TurnLists.findFirst(NUMBERS.toArray(new Integer[0]), number -> number > 3));
        assertEquals(Optional.empty(), TurnLists.findFirst(new Integer[0], number -> true));
        List<Integer> seen = new ArrayList<>();
        TurnLists.forEach(NUMBERS, seen::add);
        assertEquals(NUMBERS, seen);
    }
}
