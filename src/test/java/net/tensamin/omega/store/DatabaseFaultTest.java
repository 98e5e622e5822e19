package net.tensamin.omega.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import net.tensamin.omega.configuration.StartFailure;
import net.tensamin.omega.testing.TestConfig;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the drivers really say, and what an operator reads. */
class DatabaseFaultTest {
    private static final int CONFIGURATION = 78;
    private static final int TEMPORARY = 75;

    @Test
    void aWrongPasswordOfPostgreSqlIsAMatterOfConfiguration() {
        assertReads(
                CONFIGURATION,
                "omega.db.user (OMEGA_DB_USER) and omega.db.password (OMEGA_DB_PASSWORD) must be those of",
                new SQLException("FATAL: password authentication failed for user \"omega\"", "28P01"));
    }

    @Test
    void aWrongPasswordOfH2Too(@TempDir Path directory) throws SQLException {
        String url = "jdbc:h2:file:" + directory.resolve("omega");
        DriverManager.getConnection(url, "omega", "right").close();
        assertReads(CONFIGURATION, "omega.db.password", fault(url, "omega", "wrong"));
    }

    @Test
    void anotherServersDatabaseMayBecomeFree(@TempDir Path directory) throws Exception {
        String url = "jdbc:h2:file:" + directory.resolve("omega");
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Path.of(org.h2.Driver.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                                .toString(),
                        "org.h2.tools.Shell",
                        "-url",
                        url)
                .redirectErrorStream(true)
                .start();
        try {
            other.outputWriter().write("create table held (id int);\n");
            other.outputWriter().flush();
            String said = "";
            while (!said.contains("Update count")) {
                said = other.inputReader().readLine();
            }
            assertReads(TEMPORARY, "another server uses the database", fault(url, "", ""));
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void oneThatIsAwayMayComeBack() {
        assertReads(
                TEMPORARY,
                "was away for omega.db.wait (OMEGA_DB_WAIT), PT5M",
                fault("jdbc:postgresql://127.0.0.1:1/omega", "omega", "any"));
    }

    @Test
    void anUnknownDatabaseIsAMatterOfConfigurationAndTellsNoSecret() {
        StartFailure failure = DatabaseFault.of(
                new SQLException("FATAL: database \"x\" does not exist", "3D000"),
                settings("jdbc:postgresql://omega:secret@db/x?password=secret"));
        assertEquals(CONFIGURATION, failure.exitCode());
        assertTrue(failure.getMessage()
                .startsWith("omega.db.url (OMEGA_DB_URL): no connection to jdbc:postgresql://db/x"));
        assertTrue(!failure.getMessage().contains("secret"), failure.getMessage());
    }

    private static SQLException fault(String url, String user, String password) {
        return Assertions.assertThrows(SQLException.class, () -> {
            try (Connection never = DriverManager.getConnection(url, user, password)) {
                never.isValid(1);
            }
        });
    }

    private static void assertReads(int exitCode, String part, SQLException fault) {
        StartFailure failure = DatabaseFault.of(fault, settings("jdbc:h2:file:/data/omega"));
        assertEquals(exitCode, failure.exitCode(), failure.getMessage());
        assertTrue(failure.getMessage().contains(part), failure.getMessage());
    }

    private static DatabaseSettings settings(String url) {
        return DatabaseSettings.from(new TestConfig(Map.of("omega.db.url", url)));
    }
}
