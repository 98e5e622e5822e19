package net.tensamin.omega.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import net.tensamin.omega.testing.TestConfig;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two hosts in one URL: a primary, and a standby that is promoted when the primary dies. */
@Timeout(240)
class FailoverTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private EmbeddedPostgres primary;
    private EmbeddedPostgres standby;

    @BeforeEach
    void start() throws Exception {
        int port = freePort();
        Path first = directory.resolve("first");
        Path second = directory.resolve("second");
        server(first, port).close(); // makes its files
        copy(first, second);
        Files.createFile(second.resolve("standby.signal"));
        Files.writeString(
                second.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=" + port + " user=postgres'\n");
        primary = server(first, port);
        standby = server(second, freePort());
    }

    @AfterEach
    void stop() throws IOException {
        primary.close();
        standby.close();
    }

    @Test
    void connectionsGoToWhatIsThePrimaryThen() throws Exception {
        DataSource database = new PostgreSql(settings()).dataSource();
        Connection old = database.getConnection();
        run(old, "create table written (id int)");
        run(old, "insert into written values (1)");
        Awaitility.await("the standby has it")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> count(standby.getPostgresDatabase()) == 1);

        primary.close();
        assertThrows(SQLException.class, () -> run(old, "insert into written values (2)"));
        assertFalse(old.isValid(0));
        try (Connection connection = standby.getPostgresDatabase().getConnection()) {
            run(connection, "select pg_promote()");
        }

        Awaitility.await("commits go on").atMost(PATIENCE).ignoreExceptions().until(() -> {
            try (Connection connection = database.getConnection()) {
                run(connection, "insert into written values (3)");
                return true;
            }
        });
        assertEquals(2, count(standby.getPostgresDatabase()));
    }

    private DatabaseSettings settings() {
        String url = "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/postgres?targetServerType=primary";
        return DatabaseSettings.from(new TestConfig(Map.of(
                "omega.db.url", url.formatted(primary.getPort(), standby.getPort()), "omega.db.user", "postgres")));
    }

    private static EmbeddedPostgres server(Path files, int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(files)
                .setCleanDataDirectory(false)
                .start();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(
                            file, to.resolve(from.relativize(file)), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int count(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from written")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
