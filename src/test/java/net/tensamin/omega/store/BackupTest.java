package net.tensamin.omega.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import net.tensamin.omega.testing.SitePage;
import net.tensamin.omega.testing.TestConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code src/site/operations.md} says of backups, done with what it says to type. */
class BackupTest {
    private static final String ONE_MORE =
            "insert into iota (iota_id, public_key) select count(*) + 1, 'key' from iota";

    @TempDir
    Path directory;

    private Path data;
    private List<String> scripts;

    @BeforeEach
    void read() throws IOException {
        data = directory.resolve("data");
        scripts = new SitePage("operations.md").scripts(data);
        assertEquals(5, scripts.size(), "H2's backup and restoration, PostgreSQL's, and what is done again after");
    }

    @Test
    void theCopyOfTheDataDirectoryHasTheDatabaseAndTheKeys() throws Exception {
        Path key = data.resolve("pki/server.p12");
        Files.createDirectories(key.getParent());
        Files.writeString(key, "a key");
        DataSource embedded =
                new ConfiguredDataSource(DatabaseSettings.from(TestConfig.of("omega.data-dir", data.toString())));
        try (Connection open = embedded.getConnection()) {
            SchemaMigration.migrate(embedded);
            execute(open, ONE_MORE);
        }
        run(scripts.get(0), Map.of());
        Files.writeString(data.resolve("audit.log"), "what happened since");
        Files.writeString(key, "another key");
        try (Connection open = embedded.getConnection()) {
            execute(open, ONE_MORE);
            assertEquals(2, iotas(open));
        }

        run(scripts.get(1), Map.of());

        assertEquals("what happened since", Files.readString(directory.resolve("audit.log")));
        assertEquals("a key", Files.readString(key));
        try (Connection open = embedded.getConnection()) {
            assertEquals(1, iotas(open));
        }
    }

    @Test
    void theDumpOfPostgreSqlIsRestoredAndBelongsToOmega() throws Exception {
        assumeTrue(
                Stream.of("pg_dump", "pg_restore", "createdb", "dropdb").allMatch(BackupTest::isInstalled),
                "NOT TESTED: PostgreSQL's tools are missing, on Debian: apt-get install postgresql-client");
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            try (Connection superuser = server.getPostgresDatabase().getConnection()) {
                int version = superuser.getMetaData().getDatabaseMajorVersion();
                assumeTrue(
                        version <= versionOf("pg_dump"),
                        "NOT TESTED: pg_dump is older than the database, which is of version " + version);
                execute(superuser, "create role omega login");
                execute(superuser, "create database omega owner omega");
            }
            DataSource omega = server.getDatabase("omega", "omega");
            SchemaMigration.migrate(omega);
            change(omega);
            Map<String, String> environment =
                    Map.of("PGHOST", "localhost", "PGPORT", "" + server.getPort(), "PGUSER", "postgres");
            run(scripts.get(2), environment);
            change(omega);

            run(scripts.get(3), environment);

            try (Connection restored = omega.getConnection()) {
                assertEquals(1, iotas(restored));
                execute(restored, "alter table iota add column owners_only integer");
            }
        }
    }

    private static void change(DataSource database) throws SQLException {
        try (Connection open = database.getConnection()) {
            execute(open, ONE_MORE);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int iotas(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from iota")) {
            count.next();
            return count.getInt(1);
        }
    }

    private static int versionOf(String program) throws Exception {
        Process process = new ProcessBuilder(program, "--version").start();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher version = Pattern.compile("(\\d+)\\.").matcher(words);
        assertTrue(version.find(), words);
        return Integer.parseInt(version.group(1));
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private void run(String script, Map<String, String> environment) throws Exception {
        Path log = directory.resolve("script.log");
        ProcessBuilder shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        shell.environment().putAll(environment);
        Process process = shell.start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertTrue(ended && process.exitValue() == 0, Files.readString(log));
    }
}
