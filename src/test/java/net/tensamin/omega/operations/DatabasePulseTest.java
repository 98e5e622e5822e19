package net.tensamin.omega.operations;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class DatabasePulseTest {
    private long now;
    private boolean away;
    private final DatabasePulse pulse = new DatabasePulse(this::check, () -> now);

    private void check() throws SQLException {
        if (away) {
            throw new SQLException("away");
        }
    }

    @Test
    void aDatabaseThatHasNotAnsweredForAWhileIsDownUntilItAnswers() {
        assertTrue(pulse.isUp());
        away = true;
        now += DatabasePulse.LATELY.toNanos();
        pulse.beat();
        assertTrue(pulse.isUp(), "one answer may be late");
        now++;
        assertFalse(pulse.isUp());

        away = false;
        pulse.beat();
        assertTrue(pulse.isUp());
    }

    @Test
    void aDatabaseThatHangsIsDown() {
        now += DatabasePulse.LATELY.toNanos() + 1;
        assertFalse(pulse.isUp(), "no beat has come back");
    }
}
