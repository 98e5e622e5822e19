package net.tensamin.omega.quic.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.interfaces.ECPublicKey;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/**
 * Verifies ECDSA (FIPS 186-5 §6.4.2) with BouncyCastle's curves and the JDK's hashes. It signs nothing: what depends on a secret is left to
 * the JDK, whose curves take the same time for all of them.
 */
final class EcdsaVerifier extends SignatureSpi {
    private final MessageDigest digest;
    private ECPublicKeyParameters key;

    EcdsaVerifier(String digest) {
        try {
            this.digest = MessageDigest.getInstance(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
        digest.reset();
        key = pointOf(publicKey).parameters();
    }

    private static NistPoint pointOf(PublicKey key) throws InvalidKeyException {
        if (key instanceof KeptKey kept) {
            return kept.point();
        }
        if (key instanceof ECPublicKey point) {
            return NistPoint.of(point)
                    .orElseThrow(() -> new InvalidKeyException("not a point of P-256, P-384 or P-521"));
        }
        throw new InvalidKeyException("not a key of an elliptic curve");
    }

    @Override
    protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
        throw new InvalidKeyException("signs nothing");
    }

    @Override
    protected void engineUpdate(byte b) {
        digest.update(b);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int from, int length) {
        digest.update(bytes, from, length);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
        throw new SignatureException("signs nothing");
    }

    /** @throws SignatureException for what is not the DER of two numbers in their range */
    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
        byte[] hash = digest.digest();
        BigInteger[] numbers;
        try {
            numbers = StandardDSAEncoding.INSTANCE.decode(key.getParameters().getN(), signature);
        } catch (IOException | RuntimeException e) { // of many kinds
            throw new SignatureException("malformed signature", e);
        }
        ECDSASigner verifier = new ECDSASigner();
        verifier.init(false, key);
        return verifier.verifySignature(hash, numbers[0], numbers[1]);
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {
        throw new InvalidParameterException("has no parameters");
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
        throw new InvalidParameterException("has no parameters");
    }
}
