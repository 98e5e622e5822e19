package net.tensamin.omega.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate with the key that signs others (RFC 5280): EC or RSA. Immutable. */
public final class CertificateAuthority {
    /** Clocks differ: a new certificate is already valid on a machine whose clock is a little behind. */
    private static final Duration BACKDATED = Duration.ofMinutes(5);

    private static final int SERIAL_BITS = 128;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final X509Certificate certificate;
    private final PrivateKey key;

    /** @throws IllegalArgumentException if this certificate cannot sign others, or not with this key */
    CertificateAuthority(X509Certificate certificate, PrivateKey key) {
        if (certificate.getBasicConstraints() < 0) {
            throw new IllegalArgumentException("not the certificate of an authority");
        }
        this.certificate = certificate;
        this.key = key;
        requireOneKey();
    }

    private void requireOneKey() {
        try {
            Signature signature = Signature.getInstance(algorithm(key));
            signature.initSign(key);
            signature.update(certificate.getEncoded());
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(certificate.getEncoded());
            if (!signature.verify(signed)) {
                throw new IllegalArgumentException("the key is not that of the authority's certificate");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the authority's key cannot sign: " + e.getMessage(), e);
        }
    }

    private static String algorithm(PrivateKey key) {
        return key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    }

    /** A new self-signed authority. */
    static CertificateAuthority selfSigned(String commonName, Duration validity) {
        KeyPair keys = newKeyPair();
        X500Name name = new X500Name("CN=" + commonName);
        Template template = new Template(name, Instant.now().plus(validity));
        X509Certificate certificate = sign(template, name, keys.getPublic(), keys.getPrivate(), builder -> {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        });
        return new CertificateAuthority(certificate, keys.getPrivate());
    }

    public X509Certificate certificate() {
        return certificate;
    }

    PrivateKey key() {
        return key;
    }

    /** A certificate for a TLS server of these DNS names and IP addresses. */
    X509Certificate issueServer(String commonName, PublicKey publicKey, Duration validity, GeneralName... names) {
        return issue(named(commonName, validity), publicKey, KeyPurposeId.id_kp_serverAuth, names);
    }

    /** A certificate for a TLS client whose identity is {@code uri} (SPEC §1). */
    public X509Certificate issueClient(String commonName, PublicKey publicKey, Duration validity, String uri) {
        return issueClient(new X500Name("CN=" + commonName), publicKey, validity, uri);
    }

    /** The same for a subject that is more than a name. */
    public X509Certificate issueClient(X500Name subject, PublicKey publicKey, Duration validity, String uri) {
        GeneralName name = new GeneralName(GeneralName.uniformResourceIdentifier, uri);
        return issue(new Template(subject, until(validity)), publicKey, KeyPurposeId.id_kp_clientAuth, name);
    }

    private Template named(String commonName, Duration validity) {
        return new Template(new X500Name("CN=" + commonName), until(validity));
    }

    /** No certificate outlives its issuer's. */
    private Instant until(Duration validity) {
        Instant wanted = Instant.now().plus(validity);
        Instant own = certificate.getNotAfter().toInstant();
        return wanted.isBefore(own) ? wanted : own;
    }

    private X509Certificate issue(Template template, PublicKey publicKey, KeyPurposeId purpose, GeneralName... names) {
        X500Name issuer =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        return sign(template, issuer, publicKey, key, builder -> {
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            builder.addExtension(
                    Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(certificate));
        });
    }

    private static X509Certificate sign(
            Template template, X500Name issuer, PublicKey publicKey, PrivateKey signer, Extensions extensions) {
        BigInteger serial = new BigInteger(SERIAL_BITS, RANDOM).max(BigInteger.ONE); // RFC 5280 §4.1.2.2: positive
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    serial,
                    Date.from(from(template.until())),
                    Date.from(template.until()),
                    template.subject(),
                    publicKey);
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(publicKey));
            extensions.addTo(builder);
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm(signer)).build(signer)));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("cannot issue a certificate for " + template.subject(), e);
        }
    }

    /** A short life must not lie mostly before now: clients renew with a third of it left. */
    private static Instant from(Instant until) {
        Instant now = Instant.now();
        Duration life = Duration.between(now, until);
        return now.minus(life.compareTo(BACKDATED) < 0 ? life : BACKDATED);
    }

    /** A new EC P-256 key pair. */
    public static KeyPair newKeyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks EC P-256", e);
        }
    }

    private record Template(X500Name subject, Instant until) {}

    @FunctionalInterface
    private interface Extensions {
        void addTo(JcaX509v3CertificateBuilder builder) throws IOException, GeneralSecurityException;
    }
}
