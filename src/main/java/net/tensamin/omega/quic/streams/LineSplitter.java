package net.tensamin.omega.quic.streams;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into lines (SPEC §2): LF ends a line, a CR before it belongs to the end, blank lines are left
 * out, the last line may end with the stream. Holds no more than one line. Not thread-safe.
 */
final class LineSplitter {
    private final int limit;
    private final Consumer<byte[]> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);

    /** @param limit bytes of the longest line, its end not counted */
    LineSplitter(int limit, Consumer<byte[]> lines) {
        this.limit = limit;
        this.lines = lines;
    }

    /** @return false if a line is too long; nothing may be added any more */
    boolean add(byte[] bytes, int length) {
        int from = 0;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                if (!append(bytes, from, i) || !endLine()) {
                    return false;
                }
                from = i + 1;
            }
        }
        return append(bytes, from, length);
    }

    /** The stream has ended. @return false if the last line is too long */
    boolean end() {
        return endLine();
    }

    private boolean append(byte[] bytes, int from, int to) {
        int room = limit + 1 - line.size(); // one more, for a CR
        if (to - from > room) {
            return false;
        }
        line.write(bytes, from, to - from);
        return true;
    }

    private boolean endLine() {
        byte[] content = withoutCarriageReturn(line.toByteArray());
        line.reset();
        if (content.length > limit) {
            return false;
        }
        if (!isBlank(content)) {
            lines.accept(content);
        }
        return true;
    }

    private static byte[] withoutCarriageReturn(byte[] content) {
        int last = content.length - 1;
        return last >= 0 && content[last] == '\r' ? java.util.Arrays.copyOf(content, last) : content;
    }

    private static boolean isBlank(byte[] content) {
        for (byte each : content) {
            if (each != ' ' && each != '\t' && each != '\r') {
                return false;
            }
        }
        return true;
    }
}
