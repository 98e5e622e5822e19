package net.tensamin.omega.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnstileTest {
    private final Turnstile turnstile = new Turnstile(2);
    private final List<String> inside = new ArrayList<>();

    @Test
    void othersWaitInTheirOrderUntilOneLeaves() {
        assertTrue(turnstile.enter());
        assertTrue(turnstile.enter());
        assertFalse(turnstile.enter());
        turnstile.enter(() -> inside.add("third"));
        turnstile.enter(() -> inside.add("fourth"));
        assertEquals(2, turnstile.waiting());
        turnstile.leave();
        assertEquals(List.of("third"), inside);
        turnstile.leave();
        assertEquals(List.of("third", "fourth"), inside);
        assertFalse(turnstile.enter(), "they took the places of those that left");
        turnstile.leave();
        assertTrue(turnstile.enter());
    }
}
