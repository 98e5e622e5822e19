package net.tensamin.omega.quic.tls;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc7748.X25519;

/** X25519 (RFC 7748) by BouncyCastle, without its provider: in half of the JDK's time, which does not depend on the secret either. */
final class BouncyX25519 {
    private BouncyX25519() {}

    /**
     * The server's half, with a key of its own for each client.
     *
     * @throws HandshakeAlert illegal_parameter for a share that gives a secret of zeros (RFC 8446 §7.4.2)
     */
    static KeyExchange answer(byte[] clientShare, SecureRandom random) throws HandshakeAlert {
        byte[] own = new byte[X25519.SCALAR_SIZE];
        byte[] share = new byte[X25519.POINT_SIZE];
        byte[] secret = new byte[X25519.POINT_SIZE];
        X25519.generatePrivateKey(random, own);
        X25519.generatePublicKey(own, 0, share, 0);
        boolean agreed = X25519.calculateAgreement(own, 0, clientShare, 0, secret, 0);
        Arrays.fill(own, (byte) 0);
        if (!agreed) {
            throw HandshakeAlert.illegalParameter("invalid key share");
        }
        return new KeyExchange(share, secret);
    }
}
