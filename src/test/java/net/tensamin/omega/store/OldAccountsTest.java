package net.tensamin.omega.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts that are older than the rules that bind them now, and what a server of the version before writes beside this one. */
class OldAccountsTest {
    private static final String INSERT =
            "insert into users (user_id, username, display, public_key, iota_id, sub_level, sub_end) values ";

    @Test
    void theyStayAsTheyAreOnH2(@TempDir Path directory) throws Exception {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:file:" + directory.resolve("omega"));
        try (Connection keepsItOpen = database.getConnection()) {
            theyStayAsTheyAre(database);
            assertFalse(keepsItOpen.isClosed());
        }
    }

    @Test
    void theyStayAsTheyAreOnPostgreSql() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            theyStayAsTheyAre(server.getPostgresDatabase());
        }
    }

    private static void theyStayAsTheyAre(DataSource database) throws SQLException {
        Flyway.configure().dataSource(database).target("6").load().migrate();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into iota (iota_id, public_key) values (1, 'key')");
            statement.execute(INSERT + "(5, 'Alice', 'A', 'key', 1, 0, 0), (6, 'alice', null, 'key', 1, 0, 0),"
                    + " (7, 'ALICE and much more than fifteen', '', '', 1, 0, 0), (9223372036854775807,"
                    + " 'urn:tensamin:canary', null, '', 1, 0, 0)");

            SchemaMigration.migrate(database);

            statement.execute(INSERT + "(8, 'BOB', 'B', 'key', 1, 0, 0)"); // as the version before does
            Map<Long, String> keys = new LinkedHashMap<>();
            try (ResultSet users = statement.executeQuery(
                    "select user_id, username_key, display_key, version from users order by user_id")) {
                while (users.next()) {
                    keys.put(users.getLong(1), users.getString(2) + " " + users.getString(3) + " " + users.getLong(4));
                }
            }
            assertEquals(
                    new TreeMap<>(Map.of(
                            5L,
                            "alice a 1",
                            6L,
                            "null null 1",
                            7L,
                            "alice and much more than fifteen  1",
                            8L,
                            "null null 1",
                            Long.MAX_VALUE,
                            "urn:tensamin:canary null 1")),
                    keys);
            assertThrows(
                    SQLException.class,
                    () -> statement.execute("update users set username_key = 'alice' where user_id = 8"));
        }
    }
}
