package net.tensamin.omega.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.tensamin.omega.testing.PointOf;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemFilesTest {
    private static final TestIdentity DEVICE =
            TestAuthority.named("root").intermediate("below").device(42);

    @TempDir
    private Path directory;

    @Test
    void chainIsReadInItsOrder() {
        Path file = DEVICE.writeChain(directory.resolve("chain.pem"));
        assertEquals(DEVICE.chain(), PemFiles.certificates(file));
    }

    /** As Omega wrote them, and the JDK does. */
    @Test
    void ellipticKeyWithoutItsPublicPointIsRead() throws IOException {
        Path file = DEVICE.writeKey(directory.resolve("device.key"));
        assertEquals(67, PointOf.pem(file).length);
        assertEquals(DEVICE.key(), PemFiles.privateKey(file));
    }

    @Test
    void rsaKeyIsRead() {
        TestIdentity rsa = TestAuthority.named("root")
                .certificate("rsa")
                .keys(TestAuthority.rsa2048())
                .issue();
        Path file = rsa.writeKey(directory.resolve("rsa.key"));
        assertEquals(rsa.key(), PemFiles.privateKey(file));
    }

    @Test
    void keyAfterItsCertificateInOneFileIsFound() throws IOException {
        Path file = DEVICE.writeChain(directory.resolve("both.pem"));
        Path key = DEVICE.writeKey(directory.resolve("device.key"));
        Files.writeString(file, Files.readString(file) + Files.readString(key));
        assertEquals(DEVICE.key(), PemFiles.privateKey(file));
    }

    @Test
    void keyOfAnotherFormIsRefusedWithTheWayOut() throws IOException {
        Path file = write("-----BEGIN EC PRIVATE KEY-----\nMHcC\n-----END EC PRIVATE KEY-----\n");
        String message =
                assertThrows(Failure.class, () -> PemFiles.privateKey(file)).getMessage();
        assertTrue(message.contains("openssl pkcs8 -topk8 -nocrypt -in " + file), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "-----BEGIN PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nAAEC\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\n=\n-----END PRIVATE KEY-----\n"
            })
    void fileWithoutKeyIsNamed(String content) throws IOException {
        Path file = write(content);
        assertNames(file, assertThrows(Failure.class, () -> PemFiles.privateKey(file)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "-----BEGIN CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\nAAEC\n-----END CERTIFICATE-----\n"
            })
    void fileWithoutCertificateIsNamed(String content) throws IOException {
        Path file = write(content);
        assertNames(file, assertThrows(Failure.class, () -> PemFiles.certificates(file)));
    }

    @Test
    void missingFileIsExplained() {
        Path file = directory.resolve("missing.pem");
        Failure failure = assertThrows(Failure.class, () -> PemFiles.certificates(file));
        assertEquals(ExitCode.USAGE, failure.exitCode());
        assertTrue(failure.getMessage().startsWith("There is no " + file), failure.getMessage());
    }

    @Test
    void directoryInPlaceOfAFileIsNamed() {
        assertNames(directory, assertThrows(Failure.class, () -> PemFiles.certificates(directory)));
    }

    private static void assertNames(Path file, Failure failure) {
        assertEquals(ExitCode.USAGE, failure.exitCode());
        assertTrue(failure.getMessage().startsWith(file.toString()), failure.getMessage());
    }

    private Path write(String content) throws IOException {
        return Files.writeString(directory.resolve("file.pem"), content);
    }
}
