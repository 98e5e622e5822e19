package net.tensamin.omega.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutageLogTest {
    private static final SQLException AWAY = new SQLException("refused", "08001");

    private long nanos = Long.MAX_VALUE - 10;
    private final OutageLog outage = new OutageLog(() -> nanos);
    private final CapturedLog log = new CapturedLog(OutageLog.class);

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void anOutageIsALineWhenItBeginsOneAMinuteAndOneWhenItIsOver() {
        for (int i = 0; i < 1_500; i++) { // 150 s
            outage.failed(AWAY);
            pass(Duration.ofMillis(100));
        }
        outage.succeeded();
        pass(OutageLog.QUIET);
        assertTrue(outage.isUnderWay());
        outage.succeeded();
        outage.succeeded();

        assertFalse(outage.isUnderWay());
        assertEquals(
                List.of(
                        "The database cannot be reached: refused",
                        "The database cannot be reached, for PT1M now: refused",
                        "The database cannot be reached, for PT2M now: refused",
                        "The database is back; it was away for PT2M29S"),
                log.lines());
    }

    /** Only writes are refused, and reads go on all the time. */
    @Test
    void whatSucceedsInBetweenDoesNotEndIt() {
        SQLException readOnly = new SQLException("cannot execute UPDATE in a read-only transaction", "25006");
        for (int i = 0; i < 30; i++) {
            outage.failed(readOnly);
            pass(Duration.ofSeconds(1));
            outage.succeeded();
            pass(Duration.ofSeconds(1));
        }
        assertEquals(1, log.lines().size(), () -> log.lines().toString());
        assertTrue(log.lines().get(0).startsWith("The database takes no writes: it is read-only: "));
    }

    @Test
    void aLockedRowAndARefusedStatementAreNone() {
        outage.failed(new SQLException("lock timeout", "55P03"));
        outage.failed(new SQLException("duplicate", "23505"));
        outage.succeeded();
        assertEquals(List.of(), log.lines());
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }
}
