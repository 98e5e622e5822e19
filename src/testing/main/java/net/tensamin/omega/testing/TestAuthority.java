package net.tensamin.omega.testing;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority for tests.
 *
 * <pre>{@code
 * TestAuthority clients = TestAuthority.named("Clients");
 * TestIdentity device = clients.device(42);
 * TestIdentity expired = clients.certificate("old").user(42).expired().issue();
 * }</pre>
 */
public final class TestAuthority {
    private static final SecureRandom RANDOM = new SecureRandom();
    private final PrivateKey key;
    private final X509Certificate certificate;
    private final List<X509Certificate> above;

    private TestAuthority(PrivateKey key, X509Certificate certificate, List<X509Certificate> above) {
        this.key = key;
        this.certificate = certificate;
        this.above = above;
    }

    /** A self-signed root with a P-256 key. */
    public static TestAuthority named(String name) {
        return named(name, p256());
    }

    /** A self-signed root of this name with these keys. */
    public static TestAuthority named(String name, KeyPair keys) {
        Request request = new Request(null, name).keys(keys).authority();
        return new TestAuthority(keys.getPrivate(), request.signedBy(keys.getPrivate(), request.subject), List.of());
    }

    /** Someone who issues certificates with this identity, whether it may or not. */
    public static TestAuthority of(TestIdentity identity) {
        return new TestAuthority(identity.key(), identity.certificate(), identity.chain());
    }

    /** The development CA that a server made in its data directory. */
    public static TestAuthority development(Path dataDirectory) {
        char[] password = "development".toCharArray();
        try {
            KeyStore store =
                    KeyStore.getInstance(dataDirectory.resolve("pki/ca.p12").toFile(), password);
            String alias = store.aliases().nextElement();
            X509Certificate certificate = (X509Certificate) store.getCertificate(alias);
            return of(new TestIdentity((PrivateKey) store.getKey(alias, password), List.of(certificate)));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An authority under this one; what it issues comes with its certificate in the chain. */
    public TestAuthority intermediate(String name) {
        return of(certificate(name).authority().issue());
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** Its own key and certificate. */
    public TestIdentity identity() {
        return new TestIdentity(key, List.of(certificate));
    }

    /** A certificate to be described and issued; by default P-256, valid today, of no particular usage. */
    public Request certificate(String commonName) {
        return new Request(this, commonName);
    }

    /** What enrolment issues: the user's URI, client authentication, digital signatures. */
    public TestIdentity device(long user) {
        return certificate("device of " + user).user(user).forClients().issue();
    }

    public TestIdentity operator(String name) {
        return certificate(name)
                .uri("urn:tensamin:operator:" + name)
                .forClients()
                .issue();
    }

    /** A server's certificate for {@code localhost} and {@code 127.0.0.1}. */
    public TestIdentity server() {
        return serverRequest().issue();
    }

    /** For a certificate as {@link #server} has it. */
    public Request serverRequest() {
        return certificate("localhost")
                .name(new GeneralName(GeneralName.dNSName, "localhost"))
                .name(new GeneralName(GeneralName.iPAddress, "127.0.0.1"))
                .extendedKeyUsage(KeyPurposeId.id_kp_serverAuth)
                .keyUsage(KeyUsage.digitalSignature);
    }

    public Path writePem(Path file) {
        return TestIdentity.write(file, TestIdentity.pem(certificate));
    }

    /** A store that trusts this authority alone. */
    public KeyStore trustStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("authority", certificate);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static KeyPair p256() {
        return elliptic("secp256r1");
    }

    public static KeyPair p384() {
        return elliptic("secp384r1");
    }

    public static KeyPair p521() {
        return elliptic("secp521r1");
    }

    public static KeyPair ed25519() {
        return generate("Ed25519", null);
    }

    public static KeyPair rsa(int bits) {
        return generate("RSA", new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4));
    }

    /** With a key that is for this digest only, or for any if it is null. */
    public static KeyPair rsassaPss(String digest) {
        PSSParameterSpec only = digest == null
                ? null
                : new PSSParameterSpec(
                        digest, "MGF1", new MGF1ParameterSpec(digest), 32, PSSParameterSpec.TRAILER_FIELD_BC);
        return generate("RSASSA-PSS", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4, only));
    }

    private static KeyPair generate(String algorithm, AlgorithmParameterSpec parameters) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (parameters != null) {
                generator.initialize(parameters);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static KeyPair rsa2048() {
        return rsa(2048);
    }

    private static KeyPair elliptic(String curve) {
        return generate("EC", new ECGenParameterSpec(curve));
    }

    /** A certificate in the making. */
    public static final class Request {
        private final TestAuthority issuer;
        private final X500Principal subject;
        private final List<GeneralName> names = new ArrayList<>();
        private final List<KeyPurposeId> purposes = new ArrayList<>();
        private KeyPair keys;
        private Instant from = Instant.now().minus(Duration.ofDays(1));
        private Instant until = Instant.now().plus(Duration.ofDays(30));
        private int usages = -1;
        private boolean authority;
        private Integer pathLength;
        private String algorithm;
        private final List<Extension> extensions = new ArrayList<>();
        private byte[] padding;

        private Request(TestAuthority issuer, String commonName) {
            this.issuer = issuer;
            this.subject = new X500Principal("CN=" + commonName);
        }

        public Request keys(KeyPair keys) {
            this.keys = keys;
            return this;
        }

        public Request user(long id) {
            return uri("urn:tensamin:user:" + id);
        }

        public Request uri(String uri) {
            return name(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
        }

        public Request name(GeneralName name) {
            names.add(name);
            return this;
        }

        public Request validity(Instant from, Instant until) {
            this.from = from;
            this.until = until;
            return this;
        }

        public Request expired() {
            return validity(
                    Instant.now().minus(Duration.ofDays(30)), Instant.now().minus(Duration.ofHours(1)));
        }

        public Request notYetValid() {
            return validity(
                    Instant.now().plus(Duration.ofHours(1)), Instant.now().plus(Duration.ofDays(30)));
        }

        public Request forClients() {
            return extendedKeyUsage(KeyPurposeId.id_kp_clientAuth).keyUsage(KeyUsage.digitalSignature);
        }

        public Request extendedKeyUsage(KeyPurposeId purpose) {
            purposes.add(purpose);
            return this;
        }

        /** Bits of {@link KeyUsage}. */
        public Request keyUsage(int bits) {
            usages = bits;
            return this;
        }

        public Request authority() {
            authority = true;
            return keyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
        }

        /** At most so many authorities below. */
        public Request pathLength(int most) {
            pathLength = most;
            return this;
        }

        /** Signed otherwise than with SHA-256. */
        public Request signedWith(String algorithm) {
            this.algorithm = algorithm;
            return this;
        }

        public Request extension(String oid, boolean critical, ASN1Encodable value) {
            try {
                extensions.add(new Extension(
                        new ASN1ObjectIdentifier(oid), critical, new DEROctetString(value.toASN1Primitive())));
                return this;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Of the issuer's key and of its own, as authorities have them. */
        public Request keyIdentifiers() {
            try {
                JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
                KeyPair own = keys();
                return extension("2.5.29.14", false, identifiers.createSubjectKeyIdentifier(own.getPublic()))
                        .extension(
                                "2.5.29.35",
                                false,
                                identifiers.createAuthorityKeyIdentifier(issuer.certificate.getPublicKey()));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private KeyPair keys() {
            keys = keys == null ? p256() : keys;
            return keys;
        }

        /** An authority that issues with this certificate; what it issues comes with the certificates of those above. */
        public TestAuthority authorityIssued() {
            return of(authority().issue());
        }

        /** Makes the certificate larger by about this many bytes. */
        public Request padded(int bytes) {
            padding = new byte[bytes];
            return this;
        }

        public TestIdentity issue() {
            keys();
            List<X509Certificate> chain = new ArrayList<>();
            chain.add(signedBy(issuer.key, issuer.certificate.getSubjectX500Principal()));
            chain.addAll(issuer.above);
            return new TestIdentity(keys.getPrivate(), chain);
        }

        private X509Certificate signedBy(PrivateKey signer, X500Principal by) {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    by,
                    new BigInteger(63, RANDOM).add(BigInteger.ONE),
                    Date.from(from),
                    Date.from(until),
                    subject,
                    keys.getPublic());
            try {
                addExtensions(builder);
                return new JcaX509CertificateConverter().getCertificate(builder.build(contentSigner(signer)));
            } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private ContentSigner contentSigner(PrivateKey signer) throws OperatorCreationException {
            String chosen = algorithm == null ? usual(signer) : algorithm;
            JcaContentSignerBuilder builder = new JcaContentSignerBuilder(chosen);
            if (chosen.endsWith("MGF1")) {
                builder.setProvider(new BouncyCastleProvider());
            }
            return builder.build(signer);
        }

        private static String usual(PrivateKey signer) {
            return switch (signer.getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "RSASSA-PSS" -> "SHA256withRSAandMGF1";
                case "EdDSA", "Ed25519" -> "Ed25519";
                default -> "SHA256withECDSA";
            };
        }

        private void addExtensions(X509v3CertificateBuilder builder) throws IOException {
            builder.addExtension(
                    Extension.basicConstraints,
                    true,
                    pathLength == null ? new BasicConstraints(authority) : new BasicConstraints(pathLength));
            for (Extension extension : extensions) {
                builder.addExtension(extension);
            }
            if (usages >= 0) {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(usages));
            }
            if (!purposes.isEmpty()) {
                ExtendedKeyUsage usage = new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new));
                builder.addExtension(Extension.extendedKeyUsage, false, usage);
            }
            if (!names.isEmpty()) {
                GeneralNames alternatives = new GeneralNames(names.toArray(GeneralName[]::new));
                builder.addExtension(Extension.subjectAlternativeName, false, alternatives);
            }
            if (padding != null) {
                builder.addExtension(
                        new ASN1ObjectIdentifier("1.3.6.1.4.1.55555.1"), false, new DEROctetString(padding));
            }
        }
    }
}
