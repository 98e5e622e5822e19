package net.tensamin.omega.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/** A PostgreSQL and its standby, which follows it asynchronously until a test lets it lag, and is promoted when the primary is gone. */
public final class PostgreSqlPair implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EmbeddedPostgres primary;
    private final EmbeddedPostgres standby;
    private final TcpRelay replication;

    private PostgreSqlPair(EmbeddedPostgres primary, EmbeddedPostgres standby, TcpRelay replication) {
        this.primary = primary;
        this.standby = standby;
        this.replication = replication;
    }

    /** @param directory for the files of both */
    public static PostgreSqlPair start(Path directory) throws IOException {
        int port = freePort();
        Path first = directory.resolve("first");
        Path second = directory.resolve("second");
        server(first, port).close(); // makes its files
        copy(first, second);
        TcpRelay replication = TcpRelay.to(port);
        Files.createFile(second.resolve("standby.signal"));
        Files.writeString(
                second.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=" + replication.port() + " user=postgres'\n");
        return new PostgreSqlPair(server(first, port), server(second, freePort()), replication);
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
                    Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
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

    /** Names both, of which a client takes the one that is the primary. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/postgres?targetServerType=primary"
                .formatted(primary.getPort(), standby.getPort());
    }

    public static String user() {
        return "postgres";
    }

    public DataSource primary() {
        return primary.getPostgresDatabase();
    }

    public DataSource standby() {
        return standby.getPostgresDatabase();
    }

    /** Returns when the standby has all that the primary has committed. */
    public void awaitStandby() throws SQLException {
        String committed = text(primary(), "select pg_current_wal_lsn()");
        Awaitility.await("the standby has it")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> text(standby(), "select pg_last_wal_replay_lsn() >= '" + committed + "'")
                        .equals("t"));
    }

    /** What the primary commits from now on, the standby does not get. */
    public void letLag() {
        replication.cut();
    }

    public void stopPrimary() throws IOException {
        primary.close();
    }

    public void promote() throws SQLException {
        text(standby(), "select pg_promote()");
    }

    private static String text(DataSource database, String query) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Override
    public void close() throws IOException {
        primary.close();
        standby.close();
        replication.close();
    }
}
