package net.tensamin.omega.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class FirstConnectionTest {
    private long nanos = Long.MAX_VALUE - 1; // overflows on the way
    private int pauses;
    private final Queue<SQLException> faults = new ArrayDeque<>();
    private final Connection connection = stub(Connection.class, null);
    private final DataSource driver = stub(DataSource.class, connection);
    private final FirstConnection first = new FirstConnection(Duration.ofMinutes(1), () -> nanos, this::pause);

    @Test
    void databaseThatIsStartingIsWaitedFor() throws SQLException {
        faults.add(new SQLException("refused", "08001"));
        faults.add(new SQLException("starting up", "57P03"));
        assertSame(connection, first.open(driver));
        assertEquals(2, pauses);
    }

    @Test
    void patienceEnds() {
        SQLException refused = new SQLException("refused", "08001");
        for (int i = 0; i < 100; i++) {
            faults.add(refused);
        }
        assertSame(refused, assertThrows(SQLException.class, () -> first.open(driver)));
        assertEquals(30, pauses);
    }

    @Test
    void otherFaultsAreReportedAtOnce() {
        faults.add(new SQLException("wrong password", "28P01"));
        faults.add(new SQLException("no state"));
        assertThrows(SQLException.class, () -> first.open(driver));
        assertThrows(SQLException.class, () -> first.open(driver));
        assertEquals(0, pauses);
    }

    @Test
    void laterOutageIsReportedAtOnce() throws SQLException {
        first.open(driver);
        faults.add(new SQLException("refused", "08001"));
        assertThrows(SQLException.class, () -> first.open(driver));
        assertEquals(0, pauses);
    }

    @Test
    void interruptEndsTheWaiting() {
        faults.add(new SQLException("refused", "08001"));
        Thread.currentThread().interrupt();
        assertThrows(SQLException.class, () -> first.open(driver));
        assertEquals(true, Thread.interrupted(), "the interrupt is left to the caller");
    }

    private void pause() {
        pauses++;
        nanos += Duration.ofSeconds(2).toNanos();
    }

    /** Throws the faults one after another, then returns the result of whatever is called. */
    private <T> T stub(Class<T> type, Object result) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (!faults.isEmpty()) {
                        throw faults.remove();
                    }
                    return result;
                }));
    }
}
