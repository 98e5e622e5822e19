package net.tensamin.omega.quic.tls;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;

/** The elliptic curves of a connect, computed as the server does: ECDSA with P-256 and SHA-256, and X25519. Not thread-safe. */
public final class HandshakeParts {
    private static final String ECDSA = "SHA256withECDSA";
    private static final byte[] SIGNED = new byte[130]; // as long as what is signed in TLS 1.3 (RFC 8446 §4.4.3)
    private static final int CLIENTS = 512; // more than what a provider may keep of their keys

    private final Cryptography cryptography;
    private final PrivateKey signerKey;
    private final Signed byAuthority;
    private final List<Signed> byClients = new ArrayList<>();
    private final byte[] share;
    private int next;

    private record Signed(PublicKey key, byte[] signature) {}

    /** @param providers as in {@code omega.quic.crypto-providers} */
    public HandshakeParts(List<String> providers) throws GeneralSecurityException {
        cryptography = Cryptography.by(providers);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair own = generator.generateKeyPair();
        signerKey = cryptography.keyFor(ECDSA, own.getPrivate());
        byAuthority = new Signed(cryptography.kept(own.getPublic()), sign());
        for (int i = 0; i < CLIENTS; i++) {
            KeyPair client = generator.generateKeyPair();
            byClients.add(new Signed(client.getPublic(), sign(client.getPrivate())));
        }
        DiffieHellman client = new DiffieHellman(Cryptography.ofTheJdk(), Group.X25519);
        share = client.share(client.keyPair().getPublic());
    }

    /** As the server proves itself. */
    public byte[] sign() throws GeneralSecurityException {
        return sign(signerKey);
    }

    private byte[] sign(PrivateKey key) throws GeneralSecurityException {
        Signature signing = cryptography.signer(ECDSA);
        signing.initSign(key);
        signing.update(SIGNED);
        return signing.sign();
    }

    /** As a client's certificate is verified, again and again with the authority's key. */
    public void verifyCertificate() throws GeneralSecurityException {
        verify(byAuthority);
    }

    /** As a client's proof is verified, with a key of its own. */
    public void verifyProof() throws GeneralSecurityException {
        next = (next + 1) % CLIENTS;
        verify(byClients.get(next));
    }

    private void verify(Signed signed) throws GeneralSecurityException {
        Signature verifying = cryptography.verifier(ECDSA);
        verifying.initVerify(signed.key);
        verifying.update(SIGNED);
        if (!verifying.verify(signed.signature)) {
            throw new GeneralSecurityException("a good signature was refused");
        }
    }

    /** A key pair for this connect alone, and the secret it has with a client. */
    public byte[] agree() throws HandshakeAlert {
        return KeyExchange.answer(cryptography, Group.X25519, share).secret();
    }
}
