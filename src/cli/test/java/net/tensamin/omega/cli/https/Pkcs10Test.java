package net.tensamin.omega.cli.https;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.security.KeyPair;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import net.tensamin.omega.testing.TestAuthority;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class Pkcs10Test {
    static Stream<Arguments> requests() {
        return Stream.of(
                arguments("CN=device", TestAuthority.p256()),
                arguments("CN=device", TestAuthority.rsa2048()),
                arguments("CN=device", TestAuthority.p521()),
                arguments("CN=device", TestAuthority.ed25519()),
                arguments("CN=device", TestAuthority.rsassaPss(null)),
                arguments("CN=device", TestAuthority.rsassaPss("SHA-512")),
                arguments("CN=" + "x".repeat(60) + ",O=" + "y".repeat(200), TestAuthority.p256()));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void anIndependentReaderFindsSubjectKeyAndProof(String name, KeyPair keys) throws Exception {
        X500Principal subject = new X500Principal(name);

        byte[] der = Pkcs10.request(subject, keys.getPublic(), keys.getPrivate());

        JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(der);
        assertArrayEquals(subject.getEncoded(), request.getSubject().getEncoded());
        assertEquals(keys.getPublic(), request.getPublicKey());
        assertTrue(request.isSignatureValid(new JcaContentVerifierProviderBuilder()
                .setProvider(new BouncyCastleProvider())
                .build(keys.getPublic())));
        assertArrayEquals(ASN1Primitive.fromByteArray(der).getEncoded(ASN1Encoding.DER), der);
    }
}
