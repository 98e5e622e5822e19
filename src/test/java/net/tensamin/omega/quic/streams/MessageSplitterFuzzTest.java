package net.tensamin.omega.quic.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import jakarta.json.Json;
import jakarta.json.JsonReaderFactory;
import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** However a stream is cut into pieces, its messages are those of SPEC §2. */
class MessageSplitterFuzzTest {
    private static final int LIMIT = 90;
    private static final int STREAMS = 4_000;
    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());
    private static final String[] PIECES = {
        "{}",
        "{\"type\":\"ping\"}",
        "{\"a\":{\"b\":[1,-2.5E+3,null]},\"c\":\"x\"}",
        "{ \"a\" :\n[ ] , \"b\" : true }\n",
        "\n",
        "\r\n",
        " \t",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\\"",
        "\\u00e9",
        "{\"a\":\"}{\"}",
        "{\"a\":\"\\\\\"}",
        "{\"a\":\"\\\"}\"}",
        "{\"a\":\"\n",
        "hello\n",
        "true",
        "\u00e4\u00f6",
        "\u0000",
        "\u0001",
        "[1,2]\n",
        "{\"a\":1]\n",
        "{\"a\" 1}\n",
        "{\"a\":1,}",
        "{,}",
        "\u00ef\u00bb\u00bf{}",
        "{\"a\":[[[[{}]]]]}",
        "{\"a\":" + "[".repeat(62),
        "]".repeat(63),
        "{\"a\":" + "[".repeat(64),
        "x".repeat(80)
    };

    @FuzzTest
    void messagesDoNotDependOnThePieces(byte[] input) {
        int piece = input.length == 0 ? 1 : 1 + (input[0] & 0x0f);
        byte[] stream = input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
        assertEquals(ReferenceSplitter.of(stream, LIMIT).messages(), split(stream, piece, piece));
    }

    /** Each is cut once at each of its bytes, and at all. */
    @Test
    void streamsOfWhatTakesTurnsAreCutAtEachByte() {
        Random random = new Random(1);
        for (int i = 0; i < STREAMS; i++) {
            byte[] stream = random.nextInt(4) == 0 ? lengths(random) : text(random);
            List<String> expected = ReferenceSplitter.of(stream, LIMIT).messages();
            assertEquals(expected, split(stream, 1, 1), () -> text(stream));
            for (int cut = 0; cut <= stream.length; cut++) {
                assertEquals(expected, split(stream, cut, stream.length), () -> text(stream));
            }
        }
    }

    /** What is given out for no object is one error, and never a message. */
    @Test
    void whatIsBrokenIsNoObject() {
        Random random = new Random(2);
        int seen = 0;
        for (int i = 0; i < STREAMS; i++) {
            for (String broken : ReferenceSplitter.of(text(random), LIMIT).broken()) {
                boolean deep = broken.contains("[".repeat(64));
                assertTrue(deep || isNoObject(broken), broken);
                seen++;
            }
        }
        assertTrue(seen > STREAMS / 2, "only " + seen);
    }

    private static boolean isNoObject(String text) {
        assertThrows(
                RuntimeException.class,
                () -> READERS.createReader(new StringReader(text)).readObject(),
                text);
        return true;
    }

    private static byte[] text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int pieces = 1 + random.nextInt(8); pieces > 0; pieces--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        if (random.nextInt(3) == 0 && bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static byte[] lengths(Random random) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int messages = 1 + random.nextInt(4); messages > 0; messages--) {
            int length = random.nextInt(5) == 0 ? 0 : random.nextInt(LIMIT + 2);
            bytes.writeBytes(new byte[] {(byte) (random.nextInt(30) == 0 ? 1 : 0), 0, 0, (byte) length});
            bytes.writeBytes("x".repeat(random.nextInt(20) == 0 ? 1 : length).getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    /**
     * @param first how long the first piece is
     * @param size how long the others are
     */
    private static List<String> split(byte[] stream, int first, int size) {
        List<String> messages = new ArrayList<>();
        MessageSplitter splitter = new MessageSplitter(LIMIT, framing -> {}, message -> messages.add(text(message)));
        for (int from = 0, to = first; from < stream.length || to == 0; from = to, to += size) {
            if (!splitter.add(stream, from, Math.min(stream.length, to))) {
                messages.add(ReferenceSplitter.TOO_LONG);
                return messages;
            }
        }
        splitter.end();
        return messages;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
