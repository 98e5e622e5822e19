package net.tensamin.omega.enrolment;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import net.tensamin.omega.enrolment.EnrolmentRefusedException.Reason;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * A PKCS#10 request (RFC 2986) whose key is fit for a device, and proven to be in the hands of whoever asks.
 *
 * @param names the subject alternative names it asks for, which decide nothing
 */
record CertificationRequest(PublicKey key, X500Name subject, Optional<GeneralNames> names) {
    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_RSA_BITS = 8192;
    private static final BigInteger LEAST_RSA_EXPONENT = BigInteger.valueOf(65_537);

    private static final Set<ASN1ObjectIdentifier> SIGNATURES = Set.of(
            X9ObjectIdentifiers.ecdsa_with_SHA256,
            X9ObjectIdentifiers.ecdsa_with_SHA384,
            X9ObjectIdentifiers.ecdsa_with_SHA512,
            PKCSObjectIdentifiers.sha256WithRSAEncryption,
            PKCSObjectIdentifiers.sha384WithRSAEncryption,
            PKCSObjectIdentifiers.sha512WithRSAEncryption,
            PKCSObjectIdentifiers.id_RSASSA_PSS);

    /**
     * Reads the body of an EST request: base64 of DER, with or without line breaks (RFC 7030 §4.2.1, RFC 8951 §2).
     *
     * @throws EnrolmentRefusedException saying what is wrong with it
     */
    static CertificationRequest read(byte[] body) {
        JcaPKCS10CertificationRequest request = parse(body);
        try {
            requireFitKey(request.getSubjectPublicKeyInfo());
            requireProof(request);
            return new CertificationRequest(request.getPublicKey(), request.getSubject(), names(request));
        } catch (EnrolmentRefusedException e) {
            throw e;
        } catch (GeneralSecurityException | RuntimeException e) { // many kinds, from the parsers of what is inside
            throw refused("The request is malformed.");
        }
    }

    private static JcaPKCS10CertificationRequest parse(byte[] body) {
        String base64 = new String(body, StandardCharsets.US_ASCII).replaceAll("\\s", "");
        try {
            return new JcaPKCS10CertificationRequest(Base64.getDecoder().decode(base64));
        } catch (IOException | RuntimeException e) { // many kinds, from the parser
            throw refused("The body is not a PKCS#10 request, DER in base64.");
        }
    }

    private static void requireFitKey(SubjectPublicKeyInfo key) {
        ASN1ObjectIdentifier kind = key.getAlgorithm().getAlgorithm();
        if (kind.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            requireP256(key);
        } else if (!kind.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            throw refused("The key must be EC P-256 or RSA.");
        }
    }

    private static void requireP256(SubjectPublicKeyInfo key) {
        ASN1Encodable curve = key.getAlgorithm().getParameters();
        if (!SECObjectIdentifiers.secp256r1.equals(curve)) {
            throw refused("An EC key must be on the curve P-256, by its name.");
        }
        SECNamedCurves.getByOID(SECObjectIdentifiers.secp256r1) // throws at a point that is not on it
                .getCurve()
                .decodePoint(key.getPublicKeyData().getOctets());
    }

    private static void requireFit(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        boolean oddExponent = key.getPublicExponent().testBit(0);
        if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS) {
            throw refused("An RSA key must have " + LEAST_RSA_BITS + " to " + MOST_RSA_BITS + " bits.");
        }
        if (!oddExponent || key.getPublicExponent().compareTo(LEAST_RSA_EXPONENT) < 0) {
            throw refused("An RSA key's exponent must be odd, and at least " + LEAST_RSA_EXPONENT + ".");
        }
    }

    private static void requireProof(JcaPKCS10CertificationRequest request) throws GeneralSecurityException {
        PublicKey key = request.getPublicKey();
        if (key instanceof RSAPublicKey rsa) {
            requireFit(rsa);
        }
        if (!SIGNATURES.contains(request.getSignatureAlgorithm().getAlgorithm())) {
            throw refused("The request must be signed with ECDSA or RSA and SHA-256, SHA-384 or SHA-512.");
        }
        try {
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw refused("The request's signature is not by its key.");
            }
        } catch (PKCSException | OperatorCreationException e) {
            throw refused("The request's signature is not by its key.");
        }
    }

    private static Optional<GeneralNames> names(JcaPKCS10CertificationRequest request) {
        Extensions extensions = request.getRequestedExtensions();
        return extensions == null
                ? Optional.empty()
                : Optional.ofNullable(GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName));
    }

    private static EnrolmentRefusedException refused(String message) {
        return new EnrolmentRefusedException(Reason.BAD_REQUEST, message);
    }
}
