package net.tensamin.omega.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntSupplier;

/** The fragments of one message, then of the next. Its size follows what has arrived, not what was announced. */
final class MessageBuffer {
    private static final int USUAL_SIZE = 1024;

    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private final IntSupplier longest;
    private byte[] bytes = new byte[USUAL_SIZE];
    private int length;
    private int opcode = Opcode.CONTINUATION;

    /** @param longest in bytes */
    MessageBuffer(IntSupplier longest) {
        this.longest = longest;
    }

    /** A message begins when the one before has ended, and only then (RFC 6455 §5.4). */
    boolean mayGoOnWith(int fragment) {
        boolean begun = opcode != Opcode.CONTINUATION;
        return begun == (fragment == Opcode.CONTINUATION);
    }

    /** @param more unsigned */
    void requireRoomFor(long more) {
        int most = longest.getAsInt();
        if (more < 0 || more > most - length) {
            throw new ProtocolViolation(Fault.TOO_BIG, "longer than " + most + " bytes");
        }
    }

    void add(ByteBuffer piece) {
        int end = length + piece.remaining();
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, Math.min(2 * bytes.length, longest.getAsInt())));
        }
        piece.get(bytes, length, piece.remaining());
        length = end;
    }

    void fragmentEnds(int fragment, boolean last, FrameReader.Sink sink) {
        opcode = fragment == Opcode.CONTINUATION ? opcode : fragment;
        if (!last) {
            sink.filler();
            return;
        }
        if (opcode == Opcode.TEXT) {
            sink.text(text());
        } else {
            sink.binary();
        }
        bytes = bytes.length > USUAL_SIZE ? new byte[USUAL_SIZE] : bytes;
        length = 0;
        opcode = Opcode.CONTINUATION;
    }

    private String text() {
        try {
            return utf8.decode(ByteBuffer.wrap(bytes, 0, length)).toString();
        } catch (CharacterCodingException e) {
            throw new ProtocolViolation(Fault.NOT_UTF_8, "text that is not UTF-8");
        }
    }
}
