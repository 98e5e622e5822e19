package net.tensamin.omega.operations.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AuditLimitsTest {
    private long now;
    private final AuditLimits limits = new AuditLimits(() -> now);

    @Test
    void aCallerThatIsRefusedAgainAndAgainIsRecordedAFewTimesAndTheRestIsCounted() {
        int recorded = 0;
        for (int i = 0; i < 100; i++) {
            recorded += limits.admit(by("192.0.2.1", "GET /x", "", 401)) ? 1 : 0;
        }
        assertEquals(AuditLimits.REFUSALS_OF_ONE.amount(), recorded);
        assertEquals(100 - recorded, limits.leftOut());
        assertEquals(0, limits.leftOut(), "told once");
        assertTrue(limits.admit(by("192.0.2.2", "GET /x", "", 403)), "another caller");

        now += Duration.ofMinutes(1).toNanos();
        assertTrue(limits.admit(by("192.0.2.1", "GET /x", "", 401)));
    }

    @Test
    void refusalsOfManyCallersAreBoundedToo() {
        int recorded = 0;
        for (int i = 0; i < 200; i++) {
            recorded += limits.admit(by("192.0.2." + i, "GET /x", "", 401)) ? 1 : 0;
        }
        assertEquals(AuditLimits.REFUSALS_OF_ALL.amount(), recorded);
    }

    @Test
    void whatIsDoneIsAlwaysRecordedAndSoIsWhatFails() {
        for (int i = 0; i < 1_000; i++) {
            assertTrue(limits.admit(by("192.0.2.1", "POST /api/operations/drain", "", 200)));
            assertTrue(limits.admit(by("192.0.2.1", "GET /trace", "user_id=42", 200)));
            assertTrue(limits.admit(by("192.0.2.1", "GET /trace", "user_id=42", 503)));
        }
    }

    @Test
    void whoStillLooksAtTheSameIsRecordedOnceInAWhile() {
        assertTrue(limits.admit(by("192.0.2.1", "GET /live", "", 200)));
        assertFalse(limits.admit(by("192.0.2.1", "GET /live", "", 200)));
        assertTrue(limits.admit(by("192.0.2.1", "GET /drain", "", 200)));
        assertTrue(limits.admit(by("192.0.2.9", "GET /live", "", 200)));

        now += AuditLimits.STILL.toNanos();
        assertTrue(limits.admit(by("192.0.2.1", "GET /live", "", 200)));
        assertEquals(0, limits.leftOut());
    }

    private static AuditEntry by(String address, String action, String subject, int status) {
        return new AuditEntry(
                UUID.randomUUID(),
                Instant.EPOCH,
                "a:9188",
                new AuditEntry.Caller("", "", address),
                action,
                subject,
                status);
    }
}
