package net.tensamin.omega.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.tensamin.omega.store.SchemaMigration;
import net.tensamin.omega.testing.OmegaDeployment;
import org.flywaydb.core.Flyway;

/** A database with Omega's schema, and how the server is told to use it. */
public final class BenchDatabase implements AutoCloseable {
    private final String url;
    private final EmbeddedPostgres postgreSql;
    private final Map<String, String> config;

    private BenchDatabase(String url, EmbeddedPostgres postgreSql, Map<String, String> config) {
        this.url = url;
        this.postgreSql = postgreSql;
        this.config = config;
        SchemaMigration.migrate(Flyway.configure().dataSource(url, null, null).getDataSource());
    }

    public static BenchDatabase start(String name) throws IOException, SQLException {
        return switch (name) {
            case "h2" -> h2(Map.of());
            case "h2-unsynced" -> h2(Map.of("omega.db.sync", "false"));
            case "postgresql" -> postgreSql();
            default ->
                throw new IllegalArgumentException("bench.databases: h2, h2-unsynced or postgresql, not " + name);
        };
    }

    /** The server's default. */
    private static BenchDatabase h2(Map<String, String> config) {
        return new BenchDatabase("jdbc:h2:file:" + OmegaDeployment.data().resolve("omega"), null, config);
    }

    /** As in production; the artifact's defaults are fast and may lose commits. */
    private static BenchDatabase postgreSql() throws IOException, SQLException {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setDataDirectory(OmegaDeployment.data().resolveSibling("bench-postgresql"))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        String url = server.getJdbcUrl("postgres", "postgres");
        BenchDatabase database = new BenchDatabase(url, server, Map.of("omega.db.url", url));
        try (Connection connection = database.open()) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                if (!show(connection, setting).equals("on")) {
                    throw new IllegalStateException(setting + " is off");
                }
            }
        }
        return database;
    }

    private static String show(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show " + setting)) {
            row.next();
            return row.getString(1);
        }
    }

    /** How the server is told to use it. */
    Map<String, String> config() {
        return config;
    }

    /** H2 is the server's alone while it runs. */
    public Connection open() throws SQLException {
        return DriverManager.getConnection(url);
    }

    /** The database's processes now, none when it is in the server's. */
    List<Long> processes() throws IOException {
        if (postgreSql == null) {
            return List.of();
        }
        Path file = OmegaDeployment.data().resolveSibling("bench-postgresql").resolve("postmaster.pid");
        long postmaster = Long.parseLong(Files.readAllLines(file).get(0));
        return Stream.concat(
                        Stream.of(postmaster),
                        ProcessHandle.of(postmaster).stream()
                                .flatMap(ProcessHandle::descendants)
                                .map(ProcessHandle::pid))
                .toList();
    }

    @Override
    public void close() throws IOException {
        if (postgreSql != null) {
            postgreSql.close();
        }
    }
}
