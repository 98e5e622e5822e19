package net.tensamin.omega.quic.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineQueueTest {
    private final LineQueue queue = new LineQueue();

    private void add(String line) {
        queue.add(Framing.TEXT.framed(line.getBytes(UTF_8)), LineStream.UNTIMED);
    }

    private String next() {
        return new String(queue.next(), UTF_8);
    }

    private String pollWritten() {
        LineQueue.Line line = queue.pollWritten();
        return line == null ? null : new String(line.bytes(), UTF_8);
    }

    @Test
    void linesGoOutTogetherEachWithItsLf() {
        assertEquals("", next());
        add("one");
        assertEquals("one\n", next());
        add("two");
        assertEquals("one\ntwo\n", next());
        assertEquals(8, queue.bytes());

        queue.written(8);
        assertEquals("one\n", pollWritten());
        assertEquals("two\n", pollWritten());
        assertNull(pollWritten());
        assertTrue(queue.isEmpty());
        assertEquals(0, queue.bytes());
    }

    @Test
    void aLineThatHasBegunGoesOnWhereItStopped() {
        add("one");
        add("two");
        queue.written(2);
        assertNull(pollWritten());
        assertEquals("e\ntwo\n", next());
        queue.written(3);
        assertEquals("one\n", pollWritten());
        assertNull(pollWritten());
        assertEquals("wo\n", next());
        assertEquals(3, queue.bytes());
    }

    @Test
    void aWriteTakesWholeLinesUpToItsBoundAndPartsOfLongerOnes() {
        String large = "x".repeat(LineQueue.LARGEST_WRITE - 10);
        add(large);
        add("twelve bytes");
        assertEquals(large + "\n", next());

        queue.clear();
        assertTrue(queue.isEmpty());
        add("x".repeat(LineQueue.LARGEST_WRITE));
        add("short");
        assertEquals("x".repeat(LineQueue.LARGEST_WRITE), next());
        queue.written(LineQueue.LARGEST_WRITE);
        assertEquals("\nshort\n", next());
    }

    @Test
    void whatIsWrittenAfterItWasClearedCountsForNothing() {
        add("one");
        queue.clear();
        queue.written(4);
        assertEquals(0, queue.bytes());
        assertNull(pollWritten());
    }

    @Test
    void aLongLineGoesOutPartByPartBetweenOthersAndEachIsMadeWhenThereIsRoom() {
        List<String> made = new ArrayList<>();
        Iterator<String> texts = List.of("first", " second", " third").iterator();
        Iterator<byte[]> parts = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return texts.hasNext();
            }

            @Override
            public byte[] next() {
                made.add(texts.next());
                return made.get(made.size() - 1).getBytes(UTF_8);
            }
        };
        add("before");
        queue.add(new LongLine(18, parts));
        add("after");
        assertEquals(31, queue.bytes());
        StringBuilder written = new StringBuilder();

        assertEquals("before\n", next());
        take(7, written);
        assertEquals("before\n", pollWritten());
        assertEquals("first", next());
        take(3, written);
        assertEquals("st", next());
        take(2, written);
        assertNull(pollWritten());
        assertEquals(" second", next());
        assertFalse(made.contains(" third"));
        take(7, written);
        assertEquals(" thirdafter\n", next());
        take(6, written);
        assertEquals(" third", pollWritten());
        take(6, written);
        assertEquals("after\n", pollWritten());
        assertTrue(queue.isEmpty());
        assertEquals(0, queue.bytes());
        assertEquals("before\nfirst second thirdafter\n", written.toString());
    }

    private void take(int bytes, StringBuilder written) {
        written.append(next(), 0, bytes);
        queue.written(bytes);
    }
}
