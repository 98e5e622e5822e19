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
 * have to know is in the token, so that it keeps nothing: when it was made, the connection id that the client made up, and a
 * MAC of these, the address and the connection id that the Retry gave. Not thread-safe.
 */
final class RetryTokens {
    /**
     * As long as a client may wait: one that repeats itself can take no second Retry (RFC 9000 §17.2.5.2). A stolen token is of
     * use for no longer (§8.1.4).
     */
    static final Duration LIFETIME = Arrival.LONGEST_PATIENCE;

    private static final int MAC_BYTES = 16;
    private static final int TIME_BYTES = Long.BYTES;

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
        return ByteBuffer.allocate(claims.length + MAC_BYTES)
                .put(claims)
                .put(seal(claims, client, retryId))
                .array();
    }

    /**
     * The connection id that the client made up at first; nothing unless the token was issued here, lately, for this address and
     * connection id.
     */
    Optional<byte[]> originalId(byte[] token, InetSocketAddress client, byte[] retryId) {
        int length = token.length - MAC_BYTES;
        if (length < TIME_BYTES) {
            return Optional.empty();
        }
        byte[] claims = Arrays.copyOf(token, length);
        byte[] seal = Arrays.copyOfRange(token, length, token.length);
        long age = nanos.getAsLong() - ByteBuffer.wrap(claims).getLong();
        boolean fresh = age >= 0 && age <= LIFETIME.toNanos();
        return fresh && MessageDigest.isEqual(seal, seal(claims, client, retryId))
                ? Optional.of(Arrays.copyOfRange(claims, TIME_BYTES, length))
                : Optional.empty();
    }

    /** The lengths go in too: no two things that are sealed are the same bytes. */
    private byte[] seal(byte[] claims, InetSocketAddress client, byte[] retryId) {
        byte[] address = client.getAddress().getAddress();
        mac.update(new byte[] {(byte) address.length, (byte) retryId.length});
        mac.update(address);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(client.getPort()).array());
        mac.update(retryId);
        return Arrays.copyOf(mac.doFinal(claims), MAC_BYTES);
    }
}
