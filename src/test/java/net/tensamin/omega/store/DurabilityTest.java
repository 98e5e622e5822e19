package net.tensamin.omega.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import net.tensamin.omega.testing.TestConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What H2 has committed survives the death of the process at that moment. */
class DurabilityTest {
    private static final int COMMITS = 20;

    @TempDir
    Path directory;

    @Test
    void commitsSurviveAKill() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledAfterCommit.class.getName(),
                        directory.toString())
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.INHERIT)
                .start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(KilledAfterCommit.EXIT_CODE, process.exitValue());
        } finally {
            process.destroyForcibly();
        }

        try (Connection connection = h2(directory.toString()).getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from committed")) {
            assertTrue(count.next());
            assertEquals(COMMITS, count.getInt(1));
        }
    }

    private static DataSource h2(String directory) {
        return new ConfiguredDataSource(DatabaseSettings.from(TestConfig.of("omega.data-dir", directory)));
    }

    /** Commits, and is gone without a chance to tidy up. */
    static class KilledAfterCommit {
        static final int EXIT_CODE = 9;

        public static void main(String[] arguments) throws SQLException {
            try (Connection connection = h2(arguments[0]).getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create table committed (id integer primary key)");
                connection.setAutoCommit(false);
                for (int id = 0; id < COMMITS; id++) {
                    statement.execute("insert into committed values (" + id + ")");
                    connection.commit();
                }
                Runtime.getRuntime().halt(EXIT_CODE);
            }
        }
    }
}
