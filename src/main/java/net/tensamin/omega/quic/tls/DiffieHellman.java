package net.tensamin.omega.quic.tls;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.KeyAgreement;

/** Ephemeral Diffie-Hellman on an elliptic curve (RFC 8446 §4.2.8.2, §7.4.2; RFC 7748). Thread-safe. */
final class DiffieHellman {
    /** RFC 7748. */
    static final String XDH = "XDH";

    private static final String ECDH = "ECDH";
    private static final int X25519_BYTES = 32;

    /** What stands before a key of X25519 in X.509's form of it (RFC 8410 §4), the only one that all providers know. */
    private static final byte[] X509_HEADER = HexFormat.of().parseHex("302a300506032b656e032100");

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

    /** What makes pairs of them, and needs not be told the curve where there is one only; a provider may have it as that kind of keys only. */
    static String pairsOf(String algorithm) {
        return algorithm.equals(ECDH) ? "EC" : "X25519";
    }

    private String algorithm() {
        return curve == null ? XDH : ECDH;
    }

    KeyPair keyPair() {
        try {
            KeyPairGenerator generator = cryptography.keyPairs(algorithm());
            if (curve != null) {
                generator.initialize(curve.spec());
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As it goes over the wire. */
    byte[] share(PublicKey key) {
        if (curve != null) {
            return curve.encode(((ECPublicKey) key).getW());
        }
        byte[] x509 = key.getEncoded();
        return Arrays.copyOfRange(x509, x509.length - X25519_BYTES, x509.length);
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
        byte[] x509 = Arrays.copyOf(X509_HEADER, X509_HEADER.length + X25519_BYTES);
        System.arraycopy(share, 0, x509, X509_HEADER.length, X25519_BYTES);
        x509[x509.length - 1] &= 0x7f; // RFC 7748 §5
        return cryptography.keys(XDH).generatePublic(new X509EncodedKeySpec(x509));
    }

    private static boolean isZero(byte[] secret) {
        int any = 0;
        for (byte b : secret) {
            any |= b;
        }
        return any == 0;
    }
}
