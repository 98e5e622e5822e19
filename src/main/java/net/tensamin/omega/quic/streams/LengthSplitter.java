package net.tensamin.omega.quic.streams;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Messages that each follow their length, four bytes, the highest first (SPEC §2); a length of 0 is skipped. Keeps what has come of a message,
 * whatever length was said. Not thread-safe.
 */
final class LengthSplitter implements Splitter {
    private final int limit;
    private final Consumer<byte[]> messages;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream(0);
    private int lengthBytes;
    private int length;

    /** @param limit bytes of the longest message */
    LengthSplitter(int limit, Consumer<byte[]> messages) {
        this.limit = limit;
        this.messages = messages;
    }

    @Override
    public boolean add(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (lengthBytes < Framing.LENGTH_BYTES) {
                length = length << Byte.SIZE | bytes[at++] & 0xff;
                lengthBytes++;
                if (lengthBytes == Framing.LENGTH_BYTES && (length < 0 || length > limit)) {
                    return false;
                }
            } else {
                int taken = Math.min(to - at, length - begun.size());
                take(bytes, at, at + taken);
                at += taken;
            }
            if (lengthBytes == Framing.LENGTH_BYTES && length == 0) {
                lengthBytes = 0;
            }
        }
        return true;
    }

    private void take(byte[] bytes, int from, int to) {
        if (begun.size() == 0 && to - from == length) {
            giveOut(Arrays.copyOfRange(bytes, from, to));
            return;
        }
        begun.write(bytes, from, to - from);
        if (begun.size() == length) {
            giveOut(begun.toByteArray());
            begun.reset();
        }
    }

    private void giveOut(byte[] message) {
        length = 0; // and with it the next one's is awaited
        messages.accept(message);
    }

    @Override
    public void end() {
        begun.reset();
    }
}
