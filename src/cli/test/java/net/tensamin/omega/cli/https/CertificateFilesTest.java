package net.tensamin.omega.cli.https;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.util.List;
import java.util.stream.Stream;
import net.tensamin.omega.cli.Failure;
import net.tensamin.omega.cli.PemFiles;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFilesTest {
    private static final TestAuthority AUTHORITY = TestAuthority.named("Omega");

    @TempDir
    private Path directory;

    @Test
    void whatIsWrittenIsReadAndTheKeyIsItsOwnersOnly() throws IOException {
        TestIdentity phone = AUTHORITY.device(42);
        CertificateFiles files = CertificateFiles.at(directory.resolve("phone.pem"));
        files.write(new KeyPair(phone.certificate().getPublicKey(), phone.key()));
        files.write(AUTHORITY.device(42).certificate());
        files.write(phone.certificate());

        assertEquals(List.of(phone.certificate()), PemFiles.certificates(files.certificate()));
        ECPrivateKey read =
                (ECPrivateKey) ClientKey.read(files.certificate(), files.key()).key();
        assertEquals(((ECPrivateKey) phone.key()).getS(), read.getS());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(files.key())));
        assertEquals(List.of("phone.key", "phone.pem"), names());
    }

    @Test
    void aFailureLeavesNothingBehind() throws IOException {
        Files.createDirectories(directory.resolve("phone.pem/in-the-way"));
        CertificateFiles files = CertificateFiles.at(directory.resolve("phone.pem"));
        assertThrows(Failure.class, () -> files.write(AUTHORITY.certificate()));
        assertEquals(List.of("phone.pem"), names());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
