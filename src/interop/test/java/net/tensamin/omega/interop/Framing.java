package net.tensamin.omega.interop;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** How messages follow each other on the streams of a client in Java: what is sent, and what came as lines. */
enum Framing {
    LINES,
    OBJECTS,
    LENGTHS,
    STREAMS;

    static Framing of(Options options) {
        return options.has("framing") ? valueOf(options.get("framing").toUpperCase()) : LINES;
    }

    byte[] bytes(String message) {
        byte[] text = (this == LINES ? message + "\n" : message).getBytes(StandardCharsets.UTF_8);
        return this == LENGTHS
                ? ByteBuffer.allocate(Integer.BYTES + text.length)
                        .putInt(text.length)
                        .put(text)
                        .array()
                : text;
    }

    /** What has come on a stream. */
    final class Heard {
        private final ByteArrayOutputStream partial = new ByteArrayOutputStream();

        /** Prints what is whole now; without lengths the server's messages are lines. */
        void add(byte[] bytes, int length) {
            if (Framing.this != LENGTHS) {
                Says.text(new String(bytes, 0, length, StandardCharsets.UTF_8));
                return;
            }
            partial.write(bytes, 0, length);
            ByteBuffer messages = ByteBuffer.wrap(partial.toByteArray());
            while (messages.remaining() >= Integer.BYTES
                    && messages.remaining() - Integer.BYTES >= messages.getInt(messages.position())) {
                byte[] message = new byte[messages.getInt()];
                messages.get(message);
                Says.text(new String(message, StandardCharsets.UTF_8) + "\n");
            }
            partial.reset();
            partial.write(messages.array(), messages.position(), messages.remaining());
        }
    }
}
