package net.tensamin.omega.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import net.tensamin.omega.testing.PostgreSqlPair;
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

    private PostgreSqlPair pair;

    @BeforeEach
    void start() throws Exception {
        pair = PostgreSqlPair.start(directory);
    }

    @AfterEach
    void stop() throws IOException {
        pair.close();
    }

    @Test
    void connectionsGoToWhatIsThePrimaryThen() throws Exception {
        DataSource database = new PostgreSql(settings()).dataSource();
        Connection old = database.getConnection();
        run(old, "create table written (id int)");
        run(old, "insert into written values (1)");
        pair.awaitStandby();

        pair.stopPrimary();
        assertThrows(SQLException.class, () -> run(old, "insert into written values (2)"));
        assertFalse(old.isValid(0));
        pair.promote();

        Awaitility.await("commits go on").atMost(PATIENCE).ignoreExceptions().until(() -> {
            try (Connection connection = database.getConnection()) {
                run(connection, "insert into written values (3)");
                return true;
            }
        });
        assertEquals(2, count(pair.standby()));
    }

    private DatabaseSettings settings() {
        return DatabaseSettings.from(
                new TestConfig(Map.of("omega.db.url", pair.url(), "omega.db.user", PostgreSqlPair.user())));
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
