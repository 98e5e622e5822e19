package net.tensamin.omega.quic.tls;

import java.util.Arrays;
import java.util.BitSet;
import tech.kwik.core.QuicConstants.TransportErrorCode;
import tech.kwik.core.impl.TransportError;

/**
 * Puts the bytes of CRYPTO frames in order (RFC 9000 §19.6), in a window of bounded size however they are cut,
 * repeated or overlapped.
 */
final class CryptoReassembly {
    private final int window;
    private final BitSet arrived = new BitSet();
    private byte[] bytes = {};
    private long start;

    /** @param window how far beyond what was taken a frame may reach */
    CryptoReassembly(int window) {
        this.window = window;
    }

    /** @throws TransportError CRYPTO_BUFFER_EXCEEDED beyond the window (RFC 9000 §7.5) */
    void add(long offset, byte[] data) throws TransportError {
        long end = offset + data.length;
        if (end - start > window) {
            throw new TransportError(TransportErrorCode.CRYPTO_BUFFER_EXCEEDED);
        }
        if (end <= start) {
            return;
        }
        int skip = (int) Math.max(0, start - offset);
        int at = (int) (offset + skip - start);
        int length = data.length - skip;
        if (bytes.length < at + length) {
            bytes = Arrays.copyOf(bytes, Math.min(window, Math.max(at + length, 2 * bytes.length)));
        }
        System.arraycopy(data, skip, bytes, at, length);
        arrived.set(at, at + length);
    }

    /** How many bytes can be taken. */
    int available() {
        return arrived.nextClearBit(0);
    }

    /** How many bytes have arrived that were not taken, in order or not. */
    int arrived() {
        return arrived.cardinality();
    }

    /** Whether nothing has arrived that was not taken, in order or not. */
    boolean isEmpty() {
        return arrived.isEmpty();
    }

    /** One of the bytes that can be taken, unsigned. */
    int peek(int index) {
        return bytes[index] & 0xff;
    }

    byte[] take(int length) {
        byte[] taken = Arrays.copyOf(bytes, length);
        System.arraycopy(bytes, length, bytes, 0, bytes.length - length);
        BitSet rest = arrived.get(length, Math.max(length, arrived.length()));
        arrived.clear();
        arrived.or(rest);
        start += length;
        return taken;
    }
}
