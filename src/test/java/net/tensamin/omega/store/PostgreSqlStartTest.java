package net.tensamin.omega.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import net.tensamin.omega.configuration.Profile;
import net.tensamin.omega.configuration.StartFailure;
import net.tensamin.omega.outage.CapturedLog;
import net.tensamin.omega.testing.TestConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the start says of a PostgreSQL that does not sync, has few connections and a role without limits. */
@Timeout(120)
class PostgreSqlStartTest {
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("full_page_writes", "off")
                .setServerConfig("max_connections", "50")
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void eachThingThatIsMissingIsALine() throws Exception {
        try (CapturedLog log = new CapturedLog(PostgreSqlStart.class)) {
            check(Profile.DEVELOPMENT, 2);
            List<String> lines = log.lines();
            assertEquals(3, lines.size(), lines::toString);
            assertTrue(
                    lines.get(0)
                            .startsWith(
                                    "Each transaction sets its limits; set for the role they cost nothing: alter role"),
                    lines::toString);
            assertTrue(lines.get(1).startsWith("PostgreSQL has "), lines::toString);
            assertTrue(lines.get(1).contains("fsync") && lines.get(1).contains("full_page_writes"), lines::toString);
            assertEquals(
                    "2 nodes with omega.db.pool-size 32 need 64 connections, and PostgreSQL has 47: raise max_connections,"
                            + " or lower the pools",
                    lines.get(2));
        }
    }

    @Test
    void aProductionServerDoesNotRunOnOneThatForgets() {
        StartFailure failure = assertThrows(StartFailure.class, () -> check(Profile.PRODUCTION, 1));
        assertTrue(failure.getMessage().startsWith("PostgreSQL has "), failure.getMessage());
        assertTrue(failure.getMessage().contains("omega.profile is production"), failure.getMessage());
    }

    /** As the line says, word by word. */
    @Test
    void theStatementsOfTheLineAreAllThatIsMissing() throws Exception {
        String line;
        try (CapturedLog log = new CapturedLog(PostgreSqlStart.class)) {
            check(Profile.DEVELOPMENT, 1);
            line = log.lines().get(0);
        }
        execute(line.substring(line.indexOf("alter role")));
        try (CapturedLog log = new CapturedLog(PostgreSqlStart.class)) {
            check(Profile.DEVELOPMENT, 1);
            assertTrue(log.lines().stream().noneMatch(each -> each.contains("alter role")), () -> log.lines()
                    .toString());
        } finally {
            execute("alter role postgres reset all");
        }
    }

    private static void check(Profile profile, int nodes) throws SQLException {
        DatabaseSettings settings = DatabaseSettings.from(
                new TestConfig(Map.of("omega.db.url", server.getJdbcUrl("postgres", "postgres"))));
        new PostgreSqlStart(new PostgreSql(settings).dataSource(), settings, profile).check(nodes);
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
