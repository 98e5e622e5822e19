package net.tensamin.omega.pki;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.testing.PointOf;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
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
    void theOperatorsKeyHasThePublicPointThatRustlsAndGnuTlsAskFor() throws Exception {
        open();
        byte[] pkcs8 = PointOf.pem(directory.resolve("operator.key"));
        assertEquals(138, pkcs8.length);
        try (InputStream in = Files.newInputStream(directory.resolve("operator.pem"))) {
            PublicKey certified = CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getPublicKey();
            assertArrayEquals(PointOf.publicKey(certified), PointOf.pkcs8(pkcs8));
        }
    }

    @Test
    void aWrongPasswordIsAnErrorThatNamesTheDirectory() {
        open();
        PkiSettings wrong = settings("wrong", true);
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> new KeyStores(wrong));
        assertTrue(refused.getMessage().contains(directory.toString()), refused.getMessage());
    }

    @Test
    void aServerCertificateThatWasReplacedIsReadOnce() throws Exception {
        KeyStores stores = open();
        KeyMaterial before = stores.material();
        assertEquals(Optional.empty(), stores.replaced(keys -> {}));

        replaceServerKeys();

        KeyMaterial after = stores.replaced(keys -> {}).orElseThrow();
        assertNotEquals(before.serverChain(), after.serverChain());
        assertEquals(before.clientAuthorities(), after.clientAuthorities());
        assertEquals(after, stores.material());
        assertEquals(Optional.empty(), stores.replaced(keys -> {}));
    }

    /** QUIC tries a key before it takes it. */
    @Test
    void aServerCertificateThatIsOfNoUseIsNobodysAndIsTriedAgain() throws Exception {
        KeyStores stores = open();
        KeyMaterial before = stores.material();
        replaceServerKeys();

        assertThrows(
                IllegalStateException.class,
                () -> stores.replaced(keys -> {
                    throw new IllegalArgumentException("key does not fit");
                }));

        assertEquals(before, stores.material());
        assertTrue(stores.replaced(keys -> {}).isPresent());
    }

    @Test
    void aServerCertificateThatIsHalfWrittenIsReadWhenItIsWhole() throws Exception {
        KeyStores stores = open();
        KeyMaterial before = stores.material();
        Path server = directory.resolve("server.p12");
        Files.writeString(server, "half");
        touched(server, 1);
        assertThrows(IllegalStateException.class, () -> stores.replaced(keys -> {}));
        assertThrows(IllegalStateException.class, () -> stores.replaced(keys -> {}));
        assertEquals(before, stores.material());

        Files.delete(server);
        assertThrows(IllegalStateException.class, () -> stores.replaced(keys -> {}));
        replaceServerKeys();
        assertTrue(stores.replaced(keys -> {}).isPresent());
    }

    @Test
    void aDevelopmentServerIssuesAndAProductionServerOnlyWithItsOwnKey() throws Exception {
        open();
        assertTrue(open().clientCa().isPresent());
        assertTrue(new KeyStores(settings(PkiSettings.DEVELOPMENT_PASSWORD, false))
                .clientCa()
                .isEmpty());
        assertEquals(
                open().material().clientAuthorities(),
                List.of(production("ca.p12", PkiSettings.DEVELOPMENT_PASSWORD)
                        .clientCa()
                        .orElseThrow()
                        .certificate()));
    }

    @Test
    void anAuthorityThatCannotBeUsedStopsTheStartAndSaysWhy() throws Exception {
        open();
        new TestIdentity(
                        TestAuthority.p256().getPrivate(),
                        List.of(TestAuthority.named("CA").certificate()))
                .writePkcs12(directory.resolve("mismatch.p12"));
        TestAuthority.named("CA").device(42).writePkcs12(directory.resolve("device.p12"));
        Path other = data.resolve("other");
        new KeyStores(new PkiSettings(other, "development", true, Optional.empty(), "development", "development"));
        Files.copy(other.resolve("ca.p12"), directory.resolve("untrusted.p12"));

        assertStartFails("missing.p12", "development", "missing.p12");
        assertStartFails("ca.p12", "wrong", "password");
        assertStartFails("trust.p12", "development", "no private key");
        assertStartFails("mismatch.p12", "changeit", "not that of the authority");
        assertStartFails("device.p12", "changeit", "not the certificate of an authority");
        assertStartFails("untrusted.p12", "development", "trust.p12 lacks");
    }

    private void assertStartFails(String file, String password, String why) {
        IllegalStateException failed = assertThrows(IllegalStateException.class, () -> production(file, password));
        assertTrue(failed.getMessage().contains(why), failed.getMessage());
    }

    private KeyStores production(String clientCa, String password) {
        return new KeyStores(new PkiSettings(
                directory,
                PkiSettings.DEVELOPMENT_PASSWORD,
                false,
                Optional.of(directory.resolve(clientCa)),
                password,
                PkiSettings.DEVELOPMENT_PASSWORD));
    }

    private void replaceServerKeys() throws IOException {
        Path other = data.resolve("renewed");
        new KeyStores(new PkiSettings(other, "development", true, Optional.empty(), "development", "development"));
        Path server = directory.resolve("server.p12");
        Files.copy(other.resolve("server.p12"), server, StandardCopyOption.REPLACE_EXISTING);
        touched(server, 2);
    }

    /** Clocks of file systems are coarse. */
    private static void touched(Path file, int minutesAhead) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(Duration.ofMinutes(minutesAhead))));
    }

    private KeyStores open() {
        return new KeyStores(settings(PkiSettings.DEVELOPMENT_PASSWORD, true));
    }

    private PkiSettings settings(String password, boolean development) {
        return new PkiSettings(directory, password, development, Optional.empty(), password, password);
    }
}
