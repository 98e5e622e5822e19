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

        /** Prints what is whole now, so that nothing comes into the middle of a line; without lengths the server's messages are lines. */
        void add(byte[] bytes, int length) {
            partial.write(bytes, 0, length);
            ByteBuffer came = ByteBuffer.wrap(partial.toByteArray());
            for (int size = size(came); size >= 0; size = size(came)) {
                byte[] message = new byte[size];
                came.get(message);
                Says.text(new String(message, StandardCharsets.UTF_8).strip() + "\n");
            }
            partial.reset();
            partial.write(came.array(), came.position(), came.remaining());
        }

        /** Of the next message, which follows; -1 if it is not whole. */
        private int size(ByteBuffer came) {
            if (Framing.this == LENGTHS) {
                boolean known = came.remaining() >= Integer.BYTES;
                boolean whole = known && came.remaining() - Integer.BYTES >= came.getInt(came.position());
                return whole ? came.getInt() : -1;
            }
            for (int at = came.position(); at < came.limit(); at++) {
                if (came.get(at) == '\n') {
                    return at + 1 - came.position();
                }
            }
            return -1;
        }
    }
}
