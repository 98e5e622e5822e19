package net.tensamin.omega.quic.tls;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.List;
import javax.crypto.KeyAgreement;
import tech.kwik.agent15.TlsConstants.NamedGroup;
import tech.kwik.agent15.extension.KeyShareExtension.KeyShareEntry;

/** The server's half of an ephemeral Diffie-Hellman exchange (RFC 8446 §4.2.8, §7.4). */
final class KeyExchange {
    /** Those that agent15 can write. */
    static final List<NamedGroup> GROUPS = List.of(NamedGroup.x25519, NamedGroup.secp256r1);

    private final KeyShareEntry client;
    private final String algorithm;
    private final KeyPair own;

    KeyExchange(KeyShareEntry client) {
        this.client = client;
        boolean x25519 = client.getNamedGroup() == NamedGroup.x25519;
        this.algorithm = x25519 ? "XDH" : "ECDH";
        this.own = x25519
                ? generate("XDH", NamedParameterSpec.X25519)
                : generate("EC", new ECGenParameterSpec("secp256r1"));
    }

    NamedGroup group() {
        return client.getNamedGroup();
    }

    PublicKey publicKey() {
        return own.getPublic();
    }

    /** The JDK refuses points off the curve and of small order, as RFC 8446 §7.4 demands. */
    byte[] sharedSecret() throws HandshakeAlert {
        try {
            KeyAgreement agreement = KeyAgreement.getInstance(algorithm);
            agreement.init(own.getPrivate());
            agreement.doPhase(client.getKey(), true);
            return agreement.generateSecret();
        } catch (InvalidKeyException e) {
            throw HandshakeAlert.illegalParameter("invalid key share");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair generate(String algorithm, AlgorithmParameterSpec parameters) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(parameters);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
