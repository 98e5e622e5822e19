package net.tensamin.omega.quic.streams;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Text (SPEC §2): an object is a message as soon as it ends, blanks between are skipped. What is no object is given out up to the end
 * of its line or of the stream, for nobody takes it for a message. Not thread-safe.
 */
final class TextSplitter implements Splitter {
    private final int limit;
    private final Consumer<byte[]> messages;
    private final ObjectScan scan = new ObjectScan();
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream(0);
    private Within within = Within.NOTHING;

    /** Of what has begun. */
    private int size;

    private enum Within {
        NOTHING,
        OBJECT,
        BROKEN_LINE
    }

    /** @param limit bytes of the longest object, and of the longest line that is none */
    TextSplitter(int limit, Consumer<byte[]> messages) {
        this.limit = limit;
        this.messages = messages;
    }

    @Override
    public boolean add(byte[] bytes, int from, int to) {
        int begin = from;
        for (int i = from; i < to; i++) {
            if (within == Within.NOTHING) {
                if (ObjectScan.isBlank(bytes[i])) {
                    continue;
                }
                begin = i;
            } else if (within == Within.OBJECT) {
                i += passString(bytes, i, to);
            }
            if (size > limit || i < to && !take(bytes[i])) {
                return false;
            }
            if (within == Within.NOTHING) {
                giveOut(bytes, begin, bytes[i] == '\n' ? i : i + 1);
            }
        }
        if (within != Within.NOTHING) {
            begun.write(bytes, begin, to - begin);
        }
        return true;
    }

    private int passString(byte[] bytes, int from, int to) {
        int passed = scan.inString(bytes, from, to);
        size += passed;
        return passed;
    }

    /** @return false if what has begun is too long now */
    private boolean take(byte next) {
        if (within == Within.BROKEN_LINE) {
            within = next == '\n' ? Within.NOTHING : within;
        } else {
            size = within == Within.NOTHING ? 0 : size;
            within = after(within == Within.NOTHING ? scan.begin(next) : scan.take(next), next);
        }
        size += next == '\n' && within == Within.NOTHING ? 0 : 1;
        return size <= limit;
    }

    private static Within after(ObjectScan.Step step, byte next) {
        return switch (step) {
            case GOES_ON -> Within.OBJECT;
            case ENDS -> Within.NOTHING;
            case BREAKS -> next == '\n' ? Within.NOTHING : Within.BROKEN_LINE;
        };
    }

    private void giveOut(byte[] bytes, int begin, int end) {
        if (begun.size() == 0) {
            messages.accept(Arrays.copyOfRange(bytes, begin, end));
        } else {
            begun.write(bytes, begin, end - begin);
            giveOutBegun();
        }
    }

    private void giveOutBegun() {
        messages.accept(begun.toByteArray());
        begun.reset();
    }

    @Override
    public void end() {
        if (within == Within.BROKEN_LINE) {
            giveOutBegun();
        }
    }
}
