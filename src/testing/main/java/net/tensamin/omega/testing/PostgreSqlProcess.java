package net.tensamin.omega.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A PostgreSQL that syncs, and that a test stops, kills, freezes and starts again on the same data and port. Its role {@code omega} is no superuser. */
public final class PostgreSqlProcess implements AutoCloseable {
    private static final String ROLE = "omega";

    private final Path directory;
    private final int port;
    private EmbeddedPostgres server;

    private PostgreSqlProcess(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    public static PostgreSqlProcess start() throws IOException, SQLException {
        PostgreSqlProcess started = new PostgreSqlProcess(Files.createTempDirectory("omega-postgresql-"), freePort());
        started.startAgain();
        started.execute("create role omega login", "create database omega owner omega");
        return started;
    }

    public void startAgain() throws IOException {
        server = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    public int port() {
        return port;
    }

    /** @param at a port from which its own can be reached */
    public static String url(int at) {
        return "jdbc:postgresql://127.0.0.1:" + at + "/" + ROLE;
    }

    public static String user() {
        return ROLE;
    }

    /** As the role {@code omega}. */
    public DataSource database() {
        return server.getDatabase(ROLE, ROLE);
    }

    /** As its superuser. */
    public void execute(String... statements) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** The number that a query gives, as its superuser. */
    public long count(String query) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Ends all connections of {@code omega}; those that come next are new. */
    public void endConnections() throws SQLException {
        execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'omega'");
    }

    /** All of it stands still, and its connections with it. */
    public void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    public void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    /** In order, as an operator does. */
    public void stop() throws IOException {
        server.close();
    }

    /** As a power cut does, but for what the machine has in its memory. */
    public void kill() throws IOException, InterruptedException {
        signal("-KILL");
        server.close();
        Files.deleteIfExists(directory.resolve("postmaster.pid"));
    }

    private void signal(String signal) throws IOException, InterruptedException {
        long postmaster = Long.parseLong(
                Files.readAllLines(directory.resolve("postmaster.pid")).get(0).strip());
        List<String> command = new ArrayList<>(List.of("kill", signal));
        ProcessHandle handle = ProcessHandle.of(postmaster).orElseThrow();
        Stream.concat(Stream.of(handle), handle.descendants())
                .map(process -> Long.toString(process.pid()))
                .forEach(command::add);
        new ProcessBuilder(command).start().waitFor();
    }

    @Override
    public void close() throws IOException {
        server.close();
        OmegaDeployment.clear(directory);
    }
}
