package net.tensamin.omega.quic.tls;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.List;

/** The elliptic curves of a connect, computed as the server does: ECDSA with P-256 and SHA-256, and X25519. Not thread-safe. */
public final class HandshakeParts {
    private static final String ECDSA = "SHA256withECDSA";
    private static final byte[] SIGNED = new byte[130]; // as long as what is signed in TLS 1.3 (RFC 8446 §4.4.3)
    private final Cryptography cryptography;
    private final DiffieHellman x25519;
    private final KeyPair signer;
    private final PrivateKey signerKey;
    private final byte[] signature;
    private final byte[] share;

    /** @param providers as in {@code omega.quic.crypto-providers} */
    public HandshakeParts(List<String> providers) throws GeneralSecurityException {
        cryptography = Cryptography.by(providers);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        signer = generator.generateKeyPair();
        signerKey = cryptography.keyFor(ECDSA, signer.getPrivate());
        signature = sign();
        x25519 = new DiffieHellman(cryptography, Group.X25519);
        share = x25519.share(x25519.keyPair().getPublic());
    }

    public byte[] sign() throws GeneralSecurityException {
        Signature signing = cryptography.signature(ECDSA);
        signing.initSign(signerKey);
        signing.update(SIGNED);
        return signing.sign();
    }

    /** @throws GeneralSecurityException if the signature is not good, which it is */
    public void verify() throws GeneralSecurityException {
        Signature verifying = cryptography.signature(ECDSA);
        verifying.initVerify(signer.getPublic());
        verifying.update(SIGNED);
        if (!verifying.verify(signature)) {
            throw new GeneralSecurityException("a good signature was refused");
        }
    }

    /** A key pair for this connect alone, and the secret it has with a client. */
    public byte[] agree() throws HandshakeAlert {
        KeyPair own = x25519.keyPair();
        x25519.share(own.getPublic());
        return x25519.secret(own.getPrivate(), share);
    }
}
