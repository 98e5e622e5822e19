package net.tensamin.omega.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.ejb.EJBException;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
    @ParameterizedTest
    @CsvSource({
        "08001, UNREACHABLE",
        "08006, UNREACHABLE",
        "57P01, UNREACHABLE",
        "57P03, UNREACHABLE",
        "53300, UNREACHABLE",
        "25006, READ_ONLY",
        "53100, FULL",
        "58030, BROKEN",
        "53200, FULL",
        "55P03, BUSY",
        "57014, BUSY",
        "40P01, BUSY",
        "40001, BUSY",
        "HYT00, BUSY"
    })
    void statesSayWhatIsWrong(String state, Condition condition) {
        assertEquals(Optional.of(condition), Condition.behind(new SQLException("no", state)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "42P01", "22001"})
    void whatTheDatabaseRefusesIsNoneOfThese(String state) {
        assertEquals(Optional.empty(), Condition.behind(new SQLException("no", state)));
    }

    @Test
    void aFullDiskIsSeenBehindWhatADriverMakesOfIt() {
        SQLException full = new SQLException("IO", "90031", new IOException("No space left on device"));
        assertEquals(Optional.of(Condition.FULL), Condition.behind(full));
    }

    @Test
    void outageIsFoundBehindWhatTheContainerMakesOfIt() {
        SQLException gone = new SQLTransientConnectionException("gone\n  at length");
        EJBException thrown = new EJBException(new PersistenceException(new RuntimeException(gone)));
        assertEquals(Optional.of(Condition.UNREACHABLE), Condition.behind(thrown));
        assertEquals("gone", Condition.reason(thrown));
    }

    /** The server's is known by its name only, and has mostly lost its cause. */
    @Test
    void aPoolThatGivesNothingMayGiveSomethingLater() {
        SQLException none = new SQLException("Error in allocating a connection", new PoolingException(null));
        assertEquals(Optional.of(Condition.BUSY), Condition.behind(new EJBException(none)));
        SQLException refused = new SQLException("refused", "08001");
        assertEquals(
                Optional.of(Condition.UNREACHABLE),
                Condition.behind(new SQLException("no connection", new PoolingException(refused))));
    }

    private static final class PoolingException extends Exception {
        private static final long serialVersionUID = 1L;

        private PoolingException(Throwable cause) {
            super(cause);
        }
    }

    @Test
    void ordinaryFailuresAreNone() {
        assertEquals(Optional.empty(), Condition.behind(new IllegalStateException()));
        assertEquals(Optional.empty(), Condition.behind(new SQLException()));
    }

    @Test
    @Timeout(10)
    void causesThatGoInCirclesEnd() {
        RuntimeException one = new RuntimeException();
        one.initCause(new RuntimeException(one));
        assertEquals(Optional.empty(), Condition.behind(one));
    }
}
