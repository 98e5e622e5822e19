package net.tensamin.omega.quic.tls;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The server's half of a key exchange.
 *
 * @param share what the client needs for its half
 * @param secret what both sides have then
 */
record KeyExchange(byte[] share, byte[] secret) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * @param clientShare of the length that the group has
     * @throws HandshakeAlert illegal_parameter if it is no key
     */
    static KeyExchange answer(Cryptography cryptography, Group group, byte[] clientShare) throws HandshakeAlert {
        return group.isHybrid() ? hybrid(cryptography, clientShare) : single(cryptography, group, clientShare);
    }

    private static KeyExchange single(Cryptography cryptography, Group group, byte[] clientShare)
            throws HandshakeAlert {
        if (group == Group.X25519 && cryptography.carriesX25519()) {
            return BouncyX25519.answer(clientShare, RANDOM);
        }
        DiffieHellman curve = new DiffieHellman(cryptography, group);
        KeyPair own = curve.keyPair();
        return new KeyExchange(curve.share(own.getPublic()), curve.secret(own.getPrivate(), clientShare));
    }

    /** draft-ietf-tls-ecdhe-mlkem §4: first ML-KEM, then X25519, in shares and secret alike. */
    private static KeyExchange hybrid(Cryptography cryptography, byte[] clientShare) throws HandshakeAlert {
        byte[] key = Arrays.copyOf(clientShare, MlKem.KEY);
        if (!MlKem.isValid(key)) {
            throw HandshakeAlert.illegalParameter("invalid encapsulation key");
        }
        KeyExchange classical =
                single(cryptography, Group.X25519, Arrays.copyOfRange(clientShare, MlKem.KEY, clientShare.length));
        try {
            MlKem.Encapsulated made = cryptography.mlKem().encapsulate(key, RANDOM);
            KeyExchange both = new KeyExchange(
                    joined(made.ciphertext(), classical.share), joined(made.secret(), classical.secret));
            Arrays.fill(made.secret(), (byte) 0);
            Arrays.fill(classical.secret, (byte) 0);
            return both;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a valid key is not encapsulated to", e);
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
