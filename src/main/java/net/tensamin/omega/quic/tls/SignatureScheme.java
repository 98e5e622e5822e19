package net.tensamin.omega.quic.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tech.kwik.agent15.TlsConstants;

/** How possession of a certificate's key is proven in CertificateVerify (RFC 8446 §4.2.3, §4.4.3). */
enum SignatureScheme {
    ECDSA_SECP256R1_SHA256(TlsConstants.SignatureScheme.ecdsa_secp256r1_sha256, "SHA256withECDSA", NistCurve.P256),
    ECDSA_SECP384R1_SHA384(TlsConstants.SignatureScheme.ecdsa_secp384r1_sha384, "SHA384withECDSA", NistCurve.P384),
    ECDSA_SECP521R1_SHA512(TlsConstants.SignatureScheme.ecdsa_secp521r1_sha512, "SHA512withECDSA", NistCurve.P521),
    ED25519(TlsConstants.SignatureScheme.ed25519),
    RSA_PSS_RSAE_SHA256(TlsConstants.SignatureScheme.rsa_pss_rsae_sha256, "RSA", "SHA-256", 32),
    RSA_PSS_RSAE_SHA384(TlsConstants.SignatureScheme.rsa_pss_rsae_sha384, "RSA", "SHA-384", 48),
    RSA_PSS_RSAE_SHA512(TlsConstants.SignatureScheme.rsa_pss_rsae_sha512, "RSA", "SHA-512", 64),
    RSA_PSS_PSS_SHA256(TlsConstants.SignatureScheme.rsa_pss_pss_sha256, "RSASSA-PSS", "SHA-256", 32),
    RSA_PSS_PSS_SHA384(TlsConstants.SignatureScheme.rsa_pss_pss_sha384, "RSASSA-PSS", "SHA-384", 48),
    RSA_PSS_PSS_SHA512(TlsConstants.SignatureScheme.rsa_pss_pss_sha512, "RSASSA-PSS", "SHA-512", 64);

    private static final int LEAST_RSA_BITS = 2048;
    private static final int SEPARATOR_SPACES = 64; // RFC 8446 §4.4.3
    private final TlsConstants.SignatureScheme wire;
    private final String algorithm;
    private final String keyAlgorithm;
    private final PSSParameterSpec pss;
    private final NistCurve curve; // of EC keys, null for others

    SignatureScheme(TlsConstants.SignatureScheme wire, String algorithm, NistCurve curve) {
        this.wire = wire;
        this.algorithm = algorithm;
        this.keyAlgorithm = "EC";
        this.pss = null;
        this.curve = curve;
    }

    /** RFC 8032, without a digest before. */
    SignatureScheme(TlsConstants.SignatureScheme wire) {
        this.wire = wire;
        this.algorithm = "Ed25519";
        this.keyAlgorithm = "EdDSA";
        this.pss = null;
        this.curve = null;
    }

    /** RFC 8446 §4.2.3: MGF1 with the same digest, a salt as long as the digest. */
    SignatureScheme(TlsConstants.SignatureScheme wire, String keyAlgorithm, String digest, int digestBytes) {
        this.wire = wire;
        this.algorithm = "RSASSA-PSS";
        this.keyAlgorithm = keyAlgorithm;
        this.pss = new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), digestBytes, 1);
        this.curve = null;
    }

    /** The signing side, as the signed content names it. */
    enum Signer {
        CLIENT("TLS 1.3, client CertificateVerify"),
        SERVER("TLS 1.3, server CertificateVerify");

        private final byte[] context;

        Signer(String context) {
            this.context = context.getBytes(StandardCharsets.US_ASCII);
        }
    }

    static Optional<SignatureScheme> of(TlsConstants.SignatureScheme wire) {
        return Arrays.stream(values()).filter(scheme -> scheme.wire == wire).findFirst();
    }

    /** The schemes that fit a key, the preferred one first. */
    static List<SignatureScheme> allFor(PublicKey key) {
        return Arrays.stream(values()).filter(scheme -> scheme.fits(key)).toList();
    }

    /** Names of {@link Signature}s. */
    static Set<String> algorithms() {
        return Arrays.stream(values()).map(SignatureScheme::algorithm).collect(Collectors.toSet());
    }

    String algorithm() {
        return algorithm;
    }

    TlsConstants.SignatureScheme wire() {
        return wire;
    }

    /** Whether Kwik and agent15 can have a server prove itself so. */
    boolean isForServers() {
        return keyAlgorithm.equals("EC") || keyAlgorithm.equals("RSA");
    }

    /** The name of the curve of the keys that this scheme is for, null for others than EC. */
    String curveName() {
        return curve == null ? null : curve.spec().getName();
    }

    boolean fits(PublicKey key) {
        if (curve != null) {
            return key instanceof ECPublicKey point && curve.isOf(point.getParams());
        }
        if (pss == null) {
            return key instanceof EdECPublicKey edwards
                    && edwards.getParams().getName().equals(algorithm);
        }
        return key instanceof RSAPublicKey rsa && key.getAlgorithm().equals(keyAlgorithm) && allows(rsa.getParams());
    }

    /** An RSASSA-PSS key may be for one digest only, and for salts of some length at least (RFC 4055 §1.2). */
    private boolean allows(AlgorithmParameterSpec restriction) {
        return restriction == null
                || restriction instanceof PSSParameterSpec only
                        && only.getDigestAlgorithm().equals(pss.getDigestAlgorithm())
                        && only.getSaltLength() <= pss.getSaltLength();
    }

    /** Corretto's provider has RSASSA-PSS, and takes no keys that are for nothing else. */
    boolean isLeftToTheJdk() {
        return keyAlgorithm.equals("RSASSA-PSS");
    }

    /** Makes keys that this scheme is for. */
    KeyPairGenerator keyPairs() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(keyAlgorithm);
        if (curve != null) {
            generator.initialize(curve.spec());
        } else if (pss == null) {
            generator.initialize(new NamedParameterSpec(algorithm));
        } else {
            generator.initialize(LEAST_RSA_BITS);
        }
        return generator;
    }

    byte[] sign(Cryptography cryptography, PrivateKey key, Signer signer, byte[] transcriptHash)
            throws GeneralSecurityException {
        Signature signature = parametrised(of(cryptography).signer(algorithm));
        signature.initSign(key);
        update(signature, signer, transcriptHash);
        return signature.sign();
    }

    /** Whether {@code proof} is this key's signature; a malformed one is not. */
    boolean verifies(Cryptography cryptography, PublicKey key, Signer signer, byte[] transcriptHash, byte[] proof) {
        try {
            Signature signature = parametrised(of(cryptography).verifier(algorithm));
            signature.initVerify(key);
            update(signature, signer, transcriptHash);
            return signature.verify(proof);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private Cryptography of(Cryptography cryptography) {
        return isLeftToTheJdk() ? Cryptography.ofTheJdk() : cryptography;
    }

    private Signature parametrised(Signature signature) throws GeneralSecurityException {
        if (pss != null) {
            signature.setParameter(pss);
        }
        return signature;
    }

    private static void update(Signature signature, Signer signer, byte[] transcriptHash)
            throws GeneralSecurityException {
        byte[] spaces = new byte[SEPARATOR_SPACES];
        Arrays.fill(spaces, (byte) 0x20);
        signature.update(spaces);
        signature.update(signer.context);
        signature.update((byte) 0);
        signature.update(transcriptHash);
    }
}
