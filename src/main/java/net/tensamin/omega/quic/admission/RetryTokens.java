package net.tensamin.omega.quic.admission;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.crypto.Mac;

/**
 * What a client has to send back to prove that it gets what is sent to its address (RFC 9000 §8.1.2). All that the server will
 * have to know is in the token, so that it keeps nothing: when it was made, the connection id that the client made up, a MAC
 * of these and the connection id that the Retry gave, which says that the token is from here, and another of all that and the
 * address, which says for whom it is. Not thread-safe.
 */
final class RetryTokens {
    /**
     * As long as a client may wait: one that repeats itself can take no second Retry (RFC 9000 §17.2.5.2). A stolen token is of
     * use for no longer (§8.1.4).
     */
    static final Duration LIFETIME = Arrival.LONGEST_PATIENCE;

    private static final int PROOF_BYTES = 16;
    private static final int MARK_BYTES = 8; // a guess gains an answer that is smaller than what was sent
    private static final int TIME_BYTES = Long.BYTES;
    private static final int WITHOUT_ID = TIME_BYTES + MARK_BYTES + PROOF_BYTES;
    private static final int SHORTEST = WITHOUT_ID + Datagram.SHORTEST_ORIGINAL_ID;
    private static final int LONGEST = WITHOUT_ID + Datagram.LONGEST_ID;
    private static final byte[] NO_ADDRESS = {};

    private final LongSupplier nanos;
    private final Mac mac;

    /** @param nanos a monotonic clock */
    RetryTokens(LongSupplier nanos) {
        this.nanos = nanos;
        this.mac = Hmac.keyed(Hmac.newKey());
    }

    /**
     * @param originalId the connection id that the client made up
     * @param retryId the one that it shall use from now on
     */
    byte[] issue(InetSocketAddress client, byte[] originalId, byte[] retryId) {
        byte[] claims = ByteBuffer.allocate(TIME_BYTES + originalId.length)
                .putLong(nanos.getAsLong())
                .put(originalId)
                .array();
        byte[] marked = joined(claims, mark(claims, retryId));
        return joined(marked, proof(marked, client, retryId));
    }

    /**
     * Whether it was issued here for this connection id, to whatever address and at whatever time. Costs a MAC, and nothing
     * if its length is not that of a token.
     */
    boolean isOwn(byte[] token, byte[] retryId) {
        if (!isAsLongAsOne(token)) {
            return false;
        }
        int proof = token.length - PROOF_BYTES;
        byte[] claims = Arrays.copyOf(token, proof - MARK_BYTES);
        byte[] mark = Arrays.copyOfRange(token, proof - MARK_BYTES, proof);
        return MessageDigest.isEqual(mark, mark(claims, retryId));
    }

    /**
     * The connection id that the client made up at first; nothing unless the token was issued here, lately, for this address and
     * connection id.
     */
    Optional<byte[]> originalId(byte[] token, InetSocketAddress client, byte[] retryId) {
        if (!isAsLongAsOne(token)) {
            return Optional.empty();
        }
        byte[] marked = Arrays.copyOf(token, token.length - PROOF_BYTES);
        byte[] proof = Arrays.copyOfRange(token, marked.length, token.length);
        long age = nanos.getAsLong() - ByteBuffer.wrap(marked).getLong();
        boolean fresh = age >= 0 && age <= LIFETIME.toNanos();
        return fresh && MessageDigest.isEqual(proof, proof(marked, client, retryId))
                ? Optional.of(Arrays.copyOfRange(marked, TIME_BYTES, marked.length - MARK_BYTES))
                : Optional.empty();
    }

    private static boolean isAsLongAsOne(byte[] token) {
        return token.length >= SHORTEST && token.length <= LONGEST;
    }

    private byte[] mark(byte[] claims, byte[] retryId) {
        return Arrays.copyOf(seal(claims, NO_ADDRESS, retryId), MARK_BYTES);
    }

    private byte[] proof(byte[] marked, InetSocketAddress client, byte[] retryId) {
        byte[] host = client.getAddress().getAddress();
        byte[] port =
                ByteBuffer.allocate(Integer.BYTES).putInt(client.getPort()).array();
        return Arrays.copyOf(seal(marked, joined(host, port), retryId), PROOF_BYTES);
    }

    /** The lengths go in too: no two things that are sealed are the same bytes. */
    private byte[] seal(byte[] content, byte[] address, byte[] retryId) {
        mac.update(new byte[] {(byte) address.length, (byte) retryId.length});
        mac.update(address);
        mac.update(retryId);
        return mac.doFinal(content);
    }

    private static byte[] joined(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length)
                .put(one)
                .put(other)
                .array();
    }
}
