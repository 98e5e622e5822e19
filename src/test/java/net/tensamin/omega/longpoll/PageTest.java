package net.tensamin.omega.longpoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
    @Test
    void withoutParametersItIsTheWhole() {
        assertTrue(Page.of(null, null).isWhole());
    }

    @Test
    void itBeginsAfterTheOneBefore() {
        assertEquals(new Page(12, 3), Page.of("12", "3"));
        assertEquals(new Page(Long.MAX_VALUE, 3), Page.of(null, "3"));
        assertEquals(new Page(12, 1_000), Page.of("12", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "-1", "x", "", "9999999999999999999"})
    void aLimitThatCannotBeIsRefused(String limit) {
        assertThrows(IllegalArgumentException.class, () -> Page.of(null, limit));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "", "9999999999999999999"})
    void soIsAPlaceThatCannotBe(String after) {
        assertThrows(IllegalArgumentException.class, () -> Page.of(after, "10"));
    }
}
