package net.tensamin.omega.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
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

/** A certificate with the key that signs others (RFC 5280). Keys are EC P-256. Immutable. */
public final class CertificateAuthority {
    /** Clocks differ: a new certificate is already valid for who is a little behind. */
    private static final Duration BACKDATED = Duration.ofMinutes(5);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final X509Certificate certificate;
    private final PrivateKey key;

    CertificateAuthority(X509Certificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
    }

    /** A new self-signed authority. */
    static CertificateAuthority selfSigned(String commonName, Duration validity) {
        KeyPair keys = newKeyPair();
        Template template = new Template(commonName, validity);
        X500Name name = template.subject();
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
        return issue(new Template(commonName, validity), publicKey, KeyPurposeId.id_kp_serverAuth, names);
    }

    /** A certificate for a TLS client whose identity is {@code uri} (SPEC §1). */
    public X509Certificate issueClient(String commonName, PublicKey publicKey, Duration validity, String uri) {
        GeneralName name = new GeneralName(GeneralName.uniformResourceIdentifier, uri);
        return issue(new Template(commonName, validity), publicKey, KeyPurposeId.id_kp_clientAuth, name);
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
        Instant now = Instant.now();
        BigInteger serial = new BigInteger(128, RANDOM).setBit(127);
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    serial,
                    Date.from(now.minus(BACKDATED)),
                    Date.from(now.plus(template.validity())),
                    template.subject(),
                    publicKey);
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(publicKey));
            extensions.addTo(builder);
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("cannot issue a certificate for " + template.commonName(), e);
        }
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

    private record Template(String commonName, Duration validity) {
        X500Name subject() {
            return new X500Name("CN=" + commonName);
        }
    }

    @FunctionalInterface
    private interface Extensions {
        void addTo(JcaX509v3CertificateBuilder builder) throws IOException, GeneralSecurityException;
    }
}
