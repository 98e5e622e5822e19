package net.tensamin.omega.quic.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    private static final int LIMIT = 8;
    private final List<String> lines = new ArrayList<>();
    private final LineSplitter splitter =
            new LineSplitter(LIMIT, line -> lines.add(new String(line, StandardCharsets.UTF_8)));

    @Test
    void lineFeedEndsALine() {
        add("one\ntwo\n");
        assertEquals(List.of("one", "two"), lines);
    }

    @Test
    void linesMayComeByteByByte() {
        for (String each : "one\r\ntwo\n".split("")) {
            add(each);
        }
        assertEquals(List.of("one", "two"), lines);
    }

    @Test
    void carriageReturnBeforeLineFeedBelongsToTheEnd() {
        add("one\r\nt\rwo\r\n");
        assertEquals(List.of("one", "t\rwo"), lines);
    }

    @Test
    void blankLinesAreLeftOut() {
        add("\n\r\n  \t\none\n\n");
        assertEquals(List.of("one"), lines);
    }

    @Test
    void lastLineMayEndWithTheStream() {
        add("one\ntwo");
        assertEquals(List.of("one"), lines);
        assertTrue(splitter.end());
        assertEquals(List.of("one", "two"), lines);
    }

    @Test
    void streamMayEndAfterALine() {
        add("one\n");
        assertTrue(splitter.end());
        assertEquals(List.of("one"), lines);
    }

    @Test
    void longestLineFitsWithItsEnd() {
        add("12345678\r\n12345678\n12345678");
        assertTrue(splitter.end());
        assertEquals(List.of("12345678", "12345678", "12345678"), lines);
    }

    @Test
    void longerLineIsRefusedAndTheOnesBeforeItAreNot() {
        assertFalse(offer("one\n123456789\ntwo\n"));
        assertEquals(List.of("one"), lines);
    }

    @Test
    void longerLineIsRefusedBeforeItsEndHasCome() {
        assertFalse(offer("1234567890"));
    }

    @Test
    void longerLastLineIsRefused() {
        add("123456789");
        assertFalse(splitter.end());
        assertTrue(lines.isEmpty());
    }

    private void add(String text) {
        assertTrue(offer(text));
    }

    private boolean offer(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return splitter.add(bytes, bytes.length);
    }
}
