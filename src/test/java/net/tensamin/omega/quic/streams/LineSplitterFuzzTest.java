package net.tensamin.omega.quic.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** However a stream is cut into pieces, its lines are those of SPEC §2. */
class LineSplitterFuzzTest {
    private static final int LIMIT = 24;

    @FuzzTest
    void linesDoNotDependOnThePieces(byte[] input) {
        int piece = input.length == 0 ? 1 : 1 + (input[0] & 0x0f);
        byte[] stream = input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
        assertEquals(expected(stream), split(stream, piece));
    }

    private static List<String> split(byte[] stream, int size) {
        List<String> lines = new ArrayList<>();
        LineSplitter splitter = new LineSplitter(LIMIT, line -> lines.add(text(line)));
        for (int at = 0; at < stream.length; at += size) {
            byte[] piece = Arrays.copyOfRange(stream, at, Math.min(stream.length, at + size));
            if (!splitter.add(piece, piece.length)) {
                lines.add("too long");
                return lines;
            }
        }
        if (!splitter.end()) {
            lines.add("too long");
        }
        return lines;
    }

    private static List<String> expected(byte[] stream) {
        List<String> lines = new ArrayList<>();
        for (String line : text(stream).split("\n", -1)) {
            String content = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            if (content.length() > LIMIT) {
                lines.add("too long");
                return lines;
            }
            if (!content.matches("[ \t\r]*")) {
                lines.add(content);
            }
        }
        return lines;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
