package net.tensamin.omega.quic.tls;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.List;
import java.util.Set;
import javax.crypto.KeyAgreement;
import tech.kwik.agent15.TlsConstants.NamedGroup;
import tech.kwik.agent15.extension.KeyShareExtension.KeyShareEntry;

/** The server's half of an ephemeral Diffie-Hellman exchange (RFC 8446 §4.2.8, §7.4). */
final class KeyExchange {
    /** Those that agent15 can write. */
    static final List<NamedGroup> GROUPS = List.of(NamedGroup.x25519, NamedGroup.secp256r1);

    private static final String XDH = "XDH";
    private static final String ECDH = "ECDH";
    private final Cryptography cryptography;
    private final KeyShareEntry client;
    private final KeyPair own;

    KeyExchange(Cryptography cryptography, KeyShareEntry client) {
        this(cryptography, client, keyPair(cryptography, client.getNamedGroup()));
    }

    private KeyExchange(Cryptography cryptography, KeyShareEntry client, KeyPair own) {
        this.cryptography = cryptography;
        this.client = client;
        this.own = own;
    }

    /** With the same key, for another client. */
    KeyExchange with(KeyShareEntry other) {
        return new KeyExchange(cryptography, other, own);
    }

    /** Names of {@link KeyAgreement}s. */
    static Set<String> algorithms() {
        return Set.of(XDH, ECDH);
    }

    /** The kind of keys that a {@link KeyAgreement} has. */
    static String keysOf(String algorithm) {
        return algorithm.equals(ECDH) ? "EC" : algorithm;
    }

    private static String algorithm(NamedGroup group) {
        return group == NamedGroup.x25519 ? XDH : ECDH;
    }

    static KeyPair keyPair(Cryptography cryptography, NamedGroup group) {
        try {
            KeyPairGenerator generator = cryptography.keyPairs(algorithm(group));
            generator.initialize(
                    group == NamedGroup.x25519 ? NamedParameterSpec.X25519 : new ECGenParameterSpec(group.name()));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    NamedGroup group() {
        return client.getNamedGroup();
    }

    PublicKey publicKey() {
        return own.getPublic();
    }

    /** The JDK and every provider that passed its trial refuse points off the curve and of small order (RFC 8446 §7.4). */
    byte[] sharedSecret() throws HandshakeAlert {
        try {
            KeyAgreement agreement = cryptography.agreement(algorithm(group()));
            agreement.init(own.getPrivate());
            agreement.doPhase(client.getKey(), true);
            return agreement.generateSecret();
        } catch (InvalidKeyException | IllegalArgumentException | IllegalStateException e) {
            // the last two are BouncyCastle's
            throw HandshakeAlert.illegalParameter("invalid key share");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
