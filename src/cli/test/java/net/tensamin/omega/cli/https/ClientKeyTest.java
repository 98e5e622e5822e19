package net.tensamin.omega.cli.https;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.stream.Stream;
import net.tensamin.omega.cli.Failure;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files that a device's key and certificates come in. */
class ClientKeyTest {
    private static final TestAuthority AUTHORITY = TestAuthority.named("root");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @MethodSource
    void keysOfEveryKindAreRead(KeyPair keys) throws IOException {
        TestIdentity device = device(keys);
        Path certificate = device.writeChain(directory.resolve("device.pem"));
        Path key = device.writeKey(directory.resolve("device.key"));

        ClientKey read = ClientKey.read(certificate, key);

        assertEquals(keys.getPrivate(), read.key());
        assertEquals(device.chain(), read.chain());
        assertEquals(device.chain().subList(1, device.chain().size()), read.issuers());
        assertEquals(1, read.managers().length);
        assertTrue(
                Pkcs10.request(read.certificate().getSubjectX500Principal(), keys.getPublic(), read.key()).length > 0);
    }

    static Stream<KeyPair> keysOfEveryKindAreRead() throws Exception {
        KeyPairGenerator ed25519 = KeyPairGenerator.getInstance("Ed25519");
        return Stream.of(
                ec("secp256r1"), ec("secp384r1"), ec("secp521r1"), TestAuthority.rsa2048(), ed25519.generateKeyPair());
    }

    private static KeyPair ec(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    @Test
    void keyAndCertificatesMayBeInOneFileAfterAByteOrderMark() throws Exception {
        TestIdentity device = device(ec("secp384r1"));
        Path both = together(device);

        ClientKey read = ClientKey.read(both, directory.resolve("both.key"));

        assertEquals(device.key(), read.key());
        assertEquals(device.chain(), read.chain());
    }

    @Test
    void aRenewedCertificateLeavesTheKeyOfItsFileThere() throws Exception {
        TestIdentity device = device(ec("secp256r1"));
        Path both = together(device);
        TestIdentity renewed = device(ec("secp256r1"));

        CertificateFiles.at(both).write(renewed.certificate());

        ClientKey read = ClientKey.read(both, directory.resolve("both.key"));
        assertEquals(device.key(), read.key());
        assertEquals(renewed.certificate(), read.certificate());
    }

    @Test
    void pkcs12HasBoth() throws Exception {
        TestIdentity device = device(TestAuthority.rsa2048());
        Path file = directory.resolve("device.p12");
        char[] password = "secret".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("phone", device.key(), password, device.chain().toArray(Certificate[]::new));
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password);
        }

        ClientKey read = Pkcs12.read(file, password);

        assertEquals(device.key(), read.key());
        assertEquals(device.chain(), read.chain());
        String wrong =
                assertThrows(Failure.class, () -> ClientKey.read(file, file)).getMessage();
        assertTrue(wrong.contains("OMEGA_P12_PASSWORD"), wrong);
        assertThrows(Failure.class, () -> CertificateFiles.at(file).write(device.certificate()));
    }

    private static TestIdentity device(KeyPair keys) {
        return AUTHORITY.certificate("device").user(42).forClients().keys(keys).issue();
    }

    private Path together(TestIdentity device) throws IOException {
        Path both = device.writeChain(directory.resolve("both.pem"));
        Path key = device.writeKey(directory.resolve("other.key"));
        return Files.writeString(both, "\uFEFF" + Files.readString(key) + Files.readString(both));
    }
}
