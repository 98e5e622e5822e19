package net.tensamin.omega.enrolment;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.Base64;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A PKCS#10 request in the making. */
final class TestRequest {
    private final KeyPair keys;
    private PrivateKey signer;
    private String algorithm;
    private X500Principal subject = new X500Principal("CN=urn:tensamin:operator:me");
    private String uri;

    private TestRequest(KeyPair keys) {
        this.keys = keys;
        this.signer = keys.getPrivate();
        this.algorithm = usual(keys.getPrivate());
    }

    private static String usual(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "RSASSA-PSS" -> "SHA256withRSAandMGF1";
            case "EdDSA" -> "Ed25519";
            default -> "SHA256withECDSA";
        };
    }

    static TestRequest of(KeyPair keys) {
        return new TestRequest(keys);
    }

    TestRequest signedBy(PrivateKey other) {
        signer = other;
        return this;
    }

    TestRequest algorithm(String name) {
        algorithm = name;
        return this;
    }

    TestRequest subject(X500Principal name) {
        subject = name;
        return this;
    }

    TestRequest uri(String name) {
        uri = name;
        return this;
    }

    byte[] der() throws Exception {
        PKCS10CertificationRequestBuilder builder = new JcaPKCS10CertificationRequestBuilder(subject, keys.getPublic());
        if (uri != null) {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            GeneralName name = new GeneralName(GeneralName.uniformResourceIdentifier, uri);
            extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(name));
            builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
        }
        JcaContentSignerBuilder signing = new JcaContentSignerBuilder(algorithm);
        if (algorithm.endsWith("MGF1")) {
            signing.setProvider(new BouncyCastleProvider());
        }
        return builder.build(signing.build(signer)).getEncoded();
    }

    byte[] body() throws Exception {
        return Base64.getMimeEncoder().encode(der());
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
