package net.tensamin.omega.enrolment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.stream.Stream;
import net.tensamin.omega.enrolment.EnrolmentRefusedException.Reason;
import net.tensamin.omega.testing.TestAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CertificationRequestTest {
    private static final KeyPair EC = TestAuthority.p256();
    private static final KeyPair RSA = TestAuthority.rsa2048();

    static Stream<Arguments> acceptable() throws Exception {
        return Stream.of(
                arguments("EC P-256", EC, TestRequest.of(EC).body()),
                acceptable("EC P-384", TestAuthority.p384()),
                acceptable("EC P-521", TestAuthority.p521()),
                acceptable("Ed25519", TestAuthority.ed25519()),
                acceptable("RSASSA-PSS", TestAuthority.rsassaPss(null)),
                acceptable("RSASSA-PSS for SHA-256", TestAuthority.rsassaPss("SHA-256")),
                arguments(
                        "RSA key, RSASSA-PSS signature",
                        RSA,
                        TestRequest.of(RSA).algorithm("SHA512withRSAandMGF1").body()),
                arguments("RSA 2048", RSA, TestRequest.of(RSA).body()),
                arguments(
                        "ECDSA with SHA-384",
                        EC,
                        TestRequest.of(EC).algorithm("SHA384withECDSA").body()),
                arguments(
                        "base64 without line breaks",
                        EC,
                        Base64.getEncoder().encode(TestRequest.of(EC).der())));
    }

    private static Arguments acceptable(String name, KeyPair keys) throws Exception {
        return arguments(name, keys, TestRequest.of(keys).body());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("acceptable")
    void aRequestWithAFitKeyIsRead(String name, KeyPair keys, byte[] body) {
        assertArrayEquals(
                keys.getPublic().getEncoded(),
                CertificationRequest.read(body).key().getEncoded());
    }

    static Stream<Arguments> unacceptable() throws Exception {
        KeyPair ed448 = KeyPairGenerator.getInstance("Ed448").generateKeyPair();
        KeyPair pss = TestAuthority.rsassaPss(null);
        byte[] der = TestRequest.of(EC).der();
        byte[] longer = Arrays.copyOf(der, der.length + 10);
        return Stream.of(
                arguments(
                        "RSA of a long exponent",
                        "below 2^32",
                        TestRequest.of(rsa(2048, (1L << 32) + 1)).body()),
                arguments(
                        "RSASSA-PSS with SHA-1",
                        "SHA-256",
                        TestRequest.of(pss).algorithm("SHA1withRSAandMGF1").body()),
                arguments(
                        "a key of another kind",
                        "not by its key",
                        TestRequest.of(EC)
                                .signedBy(RSA.getPrivate())
                                .algorithm("SHA256withRSA")
                                .body()),
                arguments(
                        "RSA 1024",
                        "2048 to 8192 bits",
                        TestRequest.of(rsa(1024, 65_537)).body()),
                arguments(
                        "RSA of exponent 3",
                        "exponent",
                        TestRequest.of(rsa(2048, 3)).body()),
                arguments(
                        "Ed448",
                        "EC, RSA or Ed25519",
                        TestRequest.of(ed448).algorithm("Ed448").body()),
                arguments(
                        "SHA-1",
                        "SHA-256",
                        TestRequest.of(EC).algorithm("SHA1withECDSA").body()),
                arguments(
                        "signed by another key",
                        "not by its key",
                        TestRequest.of(EC)
                                .signedBy(TestAuthority.p256().getPrivate())
                                .body()),
                arguments("one bit of the signature", "not by its key", flipped(der, der.length - 1)),
                arguments("garbage", "not a PKCS#10", TestRequest.text("garbage")),
                arguments("base64 of garbage", "not a PKCS#10", TestRequest.text("Z2FyYmFnZQ==")),
                arguments("nothing", "not a PKCS#10", new byte[0]),
                arguments("DER without base64", "not a PKCS#10", der),
                arguments("cut off", "not a PKCS#10", base64(Arrays.copyOf(der, der.length - 10))),
                arguments("something after it", "not a PKCS#10", base64(longer)),
                arguments(
                        "a certificate",
                        "not a PKCS#10",
                        base64(TestAuthority.named("x").certificate().getEncoded())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unacceptable")
    void anyOtherIsABadRequestThatSaysWhy(String name, String why, byte[] body) {
        EnrolmentRefusedException refused =
                assertThrows(EnrolmentRefusedException.class, () -> CertificationRequest.read(body));
        assertEquals(Reason.BAD_REQUEST, refused.reason());
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }

    @Test
    void aDamagedRequestIsABadOneOrHarmless() throws Exception {
        byte[] der = TestRequest.of(EC).uri("urn:tensamin:user:42").der();
        Random random = new Random(1);
        for (int round = 0; round < 3_000; round++) {
            byte[] damaged = der.clone();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                assertEquals(
                        EC.getPublic(),
                        CertificationRequest.read(base64(damaged)).key());
            } catch (EnrolmentRefusedException refused) {
                assertEquals(Reason.BAD_REQUEST, refused.reason());
            }
        }
    }

    private static KeyPair rsa(int bits, long exponent) throws Exception {
        AlgorithmParameterSpec parameters = new RSAKeyGenParameterSpec(bits, BigInteger.valueOf(exponent));
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(parameters);
        return generator.generateKeyPair();
    }

    private static byte[] flipped(byte[] der, int at) {
        byte[] other = der.clone();
        other[at] ^= 1;
        return base64(other);
    }

    private static byte[] base64(byte[] der) {
        return Base64.getEncoder().encode(der);
    }
}
