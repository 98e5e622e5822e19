package net.tensamin.omega.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.tensamin.omega.limits.Source;
import org.junit.jupiter.api.Test;

class TurnstileTest {
    private final Turnstile turnstile = new Turnstile(2);
    private final List<String> inside = new ArrayList<>();

    @Test
    void othersWaitUntilOneLeavesAndTheirSourcesTakeTurns() {
        assertTrue(turnstile.enter());
        assertTrue(turnstile.enter());
        assertFalse(turnstile.enter());
        turnstile.enter(source(1), () -> inside.add("third"));
        turnstile.enter(source(1), () -> inside.add("fifth"));
        turnstile.enter(source(2), () -> inside.add("fourth"));
        assertEquals(3, turnstile.waiting());
        turnstile.leave();
        assertEquals(List.of("third"), inside);
        turnstile.leave();
        turnstile.leave();
        assertEquals(List.of("third", "fourth", "fifth"), inside);
        assertFalse(turnstile.enter(), "they took the places of those that left");
        turnstile.leave();
        assertTrue(turnstile.enter());
    }

    private static Source source(int number) {
        return Source.ofAddress("192.0.2." + number);
    }
}
