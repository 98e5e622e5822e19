package net.tensamin.omega.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class KindTest {
    private enum Colour {
        RED,
        GREEN
    }

    @Test
    void aChoiceIsAConstantInLowerCase() {
        Kind<Colour> kind = Kind.choice(Colour.class);
        assertEquals("red or green", kind.expected());
        assertEquals(Colour.GREEN, kind.parser().apply(" green "));
        assertThrows(IllegalArgumentException.class, () -> kind.parser().apply("GREEN"));
    }

    @Test
    void bothEndsOfARangeAreInIt() {
        Kind<Integer> kind = Kind.between(Kind.NUMBER, 1, 10);
        assertEquals("a whole number from 1 to 10", kind.expected());
        assertEquals(1, kind.parser().apply("1"));
        assertEquals(10, kind.parser().apply("10"));
        assertThrows(IllegalArgumentException.class, () -> kind.parser().apply("11"));
    }

    @Test
    void wholeDaysAreWrittenAsDays() {
        assertEquals("P30D", Kind.written(Duration.ofDays(30)));
        assertEquals("PT36H", Kind.written(Duration.ofHours(36)));
        assertEquals("PT0S", Kind.written(Duration.ZERO));
    }
}
