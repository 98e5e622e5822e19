package net.tensamin.omega.longpoll;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownTagTest {
    @Test
    void onlyOneStrongTagSaysWhatTheClientHas() {
        assertEquals(OptionalLong.of(12), tag("\"12\"").revision());
        assertEquals(OptionalLong.of(0), tag(" \"0\" ").revision());
        assertEquals(OptionalLong.empty(), new KnownTag(List.of()).revision());
        assertEquals(OptionalLong.empty(), new KnownTag(List.of("\"1\"", "\"2\"")).revision());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"12", "W/\"12\"", "*", "\"1\", \"12\"", "\"012\"", "\"-1\"", "\"\"", "\"9999999999999999999\""})
    void anythingElseSaysNothing(String field) {
        assertEquals(OptionalLong.empty(), tag(field).revision());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "\"12\" | true",
                "W/\"12\" | true",
                "\"1\", W/\"12\" | true",
                "* | true",
                "\"1\" | false",
                "12 | false",
                "\"112\" | false"
            })
    void aTagOfAListMatchesWeakly(String field, boolean matches) {
        assertEquals(matches, tag(field).matches(12));
    }

    private static KnownTag tag(String field) {
        return new KnownTag(List.of(field));
    }
}
