package net.tensamin.omega.websocket;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntSupplier;

/**
 * Parses what a client sends (RFC 6455 §5), in whatever pieces it arrives. If it fails with a {@link
 * ProtocolViolation}, it is of no further use. Not thread-safe.
 */
final class FrameReader {
    /** What was read. */
    interface Sink {
        void text(String message);

        void binary();

        void ping(byte[] payload);

        /** A frame that says nothing yet: a pong, or a part of a message that is not its last. */
        void filler();

        /** The client closes: the last call. */
        void close();
    }

    private static final int FIN = 0x80;
    private static final int RESERVED = 0x70;
    private static final int OPCODE = 0x0f;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7f;
    private static final int LONGEST_CONTROL = 125; // §5.5
    private static final int LENGTH_OF_16_BITS = 126;
    private static final int LENGTH_OF_64_BITS = 127;
    private static final int LONGEST_OF_16_BITS = 0xffff;
    private static final int SMALL_HEAD = 2;
    private static final int MASK_SIZE = 4;
    private static final int LONGEST_HEAD = SMALL_HEAD + Long.BYTES + MASK_SIZE;

    private final ByteBuffer head = ByteBuffer.allocate(LONGEST_HEAD);
    private final byte[] control = new byte[LONGEST_CONTROL];
    private final MessageBuffer message;
    private final Sink sink;
    private boolean inPayload;
    private boolean last;
    private int opcode;
    private int mask;
    private int payloadLength;
    private int payloadRead;

    /** @param longestMessage in bytes, of all its fragments together; asked for with each */
    FrameReader(IntSupplier longestMessage, Sink sink) {
        this.message = new MessageBuffer(longestMessage);
        this.sink = sink;
        head.limit(SMALL_HEAD);
    }

    /** Consumes all of these bytes, and changes them. */
    void read(ByteBuffer bytes) {
        while (bytes.hasRemaining() || inPayload && payloadRead == payloadLength) {
            if (!inPayload) {
                readHead(bytes);
            } else if (readPayload(bytes)) {
                inPayload = false;
                head.clear().limit(SMALL_HEAD);
                frame();
            }
        }
    }

    private void readHead(ByteBuffer bytes) {
        while (bytes.hasRemaining() && head.hasRemaining()) {
            head.put(bytes.get());
            if (head.position() == SMALL_HEAD) {
                head.limit(headLength(head.get(1) & LENGTH));
                begin(head.get(0), head.get(1));
            }
        }
        if (!head.hasRemaining()) {
            beginPayload();
        }
    }

    private static int headLength(int length) {
        int extended = length == LENGTH_OF_16_BITS ? Short.BYTES : length == LENGTH_OF_64_BITS ? Long.BYTES : 0;
        return SMALL_HEAD + extended + MASK_SIZE;
    }

    private void begin(int first, int second) {
        last = (first & FIN) != 0;
        opcode = first & OPCODE;
        if ((first & RESERVED) != 0 || (second & MASKED) == 0) {
            throw new ProtocolViolation(Fault.PROTOCOL, "an extension, or no mask");
        } else if (Opcode.isControl(opcode) && (!last || (second & LENGTH) > LONGEST_CONTROL)) {
            throw new ProtocolViolation(Fault.PROTOCOL, "a control frame in parts");
        } else if (!Opcode.isControl(opcode) && !message.mayGoOnWith(opcode)) {
            throw new ProtocolViolation(Fault.PROTOCOL, "a frame out of place");
        } else if (!Opcode.isKnown(opcode)) {
            throw new ProtocolViolation(Fault.PROTOCOL, "opcode " + opcode);
        }
    }

    private void beginPayload() {
        int small = head.get(1) & LENGTH;
        long length = small == LENGTH_OF_16_BITS
                ? Short.toUnsignedLong(head.getShort(SMALL_HEAD))
                : small == LENGTH_OF_64_BITS ? head.getLong(SMALL_HEAD) : small;
        if (length < 0 || length < shortest(small)) { // §5.2
            throw new ProtocolViolation(Fault.PROTOCOL, "a length that is not written as it must be");
        } else if (!Opcode.isControl(opcode)) {
            message.requireRoomFor(length);
        }
        mask = head.getInt(head.limit() - MASK_SIZE);
        payloadLength = (int) length;
        payloadRead = 0;
        inPayload = true;
    }

    /** The shortest payload whose length is written so. */
    private static int shortest(int small) {
        return small == LENGTH_OF_64_BITS ? LONGEST_OF_16_BITS + 1 : small == LENGTH_OF_16_BITS ? small : 0;
    }

    /** Returns whether it is complete. */
    private boolean readPayload(ByteBuffer bytes) {
        int count = Math.min(bytes.remaining(), payloadLength - payloadRead);
        ByteBuffer piece = bytes.slice(bytes.position(), count);
        bytes.position(bytes.position() + count);
        unmask(piece);
        if (Opcode.isControl(opcode)) {
            piece.get(control, payloadRead, count);
        } else {
            message.add(piece);
        }
        payloadRead += count;
        return payloadRead == payloadLength;
    }

    private void unmask(ByteBuffer piece) {
        for (int i = 0; i < piece.limit(); i++) {
            int shift = Byte.SIZE * (MASK_SIZE - 1 - (payloadRead + i) % MASK_SIZE);
            piece.put(i, (byte) (piece.get(i) ^ mask >>> shift));
        }
    }

    private void frame() {
        switch (opcode) {
            case Opcode.CLOSE -> close();
            case Opcode.PING -> sink.ping(Arrays.copyOf(control, payloadLength));
            case Opcode.PONG -> sink.filler();
            default -> message.fragmentEnds(opcode, last, sink);
        }
    }

    private void close() {
        if (payloadLength > 0) {
            GoodbyeOfClient.check(ByteBuffer.wrap(control, 0, payloadLength));
        }
        sink.close();
    }
}
