package net.tensamin.omega.quic.streams;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** How messages follow each other on a stream, in both directions (SPEC §2). */
enum Framing {
    /** An LF after each; those of a client may do without. */
    TEXT(1) {
        @Override
        byte[] before(int length) {
            return NOTHING;
        }

        @Override
        byte[] after() {
            return LF;
        }

        @Override
        Splitter splitter(int limit, Consumer<byte[]> messages) {
            return new TextSplitter(limit, messages);
        }
    },
    /** Its length before each. */
    LENGTHS(4) {
        @Override
        byte[] before(int length) {
            return ByteBuffer.allocate(LENGTH_BYTES).putInt(length).array();
        }

        @Override
        byte[] after() {
            return NOTHING;
        }

        @Override
        Splitter splitter(int limit, Consumer<byte[]> messages) {
            return new LengthSplitter(limit, messages);
        }
    };

    static final int LENGTH_BYTES = 4;

    private static final byte[] NOTHING = {};
    private static final byte[] LF = {'\n'};

    private final int overhead;

    Framing(int overhead) {
        this.overhead = overhead;
    }

    /** The form of a stream that begins so: the highest byte of a length is 0, as no message is that long. */
    static Framing toldBy(byte first) {
        return first == 0 ? LENGTHS : TEXT;
    }

    /** Bytes beside each message. */
    int overhead() {
        return overhead;
    }

    /** What goes out before a message of so many bytes; perhaps nothing. */
    abstract byte[] before(int length);

    /** What goes out after a message; perhaps nothing. */
    abstract byte[] after();

    byte[] framed(byte[] message) {
        return ByteBuffer.allocate(message.length + overhead())
                .put(before(message.length))
                .put(message)
                .put(after())
                .array();
    }

    /** @param limit bytes of the longest message */
    abstract Splitter splitter(int limit, Consumer<byte[]> messages);
}
