package net.tensamin.omega.quic.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import net.tensamin.omega.pki.KeyMaterial;

/**
 * What the server proves itself with.
 *
 * @param schemes those that fit the key, the preferred one first; never empty
 */
record ServerIdentity(
        PrivateKey key, List<X509Certificate> chain, List<SignatureScheme> schemes, Cryptography cryptography) {

    /** @throws IllegalArgumentException if the key cannot be used in TLS 1.3, or is not the certificate's */
    static ServerIdentity of(KeyMaterial material, Cryptography cryptography) {
        PublicKey publicKey = material.serverChain().get(0).getPublicKey();
        List<SignatureScheme> schemes = SignatureScheme.allFor(publicKey).stream()
                .filter(SignatureScheme::isForServers)
                .toList();
        if (schemes.isEmpty()) {
            throw new IllegalArgumentException(
                    "server key must be EC (P-256, P-384, P-521) or RSA, is " + publicKey.getAlgorithm());
        }
        ServerIdentity identity =
                new ServerIdentity(key(material, schemes, cryptography), material.serverChain(), schemes, cryptography);
        if (!identity.keyFits(publicKey)) {
            throw new IllegalArgumentException("server key does not belong to the server certificate");
        }
        return identity;
    }

    private static PrivateKey key(KeyMaterial material, List<SignatureScheme> schemes, Cryptography cryptography) {
        try {
            return cryptography.keyFor(schemes.get(0).algorithm(), material.serverKey());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("server key cannot be used with " + cryptography, e);
        }
    }

    private boolean keyFits(PublicKey publicKey) {
        byte[] probe = new byte[32];
        SignatureScheme scheme = schemes.get(0);
        try {
            byte[] signature = sign(scheme, probe);
            return scheme.verifies(cryptography, publicKey, SignatureScheme.Signer.SERVER, probe, signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    byte[] sign(SignatureScheme scheme, byte[] transcriptHash) throws GeneralSecurityException {
        return scheme.sign(cryptography, key, SignatureScheme.Signer.SERVER, transcriptHash);
    }
}
