package net.tensamin.omega.cli.tauri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.tensamin.omega.cli.Failure;
import org.junit.jupiter.api.Test;

class LinesTest {

    @Test
    void blankLinesAndCarriageReturnsAreIgnored() throws IOException {
        Lines lines = lines("\n\r\n{\"a\":1}\r\n\n{\"b\":\"\u00e9\"}\n");
        assertEquals(Optional.of("{\"a\":1}"), lines.next());
        assertEquals(Optional.of("{\"b\":\"\u00e9\"}"), lines.next());
        assertEquals(Optional.empty(), lines.next());
    }

    @Test
    void lastLineMayEndWithTheStream() throws IOException {
        Lines lines = lines("{}\n{\"last\":1}");
        assertEquals(Optional.of("{}"), lines.next());
        assertEquals(Optional.of("{\"last\":1}"), lines.next());
        assertEquals(Optional.empty(), lines.next());
    }

    @Test
    void lineWithoutEndIsCutOff() throws IOException {
        String longest = "x".repeat(Lines.LONGEST);
        assertEquals(Optional.of(longest), lines(longest + "\n").next());
        Lines tooLong = lines(longest + "x\n");
        assertThrows(Failure.class, tooLong::next);
    }

    private static Lines lines(String text) {
        return new Lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
