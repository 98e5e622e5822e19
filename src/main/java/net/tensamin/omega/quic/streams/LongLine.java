package net.tensamin.omega.quic.streams;

import java.nio.ByteBuffer;
import java.util.Iterator;

/**
 * A message that is made in parts, one after the other as the client takes them, and so takes the room of one.
 *
 * @param length bytes of all parts
 * @param parts none of which is empty; each is asked for once, where nothing may block
 */
public record LongLine(int length, Iterator<byte[]> parts) {
    /** All parts, at once. */
    public byte[] whole() {
        ByteBuffer whole = ByteBuffer.allocate(length);
        parts.forEachRemaining(whole::put);
        return whole.array();
    }
}
