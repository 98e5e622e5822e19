package net.tensamin.omega.quic.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import net.tensamin.omega.quic.admission.Datagram;
import net.tensamin.omega.quic.admission.Hmac;

/**
 * Tells a client that its connection is gone (RFC 9000 §10.3): a client whose server was killed learns it with its next packet
 * and need not run into a timeout. A token is derived from the connection id and a key, so nothing is kept. Thread-safe.
 */
final class StatelessResets {
    private static final int TOKEN_BYTES = 16;
    private static final int SHORTEST = 1 + 4 + TOKEN_BYTES; // RFC 9000 §10.3: five bytes nobody can foresee
    private static final int LONGEST = 42; // of a packet of 43 bytes one cannot tell what it is (§10.3)
    private static final int HEADER_FORM_AND_FIXED_BIT = 0xc0;
    private static final int SHORT_HEADER = 0x40;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Mac mac;

    private StatelessResets(byte[] secret) {
        mac = Hmac.keyed(secret);
    }

    /**
     * The same after a restart, and others on each node: one that could reset the connections of another would have to know that they are not
     * there (RFC 9000 §10.3.2).
     *
     * @param serverKey what the key is derived from; where it cannot be seen, a restart makes another
     * @param port tells the nodes of one machine apart
     */
    static StatelessResets of(PrivateKey serverKey, int port) {
        byte[] secret = Optional.ofNullable(serverKey.getEncoded()).orElseGet(Hmac::newKey);
        String purpose = "omega stateless reset " + hostName() + ":" + port;
        return new StatelessResets(new StatelessResets(secret).seal(purpose.getBytes(StandardCharsets.UTF_8)));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** What a client has to know of a connection id of this server. */
    byte[] token(byte[] connectionId) {
        return Arrays.copyOf(seal(connectionId), TOKEN_BYTES);
    }

    private synchronized byte[] seal(byte[] what) {
        return mac.doFinal(what);
    }

    /** The answer to a datagram, always smaller (§10.3.3); nothing if there is none to so small a datagram. */
    Optional<byte[]> answer(Datagram datagram) {
        int length = Math.min(LONGEST, datagram.bytes().limit() - 1);
        if (length < SHORTEST) {
            return Optional.empty();
        }
        byte[] answer = new byte[length];
        RANDOM.nextBytes(answer);
        answer[0] = (byte) (answer[0] & ~HEADER_FORM_AND_FIXED_BIT | SHORT_HEADER);
        System.arraycopy(token(datagram.destinationId()), 0, answer, length - TOKEN_BYTES, TOKEN_BYTES);
        return Optional.of(answer);
    }
}
