package net.tensamin.omega.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.sql.DataSource;
import net.tensamin.omega.configuration.Profile;
import net.tensamin.omega.configuration.StartFailure;
import net.tensamin.omega.outage.CapturedLog;
import net.tensamin.omega.testing.OwnThread;
import net.tensamin.omega.testing.TestConfig;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Behind a real PgBouncer, which {@code src/test/install} installs. */
@Timeout(240)
class PoolerTest {
    private static final Path PGBOUNCER = Path.of("/usr/sbin/pgbouncer");
    private static final int STATEMENTS = 20;

    @TempDir
    Path directory;

    private EmbeddedPostgres server;
    private Process pooler;
    private int port;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Files.isExecutable(PGBOUNCER), "skipped: there is no PgBouncer, see src/test/install");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        server = EmbeddedPostgres.builder()
                .setServerConfig("unix_socket_directories", directory.toString())
                .start();
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
    }

    @AfterEach
    void stop() throws IOException {
        if (pooler != null) {
            pooler.destroyForcibly();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void oneThatKeepsConnectionsForSessionsNeedsNothing() throws Exception {
        pool("session", "127.0.0.1");
        DatabaseSettings settings = settings("");
        SchemaMigration.migrate(PostgreSql.forMigration(settings));
        try (CapturedLog log = new CapturedLog(PostgreSqlStart.class)) {
            check(settings);
            assertFalse(log.lines().stream().anyMatch(PoolerTest::isOfLimitsNotTaken), () -> log.lines()
                    .toString());
        }
    }

    /** PostgreSQL sees no TCP then, and takes limits of TCP without a word. */
    @Test
    void limitsThatDoNotTakeAreNamedAtTheStart() throws Exception {
        pool("session", directory.toString());
        try (CapturedLog log = new CapturedLog(PostgreSqlStart.class)) {
            check(settings(""));
            assertEquals(
                    List.of("PostgreSQL did not take tcp_user_timeout, tcp_keepalives_idle, tcp_keepalives_interval,"
                            + " tcp_keepalives_count: the locks of a node that dies may be held for longer"),
                    log.lines().stream().filter(PoolerTest::isOfLimitsNotTaken).toList());
        }
    }

    private static boolean isOfLimitsNotTaken(String line) {
        return line.startsWith("PostgreSQL did not take");
    }

    @Test
    void oneThatGivesEachTransactionAnotherIsNamedAtTheStart() throws Exception {
        pool("transaction", "127.0.0.1");
        StartFailure failure = assertThrows(StartFailure.class, () -> check(settings("")));
        assertTrue(
                failure.getMessage().startsWith("omega.db.url (OMEGA_DB_URL) leads to a pooler"), failure.getMessage());
        assertTrue(failure.getMessage().contains("prepareThreshold=0"), failure.getMessage());
    }

    /** Flyway's lock, prepared statements, and what each transaction tells the server. */
    @Test
    void withoutPreparedStatementsThatWorksToo() throws Exception {
        pool("transaction", "127.0.0.1");
        DatabaseSettings settings = settings("?prepareThreshold=0");
        DataSource migrating = PostgreSql.forMigration(settings);
        List<CompletableFuture<Void>> nodes = Stream.of(1, 2, 3)
                .map(node -> OwnThread.run(() -> SchemaMigration.migrate(migrating)))
                .toList();
        nodes.forEach(CompletableFuture::join);
        check(settings);
        DataSource database = new PostgreSql(settings).dataSource();
        try (Connection one = database.getConnection();
                Connection other = database.getConnection()) {
            one.setAutoCommit(false);
            other.setAutoCommit(false);
            for (int i = 0; i < STATEMENTS; i++) {
                assertEquals("6s", inTransaction(one));
                assertEquals("6s", inTransaction(other));
                (i % 2 == 0 ? one : other).commit();
            }
        }
    }

    private void check(DatabaseSettings settings) throws SQLException {
        new PostgreSqlStart(new PostgreSql(settings).dataSource(), settings, Profile.DEVELOPMENT).check(1);
    }

    private static String inTransaction(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select current_setting('statement_timeout'), count(*) from users where user_id = ?")) {
            statement.setLong(1, 1);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    private DatabaseSettings settings(String parameters) {
        return DatabaseSettings.from(new TestConfig(Map.of(
                "omega.db.url",
                "jdbc:postgresql://127.0.0.1:" + port + "/omega" + parameters,
                "omega.db.user",
                "postgres")));
    }

    private void pool(String mode, String host) throws IOException {
        Path file = Files.writeString(
                directory.resolve("pgbouncer.ini"), """
                [databases]
                omega = host=%s port=%d dbname=postgres user=postgres
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                pool_mode = %s
                ignore_startup_parameters = extra_float_digits
                """.formatted(host, server.getPort(), port, mode));
        pooler = new ProcessBuilder(PGBOUNCER.toString(), "--quiet", "--user=nobody", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("pgbouncer.log").toFile())
                .start();
        Awaitility.await("PgBouncer")
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> {
                    try (Connection connection =
                                    PostgreSql.forMigration(settings("")).getConnection();
                            Statement statement = connection.createStatement()) {
                        return statement.execute("select 1");
                    }
                });
    }
}
