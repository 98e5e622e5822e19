package net.tensamin.omega.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import net.tensamin.omega.testing.TestConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start looks at first, all components together; nothing of it needs a server. */
class StartChecksTest {
    private static final int CONFIGURATION = 78;
    private static final int TEMPORARY = 75;

    @TempDir
    Path directory;

    private final Map<String, String> config = new HashMap<>();

    @BeforeEach
    void configure() {
        config.put("omega.data-dir", directory.resolve("data").toString());
        config.put("omega.quic.address", "127.0.0.1");
        config.put("omega.quic.port", "0");
    }

    @Test
    void aGoodConfigurationPassesAndADevelopmentServerHasItsKeys() throws Exception {
        StartChecks.check(new TestConfig(config));
        assertTrue(Files.exists(pki("server.p12")));
    }

    @Test
    void aPortInUseMayPass() throws IOException {
        try (DatagramSocket other = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            config.put("omega.quic.port", Integer.toString(other.getLocalPort()));
            assertFails(TEMPORARY, "omega.quic.port (OMEGA_QUIC_PORT)");
        }
    }

    @Test
    void withoutKeysAProductionServerMakesNone() {
        config.put("omega.pki.development", "false");
        assertFails(CONFIGURATION, "server.p12 and trust.p12 are missing");
        assertFalse(Files.exists(pki("server.p12")));
    }

    @Test
    void aWrongPasswordNamesItsKey() throws Exception {
        StartChecks.check(new TestConfig(config));
        config.put("omega.pki.password", "another");
        assertFails(CONFIGURATION, "omega.pki.password (OMEGA_PKI_PASSWORD) must be the password of server.p12");
    }

    @Test
    void garbageInThePlaceOfAKeyFileIsNamed() throws Exception {
        StartChecks.check(new TestConfig(config));
        Files.writeString(pki("server.p12"), "-----BEGIN GARBAGE-----");
        assertFails(CONFIGURATION, "server.p12 must be a PKCS#12 file");
    }

    /** What openssl makes has no mark that Java looks for: no certificate of it would be trusted. */
    @Test
    void aTrustStoreOfOpensslGetsALineThatSaysHowToMakeOne() throws Exception {
        StartChecks.check(new TestConfig(config));
        ProcessBuilder openssl = new ProcessBuilder(
                "openssl",
                "pkcs12",
                "-export",
                "-nokeys",
                "-in",
                pki("ca.pem").toString(),
                "-passout",
                "pass:development",
                "-out",
                pki("trust.p12").toString());
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "NOT TESTED: openssl is not installed");
        assertEquals(0, openssl.redirectErrorStream(true).start().waitFor());
        assertFails(CONFIGURATION, "make it with keytool -importcert");
    }

    @Test
    void aDataDirectoryThatCannotBeWrittenNamesItsKey() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        config.put("omega.data-dir", file.resolve("data").toString());
        assertFails(CONFIGURATION, "omega.data-dir (OMEGA_DATA_DIR) must be a directory that user");
    }

    @Test
    void aMisspeltKeyEndsTheStart() {
        config.put("omega.qiuc.port", "9200");
        assertFails(CONFIGURATION, "omega.qiuc.port is no key of Omega; the nearest is omega.quic.port");
    }

    /** SPEC knows no figure for these, but their order is what makes each of use. */
    @Test
    void aStatementThatMayTakeLongerThanItsConnectionIsAContradiction() {
        config.put("omega.db.statement-timeout", "PT8S");
        assertFails(
                CONFIGURATION, "omega.db.socket-timeout (PT8S) must be longer than omega.db.statement-timeout (PT8S)");
        config.put("omega.db.statement-timeout", "PT3S");
        assertFails(
                CONFIGURATION, "omega.db.statement-timeout (PT3S) must be longer than omega.db.lock-timeout (PT3S)");
    }

    @Test
    void aFullDiskMayPass() {
        StartFailure failure =
                StartFailure.of(new IllegalStateException("cannot write", new IOException("No space left on device")));
        assertEquals(TEMPORARY, failure.exitCode());
        assertTrue(failure.getMessage().startsWith("omega.data-dir (OMEGA_DATA_DIR) is on a full disk"));
    }

    @Test
    void whateverIsWrongIsOneLine() {
        assertEquals(
                "one",
                StartFailure.of(new IllegalStateException("one\n  two\n")).getMessage());
        assertEquals(
                "java.lang.IllegalStateException",
                StartFailure.of(new IllegalStateException()).getMessage());
    }

    private Path pki(String file) {
        return directory.resolve("data/pki").resolve(file);
    }

    private void assertFails(int exitCode, String line) {
        StartFailure failure = assertThrows(StartFailure.class, () -> {
            try {
                StartChecks.check(new TestConfig(config));
            } catch (Exception e) {
                throw StartFailure.of(e);
            }
        });
        assertEquals(exitCode, failure.exitCode(), failure.getMessage());
        assertTrue(failure.getMessage().contains(line), failure.getMessage());
        assertEquals(1, failure.getMessage().lines().count());
    }
}
