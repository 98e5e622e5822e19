package net.tensamin.omega.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.ejb.EJBException;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseOutageTest {
    @ParameterizedTest
    @ValueSource(strings = {"08001", "08006", "57P01", "57P03"})
    void connectionStatesAreAnOutage(String state) {
        assertTrue(DatabaseOutage.isBehind(new SQLException("gone", state)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "42P01", "40001", "57014"})
    void refusedStatementsAreNone(String state) {
        assertFalse(DatabaseOutage.isBehind(new SQLException("no", state)));
    }

    @Test
    void outageIsFoundBehindWhatTheContainerMakesOfIt() {
        SQLException gone = new SQLTransientConnectionException("gone");
        EJBException thrown = new EJBException(new PersistenceException(new RuntimeException(gone)));
        assertTrue(DatabaseOutage.isBehind(thrown));
        assertEquals("gone", DatabaseOutage.reason(thrown));
    }

    @Test
    void ordinaryFailuresAreNone() {
        assertFalse(DatabaseOutage.isBehind(new IllegalStateException()));
        assertFalse(DatabaseOutage.isBehind(new SQLException()));
    }

    @Test
    @Timeout(10)
    void causesThatGoInCirclesEnd() {
        RuntimeException one = new RuntimeException();
        one.initCause(new RuntimeException(one));
        assertFalse(DatabaseOutage.isBehind(one));
    }
}
