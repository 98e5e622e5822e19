package net.tensamin.omega.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparseLogTest {
    private long nanos;

    @Test
    void aThousandFailuresAreALineAMinute() {
        try (CapturedLog log = new CapturedLog(SparseLogTest.class)) {
            SparseLog sparse = new SparseLog(System.getLogger(SparseLogTest.class.getName()), () -> nanos);
            for (int i = 0; i < 1_000; i++) {
                sparse.failed("A request failed", new IllegalStateException());
                nanos += Duration.ofMillis(100).toNanos();
            }
            assertEquals(
                    List.of("A request failed", "A request failed, as did 599 more since the last line"), log.lines());
            assertEquals(2, log.stacks());
        }
    }

    @Test
    void anOutageIsNotToldAndALockedRowWithoutAStack() {
        try (CapturedLog log = new CapturedLog(SparseLogTest.class)) {
            SparseLog sparse = new SparseLog(System.getLogger(SparseLogTest.class.getName()), () -> nanos);
            sparse.failed("A request failed", new SQLException("refused", "08001"));
            sparse.failed("A request failed", new SQLException("lock timeout", "55P03"));
            assertEquals(List.of("A request failed: the database did not do it in time"), log.lines());
            assertEquals(0, log.stacks());
        }
    }
}
