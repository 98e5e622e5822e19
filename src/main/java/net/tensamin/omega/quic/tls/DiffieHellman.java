package net.tensamin.omega.quic.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Set;
import javax.crypto.KeyAgreement;

/** Ephemeral Diffie-Hellman on an elliptic curve (RFC 8446 §4.2.8.2, §7.4.2; RFC 7748). Thread-safe. */
final class DiffieHellman {
    private static final String XDH = "XDH";
    private static final String ECDH = "ECDH";
    private static final int X25519_BYTES = 32;
    private final Cryptography cryptography;
    private final NistCurve curve; // null for X25519

    /** @param group not the hybrid */
    DiffieHellman(Cryptography cryptography, Group group) {
        this.cryptography = cryptography;
        this.curve = group == Group.X25519 ? null : NistCurve.of(group);
    }

    /** Names of {@link KeyAgreement}s. */
    static Set<String> algorithms() {
        return Set.of(XDH, ECDH);
    }

    /** The kind of keys that a {@link KeyAgreement} has. */
    static String keysOf(String algorithm) {
        return algorithm.equals(ECDH) ? "EC" : algorithm;
    }

    private String algorithm() {
        return curve == null ? XDH : ECDH;
    }

    KeyPair keyPair() {
        try {
            KeyPairGenerator generator = cryptography.keyPairs(algorithm());
            generator.initialize(curve == null ? NamedParameterSpec.X25519 : curve.spec());
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As it goes over the wire. */
    byte[] share(PublicKey key) {
        return key instanceof XECPublicKey point
                ? reversed(NistCurve.bigEndian(point.getU(), X25519_BYTES))
                : curve.encode(((ECPublicKey) key).getW());
    }

    /**
     * The JDK and every provider that passed its trial refuse points off the curve and of small order (RFC 8446 §7.4.2).
     *
     * @param share what the other side sent
     * @throws HandshakeAlert illegal_parameter for what is no key, or gives a secret of zeros
     */
    byte[] secret(PrivateKey own, byte[] share) throws HandshakeAlert {
        try {
            KeyAgreement agreement = cryptography.agreement(algorithm());
            agreement.init(own);
            agreement.doPhase(key(share), true);
            byte[] secret = agreement.generateSecret();
            if (isZero(secret)) {
                throw invalid();
            }
            return secret;
        } catch (InvalidKeyException | InvalidKeySpecException | IllegalArgumentException | IllegalStateException e) {
            throw invalid(); // the last two are BouncyCastle's
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HandshakeAlert invalid() {
        return HandshakeAlert.illegalParameter("invalid key share");
    }

    private PublicKey key(byte[] share) throws GeneralSecurityException {
        if (curve != null) {
            return KeyFactory.getInstance("EC")
                    .generatePublic(new ECPublicKeySpec(curve.decode(share), curve.parameters()));
        }
        byte[] u = reversed(share);
        u[0] &= 0x7f; // RFC 7748 §5
        return KeyFactory.getInstance(XDH)
                .generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, u)));
    }

    private static boolean isZero(byte[] secret) {
        int any = 0;
        for (byte b : secret) {
            any |= b;
        }
        return any == 0;
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
