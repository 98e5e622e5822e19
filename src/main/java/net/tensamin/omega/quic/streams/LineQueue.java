package net.tensamin.omega.quic.streams;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.Queue;

/** Lines that wait to be written to a stream, in their order, and what of them one write takes. Not thread-safe. */
final class LineQueue {
    static final int LARGEST_WRITE = 4 * 1024;

    private final Queue<Line> lines = new ArrayDeque<>(1);
    private int bytes;
    private int writtenOfFirst;

    /** In the stream's form: a part of it, and what makes those after it. */
    static final class Line {
        private final Iterator<byte[]> more;
        private final long sinceNanos;
        private byte[] bytes;

        private Line(byte[] bytes, Iterator<byte[]> more, long sinceNanos) {
            this.bytes = bytes;
            this.more = more;
            this.sinceNanos = sinceNanos;
        }

        /** Of one that is written, its last part. */
        byte[] bytes() {
            return bytes;
        }

        long sinceNanos() {
            return sinceNanos;
        }

        private int length() {
            return bytes.length;
        }

        private boolean isLastPart() {
            return !more.hasNext();
        }

        private void goOn() {
            bytes = more.next();
        }
    }

    /** @param line in the stream's form, not empty */
    void add(byte[] line, long sinceNanos) {
        lines.add(new Line(line, Collections.emptyIterator(), sinceNanos));
        bytes += line.length;
    }

    /** @param line is not timed */
    void add(LongLine line) {
        lines.add(new Line(line.parts().next(), line.parts(), LineStream.UNTIMED));
        bytes += line.length();
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Those that are not written. */
    int bytes() {
        return bytes;
    }

    void clear() {
        lines.clear();
        bytes = 0;
    }

    /** What to write next: the rest of a line that has begun, or some lines; empty if there is nothing. */
    byte[] next() {
        if (lines.isEmpty()) {
            return new byte[0];
        }
        byte[] first = lines.peek().bytes();
        int rest = first.length - writtenOfFirst;
        if (lines.size() == 1 && writtenOfFirst == 0 && rest <= LARGEST_WRITE) {
            return first;
        }
        if (rest > LARGEST_WRITE || lines.size() == 1 || !lines.peek().isLastPart()) {
            return Arrays.copyOfRange(first, writtenOfFirst, writtenOfFirst + Math.min(rest, LARGEST_WRITE));
        }
        return together(rest);
    }

    private byte[] together(int restOfFirst) {
        byte[] batch = new byte[LARGEST_WRITE];
        System.arraycopy(lines.peek().bytes(), writtenOfFirst, batch, 0, restOfFirst);
        int length = restOfFirst;
        boolean first = true;
        for (Line line : lines) {
            if (!first) {
                if (length + line.length() > LARGEST_WRITE || !line.isLastPart()) {
                    break;
                }
                System.arraycopy(line.bytes(), 0, batch, length, line.length());
                length += line.length();
            }
            first = false;
        }
        return Arrays.copyOf(batch, length);
    }

    /** That many bytes more of what waits are written; {@link #pollWritten} then has the lines that are whole. */
    void written(int count) {
        bytes = Math.max(0, bytes - count);
        writtenOfFirst += count;
        Line first = lines.peek();
        while (first != null && writtenOfFirst >= first.length() && !first.isLastPart()) {
            writtenOfFirst -= first.length();
            first.goOn();
        }
    }

    /** Takes out the first line if all of it is written; null if it is not. */
    Line pollWritten() {
        if (lines.isEmpty() || writtenOfFirst < lines.peek().length()) {
            return null;
        }
        writtenOfFirst -= lines.peek().length();
        return lines.poll();
    }
}
