package net.tensamin.omega.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.store.SchemaMigration;
import net.tensamin.omega.testing.OmegaDeployment;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start of the server that cannot succeed: one line, an exit code, and nothing of the server's own above it. */
class FailedStartIT {
    private static final int CONFIGURATION = 78;
    private static final int TEMPORARY = 75;
    private static final int ENDED_BY_TERM = 143;
    private static final String FAILED = "Omega does not start: ";

    @TempDir
    Path directory;

    @BeforeEach
    void copyWhatPayaraWrites() throws IOException {
        Files.copy(Path.of(System.getProperty("omega.domain")), directory.resolve("domain.xml"));
    }

    @Test
    void aBadValueIsOneLine() throws Exception {
        String log = endsWith(CONFIGURATION, "-Domega.tauri.ping-interval=15s");
        assertTrue(
                log.contains(FAILED + "omega.tauri.ping-interval (OMEGA_TAURI_PING_INTERVAL) must be a duration"), log);
    }

    @Test
    void theHttpsPortOfAnotherServerIsNotClaimed() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String log = endsWith(TEMPORARY, "-Domega.https.port=" + other.getLocalPort());
            assertTrue(log.contains(FAILED + "omega.https.port (OMEGA_HTTPS_PORT)"), log);
            assertFalse(log.contains("Omega is up"), log);
        }
    }

    @Test
    void aDatabaseThatStaysAwayIsWaitedFor() throws Exception {
        String log = endsWith(TEMPORARY, "-Domega.db.url=jdbc:postgresql://127.0.0.1:1/omega", "-Domega.db.wait=PT3S");
        assertTrue(log.contains("Waiting for the database, PT3S at most"), log);
        assertTrue(log.contains(FAILED + "the database jdbc:postgresql://127.0.0.1:1/omega was away"), log);
    }

    /** A table is gone, which the schema's history does not know: the server fails to deploy Omega, and would go on without. */
    @Test
    void aDeploymentThatFailsForAReasonThatNothingForesawEndsTheProcess() throws Exception {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:file:" + directory.resolve("data/omega"));
        SchemaMigration.migrate(database);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop table revoked_device");
        }
        Process server = start(List.of());
        boolean ended = server.waitFor(4, TimeUnit.MINUTES);
        server.destroyForcibly();
        assertTrue(ended, this::text);
        assertEquals(CONFIGURATION, server.exitValue(), this::text);
        assertTrue(text().contains(FAILED + "the server could not deploy it"), this::text);
    }

    @Test
    void aFullDiskMayPass() throws Exception {
        Path data = Files.createDirectories(directory.resolve("data"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=96k", "omega", data.toString()) == 0,
                "NOT TESTED: a full disk needs the right to mount one");
        try {
            Process server = start(List.of());
            boolean ended = server.waitFor(4, TimeUnit.MINUTES);
            server.destroyForcibly();
            assertTrue(ended, this::text);
            assertEquals(TEMPORARY, server.exitValue(), this::text);
            assertTrue(text().contains(FAILED + "omega.data-dir (OMEGA_DATA_DIR) is on a full disk"), this::text);
            assertTrue(text().lines().noneMatch(line -> line.startsWith("\tat ")), this::text);
        } finally {
            run("umount", "--lazy", data.toString());
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException notInstalled) {
            return -1;
        }
    }

    /** In the Arab world digits are others; and who stops a server that is starting is obeyed. */
    @Test
    void termEndsAStartAndNoLineHasForeignDigits() throws Exception {
        // as the virtual machine finds it in the environment: before all options
        Process server = start(List.of("-Duser.language=ar", "-Duser.country=EG"));
        try {
            Awaitility.await("the start, see " + log())
                    .atMost(4, TimeUnit.MINUTES)
                    .until(() -> text().contains("This server runs with the"));
            server.destroy();
            assertTrue(server.waitFor(2, TimeUnit.MINUTES), () -> "TERM was not obeyed, see " + log());
            assertEquals(ENDED_BY_TERM, server.exitValue(), this::text);
            assertTrue(text().chars().noneMatch(one -> one > 127 && Character.isDigit(one)), this::text);
        } finally {
            server.destroyForcibly();
        }
    }

    private String endsWith(int exitCode, String... options) throws IOException, InterruptedException {
        Process server = start(List.of(), options);
        try {
            assertTrue(server.waitFor(4, TimeUnit.MINUTES), () -> "the server goes on, see " + log());
        } finally {
            server.destroyForcibly();
        }
        String log = text();
        assertEquals(exitCode, server.exitValue(), log);
        assertEquals(1, log.lines().filter(line -> line.contains(FAILED)).count(), log);
        assertTrue(log.lines().noneMatch(line -> line.startsWith("\tat ") || line.contains("Exception")), log);
        return log;
    }

    private Process start(List<String> found, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(found);
        command.addAll(List.of("@src/main/payara/jvm.options", "-Xmx384m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(
                "-Djava.io.tmpdir=" + directory,
                "-Domega.data-dir=" + directory.resolve("data"),
                "-Domega.quic.address=127.0.0.1",
                "-Domega.quic.port=0",
                "-Domega.https.address=127.0.0.1",
                "-Domega.https.port=" + OmegaDeployment.https().getPort()));
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", System.getProperty("payara.microJar"), "--nohazelcast", "--contextroot", "/"));
        command.addAll(List.of("--domainconfig", directory.resolve("domain.xml").toString()));
        command.addAll(List.of("--logproperties", System.getProperty("omega.logging")));
        command.addAll(List.of("--postdeploycommandfile", System.getProperty("omega.afterDeploy")));
        command.addAll(List.of("--deploy", System.getProperty("omega.war")));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("OMEGA_"));
        return builder.redirectErrorStream(true).redirectOutput(log().toFile()).start();
    }

    private Path log() {
        return directory.resolve("server.log");
    }

    private String text() {
        try {
            return Files.exists(log()) ? Files.readString(log()) : "";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
