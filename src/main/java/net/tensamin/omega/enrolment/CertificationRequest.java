package net.tensamin.omega.enrolment;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import net.tensamin.omega.enrolment.EnrolmentRefusedException.Reason;
import net.tensamin.omega.trust.FitKey;
import net.tensamin.omega.trust.FitSignature;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/**
 * A PKCS#10 request (RFC 2986) whose key is fit for a device, and proven to be in the hands of whoever asks.
 *
 * @param names the subject alternative names it asks for, which decide nothing
 */
record CertificationRequest(PublicKey key, X500Name subject, Optional<GeneralNames> names) {
    private static final BigInteger LEAST_RSA_EXPONENT = BigInteger.valueOf(65_537);
    private static final String RSASSA_PSS = "RSASSA-PSS";
    private static final String WEAK =
            "The request must be signed with ECDSA or RSA and SHA-256, SHA-384 or SHA-512, or with Ed25519.";

    private static final Map<ASN1ObjectIdentifier, String> KEYS = Map.of(
            X9ObjectIdentifiers.id_ecPublicKey, "EC",
            PKCSObjectIdentifiers.rsaEncryption, "RSA",
            PKCSObjectIdentifiers.id_RSASSA_PSS, RSASSA_PSS,
            EdECObjectIdentifiers.id_Ed25519, "Ed25519");

    private static final Map<ASN1ObjectIdentifier, String> SIGNATURES = Map.of(
            X9ObjectIdentifiers.ecdsa_with_SHA256, "SHA256withECDSA",
            X9ObjectIdentifiers.ecdsa_with_SHA384, "SHA384withECDSA",
            X9ObjectIdentifiers.ecdsa_with_SHA512, "SHA512withECDSA",
            PKCSObjectIdentifiers.sha256WithRSAEncryption, "SHA256withRSA",
            PKCSObjectIdentifiers.sha384WithRSAEncryption, "SHA384withRSA",
            PKCSObjectIdentifiers.sha512WithRSAEncryption, "SHA512withRSA",
            PKCSObjectIdentifiers.id_RSASSA_PSS, RSASSA_PSS,
            EdECObjectIdentifiers.id_Ed25519, "Ed25519");

    /**
     * Reads the body of an EST request: base64 of DER, with or without line breaks (RFC 7030 §4.2.1, RFC 8951 §2).
     *
     * @throws EnrolmentRefusedException saying what is wrong with it
     */
    static CertificationRequest read(byte[] body) {
        PKCS10CertificationRequest request = parse(body);
        try {
            PublicKey key = fitKey(request.getSubjectPublicKeyInfo());
            requireProof(request, key);
            return new CertificationRequest(key, request.getSubject(), names(request));
        } catch (EnrolmentRefusedException e) {
            throw e;
        } catch (IOException
                | GeneralSecurityException
                | RuntimeException e) { // many kinds, from the parsers of what is inside
            throw refused("The request is malformed.");
        }
    }

    private static PKCS10CertificationRequest parse(byte[] body) {
        String base64 = new String(body, StandardCharsets.US_ASCII).replaceAll("\\s", "");
        try {
            return new PKCS10CertificationRequest(Base64.getDecoder().decode(base64));
        } catch (IOException | RuntimeException e) { // many kinds, from the parser
            throw refused("The body is not a PKCS#10 request, DER in base64.");
        }
    }

    private static PublicKey fitKey(SubjectPublicKeyInfo key) throws GeneralSecurityException, IOException {
        String kind = KEYS.get(key.getAlgorithm().getAlgorithm());
        if (kind == null) {
            throw refused("The key must be EC, RSA or Ed25519.");
        }
        if (kind.equals("EC") && !(key.getAlgorithm().getParameters() instanceof ASN1ObjectIdentifier)) {
            throw refused("An EC key must name its curve.");
        }
        PublicKey read = KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(key.getEncoded()));
        FitKey.fault(read).ifPresent(fault -> {
            throw refused(fault);
        });
        if (read instanceof RSAPublicKey rsa && rsa.getPublicExponent().compareTo(LEAST_RSA_EXPONENT) < 0) {
            throw refused("An RSA key's exponent must be at least " + LEAST_RSA_EXPONENT + ".");
        }
        return read;
    }

    private static void requireProof(PKCS10CertificationRequest request, PublicKey key) throws IOException {
        boolean proven;
        try {
            Signature signature = signature(request.getSignatureAlgorithm());
            signature.initVerify(key);
            signature.update(
                    request.toASN1Structure().getCertificationRequestInfo().getEncoded(ASN1Encoding.DER));
            proven = signature.verify(request.getSignature());
        } catch (GeneralSecurityException e) { // of another kind of key, or no signature at all
            proven = false;
        }
        if (!proven) {
            throw refused("The request's signature is not by its key.");
        }
    }

    private static Signature signature(AlgorithmIdentifier with) throws GeneralSecurityException, IOException {
        String name = SIGNATURES.get(with.getAlgorithm());
        if (name == null) {
            throw refused(WEAK);
        }
        Signature signature = Signature.getInstance(name);
        if (name.equals(RSASSA_PSS)) {
            signature.setParameter(pss(with.getParameters()));
        }
        return signature;
    }

    /** Without parameters it is SHA-1 (RFC 4055 §3.1). */
    private static PSSParameterSpec pss(ASN1Encodable parameters) throws GeneralSecurityException, IOException {
        if (parameters == null) {
            throw refused(WEAK);
        }
        AlgorithmParameters read = AlgorithmParameters.getInstance(RSASSA_PSS);
        read.init(parameters.toASN1Primitive().getEncoded());
        PSSParameterSpec pss = read.getParameterSpec(PSSParameterSpec.class);
        if (!FitSignature.isFit(pss)) {
            throw refused(WEAK);
        }
        return pss;
    }

    private static Optional<GeneralNames> names(PKCS10CertificationRequest request) {
        Extensions extensions = request.getRequestedExtensions();
        return extensions == null
                ? Optional.empty()
                : Optional.ofNullable(GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName));
    }

    private static EnrolmentRefusedException refused(String message) {
        return new EnrolmentRefusedException(Reason.BAD_REQUEST, message);
    }
}
