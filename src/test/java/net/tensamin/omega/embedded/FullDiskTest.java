package net.tensamin.omega.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import net.tensamin.omega.outage.OutageLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While the disk is full nothing is acknowledged; once there is room it goes on by itself, and has all that was. */
class FullDiskTest {
    private static final String DISK_FULL = "53100";
    private static final String READ_ONLY = "25006";
    private static final String LONG = "x".repeat(20_000);

    @TempDir
    Path directory;

    private EmbeddedDatabase database;
    private int acknowledged;

    @BeforeEach
    void open() {
        BoundedPath.setFull(false);
        database = EmbeddedDatabase.of("jdbc:h2:bounded:" + directory.resolve("omega") + ";TRACE_LEVEL_FILE=0")
                .orElseThrow();
        database.check(true);
    }

    @AfterEach
    void makeRoom() {
        BoundedPath.setFull(false);
        BoundedPath.setReadOnly(false);
    }

    @Test
    void commitsGoOnOnceThereIsRoom() throws SQLException {
        try (Connection connection = connect()) {
            fill(connection);
            commitUntilItFails(connection);
            assertFalse(connection.isValid(1));
            assertEquals(
                    DISK_FULL, assertThrows(SQLException.class, this::connect).getSQLState());

            BoundedPath.setFull(false);

            assertTrue(connection.isValid(1));
            insert(connection);
            assertTrue(count(connection) > acknowledged);
        }
        assertEverything();
    }

    @Test
    void aDatabaseThatWasClosedMeanwhileOpensAgain() throws SQLException {
        try (Connection connection = connect()) {
            fill(connection);
            commitUntilItFails(connection);
        } catch (SQLException e) {
            assertTrue(BoundedPathFullness.isMeantBy(e), e::toString);
        }
        BoundedPath.setFull(false);
        assertEverything();
    }

    @Test
    void aDiskThatTakesNoWritesIsToldAsAnOutageAndUsedAgain() throws SQLException {
        try (Connection connection = connect()) {
            fill(connection);
            BoundedPath.setReadOnly(true);
            assertEquals(
                    READ_ONLY,
                    assertThrows(SQLException.class, () -> insert(connection)).getSQLState());
            assertFalse(connection.isValid(1));
            assertTrue(OutageLog.DATABASE.isUnderWay());

            BoundedPath.setReadOnly(false);

            assertTrue(connection.isValid(1));
            insert(connection);
        }
        assertEverything();
    }

    /** Says which failures a full disk may cause. */
    private static final class BoundedPathFullness {
        static boolean isMeantBy(Throwable failure) {
            return failure != null
                    && (String.valueOf(failure.getMessage()).contains("No space left")
                            || isMeantBy(failure.getCause()));
        }
    }

    private Connection connect() throws SQLException {
        return database.synced(DriverManager.getConnection(database.syncedUrl()));
    }

    private void fill(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table filled (id int primary key, content varchar)");
        }
        connection.setAutoCommit(false);
        insert(connection);
    }

    private void commitUntilItFails(Connection connection) {
        BoundedPath.setFull(true);
        SQLException failure = assertThrows(SQLException.class, () -> {
            for (int i = 0; i < 5_000; i++) {
                insert(connection);
            }
        });
        assertEquals(DISK_FULL, failure.getSQLState());
    }

    private void insert(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("insert into filled select coalesce(max(id), 0) + 1, '" + LONG + "' from filled");
        }
        connection.commit();
        acknowledged++;
    }

    private static int count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from filled")) {
            row.next();
            return row.getInt(1);
        }
    }

    private void assertEverything() throws SQLException {
        try (Connection connection = connect()) {
            assertTrue(count(connection) >= acknowledged, () -> "acknowledged " + acknowledged);
        }
    }
}
