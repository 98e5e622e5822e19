package net.tensamin.omega.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import net.tensamin.omega.testing.OwnThread;
import net.tensamin.omega.testing.TcpRelay;
import net.tensamin.omega.testing.TestConfig;
import net.tensamin.omega.threads.LongWork;
import net.tensamin.omega.threads.UrgentWork;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections to a real PostgreSQL, through a network that a test can break. */
@Timeout(240)
class WatchedConnectionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FULL_BUFFERS = 32 << 20;
    private static EmbeddedPostgres server;
    private TcpRelay network;
    private DataSource database;

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = EmbeddedPostgres.start();
        execute(
                "create role guarded login",
                "create table held (id int primary key, amount int)",
                "create table other (id int primary key)",
                "insert into held values (1, 0)",
                "insert into other values (1)",
                "grant all on held, other to guarded");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void connect() throws IOException {
        network = TcpRelay.to(server.getPort());
        database = new PostgreSql(settings()).dataSource();
    }

    private DatabaseSettings settings() {
        return DatabaseSettings.from(new TestConfig(Map.of(
                "omega.db.url",
                "jdbc:postgresql://127.0.0.1:" + network.port() + "/postgres",
                "omega.db.user",
                "guarded",
                "omega.db.lock-timeout",
                "PT1S",
                "omega.db.statement-timeout",
                "PT2S",
                "omega.db.socket-timeout",
                "PT3S")));
    }

    @AfterEach
    void close() throws IOException, SQLException {
        network.close();
        execute("alter role guarded reset all");
    }

    @Test
    void eachTransactionHasItsLimitsAndTheSessionDoesNot() throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            for (int transaction = 0; transaction < 2; transaction++) {
                assertEquals("1s", shown(connection, "lock_timeout"));
                assertEquals("2s", shown(connection, "statement_timeout"));
                assertEquals("3s", shown(connection, "idle_in_transaction_session_timeout"));
                assertEquals("2s", shown(connection, "client_connection_check_interval"));
                assertEquals("3000", shown(connection, "tcp_user_timeout"));
                assertEquals("1", shown(connection, "tcp_keepalives_idle"));
                connection.commit();
            }
            connection.setAutoCommit(true);
            assertEquals("0", shown(connection, "lock_timeout"));
        }
    }

    @Test
    void whatTheRoleHasIsNotSetAgainUnlessItIsLonger() throws SQLException {
        execute("alter role guarded set lock_timeout = 700", "alter role guarded set statement_timeout = 9000");
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            assertEquals("700ms", shown(connection, "lock_timeout"));
            assertEquals("2s", shown(connection, "statement_timeout"));
            connection.rollback();
        }
    }

    @Test
    void longWorkHasLimitsOfItsOwn() throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            assertEquals("2min", LongWork.call(() -> unchecked(connection, "statement_timeout")));
            assertEquals(Duration.ofSeconds(121).toMillis(), connection.getNetworkTimeout());
            connection.commit();
            assertEquals("2s", shown(connection, "statement_timeout"));
            assertEquals(Duration.ofSeconds(3).toMillis(), connection.getNetworkTimeout());
            connection.commit();
        }
    }

    @Test
    void whatEverybodyWaitsBehindGivesUpALockSoon() throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            List<String> urgent = new ArrayList<>();
            UrgentWork.run(() -> urgent.add(unchecked(connection, "lock_timeout")));
            connection.commit();
            assertEquals(List.of("100ms"), urgent);
            assertEquals("1s", shown(connection, "lock_timeout"));
            connection.commit();
        }
    }

    /** As the page recommends to set them: a change of the schema takes its time all the same. */
    @Test
    void theRolesLimitsAreNotThoseOfAMigration() throws SQLException {
        execute("alter role guarded set statement_timeout = 1000", "alter role guarded set lock_timeout = 1000");
        try (Connection connection = PostgreSql.forMigration(settings()).getConnection()) {
            connection.setAutoCommit(false);
            assertEquals("1h", shown(connection, "statement_timeout"));
            assertEquals("1h", shown(connection, "lock_timeout"));
            assertEquals(Duration.ofSeconds(3601).toMillis(), connection.getNetworkTimeout());
        }
    }

    @Test
    void aLockedRowEndsTheStatementAndNotTheConnection() throws SQLException {
        try (Connection holder = server.getPostgresDatabase().getConnection();
                Connection connection = database.getConnection()) {
            holder.setAutoCommit(false);
            update(holder);
            connection.setAutoCommit(false);
            SQLException busy = assertThrows(SQLException.class, () -> update(connection));
            assertEquals("55P03", busy.getSQLState());
            connection.rollback();
            assertTrue(connection.isValid(0));
        }
    }

    @Test
    void oneThatHasBecomeReadOnlyIsThrownAway() throws SQLException {
        execute("alter role guarded set default_transaction_read_only = on");
        try (Connection connection = database.getConnection()) {
            assertTrue(connection.isValid(0));
            SQLException refused = assertThrows(SQLException.class, () -> update(connection));
            assertEquals("25006", refused.getSQLState());
            assertFalse(connection.isValid(0));
        }
    }

    /** One timeout, and the others are not even asked. */
    @Test
    void allThatAFirewallHasDroppedAreFoundOutTogetherAndNewOnesWork() throws SQLException {
        List<Connection> old = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            old.add(database.getConnection());
        }
        network.swallow();
        SQLException dead = assertThrows(SQLException.class, () -> update(old.get(0)));
        assertEquals("08006", dead.getSQLState());
        try (Connection made = database.getConnection()) {
            update(made);
            assertTrue(made.isValid(0));
        }
        for (Connection each : old) {
            assertFalse(each.isValid(0));
        }
    }

    @Test
    void aNodeThatVanishesIdleInItsTransactionHoldsNoLockForLong() throws Exception {
        Connection vanishing = database.getConnection();
        vanishing.setAutoCommit(false);
        update(vanishing);
        network.vanish();
        awaitUpdateOfAnother();
    }

    @Test
    void aNodeThatVanishesWhileItWaitsForALockHoldsNoneForLong() throws Exception {
        try (Connection holder = server.getPostgresDatabase().getConnection()) {
            holder.setAutoCommit(false);
            run(holder, "select * from other for update");
            Connection vanishing = database.getConnection();
            vanishing.setAutoCommit(false);
            update(vanishing);
            CompletableFuture<Void> waits = OwnThread.run(() -> {
                assertThrows(SQLException.class, () -> run(vanishing, "select * from other for update"));
            });
            Awaitility.await().atMost(PATIENCE).until(() -> count("wait_event_type = 'Lock'") > 0);
            network.vanish();
            awaitUpdateOfAnother();
            waits.join();
        }
    }

    @Test
    void aNodeThatVanishesInTheMiddleOfAnAnswerHoldsNoLockForLong() throws Exception {
        Connection vanishing = database.getConnection();
        vanishing.setAutoCommit(false);
        update(vanishing);
        network.vanishAfter(FULL_BUFFERS / 8);
        CompletableFuture<Void> reads = OwnThread.run(() -> {
            assertThrows(
                    SQLException.class,
                    () -> run(vanishing, "select repeat('x', 1000000) from generate_series(1, 64)"));
        });
        awaitUpdateOfAnother();
        reads.join();
    }

    private static void awaitUpdateOfAnother() {
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            try (Connection other = server.getPostgresDatabase().getConnection()) {
                run(other, "set lock_timeout = 500");
                update(other);
                return true;
            }
        });
    }

    @Test
    void aStatementTellsItsConnectionAndWrapsNothingTwice() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            assertSame(connection, statement.getConnection());
            assertNotNull(connection.unwrap(org.postgresql.PGConnection.class));
        }
    }

    private static void update(Connection connection) throws SQLException {
        run(connection, "update held set amount = amount + 1");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String unchecked(Connection connection, String name) {
        try {
            return shown(connection, name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String shown(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show " + name)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static int count(String where) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from pg_stat_activity where " + where)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void execute(String... statements) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            for (String each : statements) {
                run(connection, each);
            }
        }
    }
}
