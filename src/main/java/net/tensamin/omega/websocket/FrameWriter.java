package net.tensamin.omega.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.List;

/** Frames of a server (RFC 6455 §5), one after the other. */
final class FrameWriter {
    private static final int FIN = 0x80;
    private static final int LONGEST_SMALL = 125;
    private static final int LONGEST_OF_16_BITS = 0xffff;
    private static final int LENGTH_OF_16_BITS = 126;
    private static final int LENGTH_OF_64_BITS = 127;
    private static final int LONGEST_HEAD = 10;

    private FrameWriter() {}

    static byte[] texts(List<String> messages) {
        List<byte[]> payloads =
                messages.stream().map(message -> message.getBytes(UTF_8)).toList();
        int most = payloads.stream()
                .mapToInt(payload -> payload.length + LONGEST_HEAD)
                .sum();
        ByteBuffer frames = ByteBuffer.allocate(most);
        payloads.forEach(payload -> add(frames, Opcode.TEXT, payload));
        return bytes(frames);
    }

    static byte[] pong(byte[] payload) {
        return frame(Opcode.PONG, payload);
    }

    /** @param reason at most 123 bytes in UTF-8 */
    static byte[] close(int code, String reason) {
        byte[] text = reason.getBytes(UTF_8);
        byte[] payload = ByteBuffer.allocate(Short.BYTES + text.length)
                .putShort((short) code)
                .put(text)
                .array();
        return frame(Opcode.CLOSE, payload);
    }

    private static byte[] frame(int opcode, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + LONGEST_HEAD);
        add(frame, opcode, payload);
        return bytes(frame);
    }

    private static void add(ByteBuffer frames, int opcode, byte[] payload) {
        frames.put((byte) (FIN | opcode));
        if (payload.length <= LONGEST_SMALL) {
            frames.put((byte) payload.length);
        } else if (payload.length <= LONGEST_OF_16_BITS) {
            frames.put((byte) LENGTH_OF_16_BITS).putShort((short) payload.length);
        } else {
            frames.put((byte) LENGTH_OF_64_BITS).putLong(payload.length);
        }
        frames.put(payload);
    }

    private static byte[] bytes(ByteBuffer frames) {
        byte[] bytes = new byte[frames.position()];
        frames.flip().get(bytes);
        return bytes;
    }
}
