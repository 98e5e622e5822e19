package net.tensamin.omega.pki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.tensamin.omega.account.CertificateIdentity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyStoresTest {
    @TempDir
    Path data;

    private Path directory;

    @BeforeEach
    void pki() {
        directory = data.resolve("pki");
    }

    @Test
    void aFirstStartMakesAServerCertificateForLoopbackSignedByTheDevelopmentCa() throws Exception {
        KeyMaterial material = open().material();
        X509Certificate server = material.serverChain().get(0);
        server.verify(material.clientAuthorities().get(0).getPublicKey());
        assertTrue(server.getSubjectAlternativeNames().stream().anyMatch(name -> name.contains("localhost")));
        assertEquals(List.of("1.3.6.1.5.5.7.3.1"), server.getExtendedKeyUsage());
    }

    @Test
    void aLaterStartKeepsWhatTheFirstMade() {
        KeyMaterial first = open().material();
        KeyMaterial second = open().material();
        assertEquals(first.serverChain(), second.serverChain());
        assertEquals(first.clientAuthorities(), second.clientAuthorities());
    }

    @Test
    void onlyTheOwnerReadsKeys() throws IOException {
        open();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                boolean certificatesOnly = file.toString().endsWith(".pem");
                assertEquals(certificatesOnly ? "rw-r--r--" : "rw-------", mode, file.toString());
            }
        }
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
    }

    @Test
    void theOperatorCertificateSpeaksForAnOperator() throws Exception {
        open();
        try (InputStream in = Files.newInputStream(directory.resolve("operator.pem"))) {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .iterator()
                    .next();
            assertEquals(
                    new CertificateIdentity.Operator("development"),
                    CertificateIdentity.of(certificate).orElseThrow());
        }
    }

    @Test
    void aStartThatMayMakeNoKeysSaysWhatIsMissing() {
        PkiSettings production = settings("secret", false);
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> new KeyStores(production));
        assertTrue(refused.getMessage().contains("server.p12 and trust.p12 are missing"), refused.getMessage());
        assertFalse(Files.exists(directory));
    }

    @Test
    void halfOfForeignKeyMaterialIsAnErrorAndIsNotOverwritten() throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("server.p12"), "foreign");
        IllegalStateException refused = assertThrows(IllegalStateException.class, this::open);
        assertTrue(refused.getMessage().contains("trust.p12 is missing"), refused.getMessage());
        assertEquals("foreign", Files.readString(directory.resolve("server.p12")));
    }

    @Test
    void aFirstStartThatWasCutOffIsMadeWhole() throws IOException {
        open();
        Files.delete(directory.resolve("trust.p12"));
        assertEquals(1, open().material().clientAuthorities().size());
    }

    @Test
    void aWrongPasswordIsAnErrorThatNamesTheDirectory() {
        open();
        PkiSettings wrong = settings("wrong", true);
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> new KeyStores(wrong));
        assertTrue(refused.getMessage().contains(directory.toString()), refused.getMessage());
    }

    private KeyStores open() {
        return new KeyStores(settings(PkiSettings.DEVELOPMENT_PASSWORD, true));
    }

    private PkiSettings settings(String password, boolean development) {
        return new PkiSettings(directory, password, development, Optional.empty(), password);
    }
}
