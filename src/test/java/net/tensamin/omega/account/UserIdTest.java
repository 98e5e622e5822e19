package net.tensamin.omega.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserIdTest {
    @Test
    void readsDecimalDigitsUpToTheGreatestNumber() {
        assertEquals(new UserId(42), UserId.parse("42"));
        assertEquals(new UserId(Long.MAX_VALUE), UserId.parse("9223372036854775807"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-1",
                "+1",
                " 1",
                "1 ",
                "1.0",
                "0x10",
                "abc",
                "٤٢",
                "9223372036854775808",
                "99999999999999999999"
            })
    void refusesWhatIsNoPositive64BitNumberInDecimalDigits(String text) {
        assertThrows(IllegalArgumentException.class, () -> UserId.parse(text));
    }
}
