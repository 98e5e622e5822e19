package net.tensamin.omega.tauri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Clock;
import java.util.List;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cluster.LocalBus;
import net.tensamin.omega.device.DeviceId;
import org.junit.jupiter.api.Test;

class CursorLogTest {
    private static final UserId ALICE = new UserId(42);
    private static final UserId BOB = new UserId(7);
    private static final DeviceId PHONE = new DeviceId("a".repeat(64));
    private static final DeviceId DESKTOP = new DeviceId("b".repeat(64));

    private final SessionFixture.TestDevices devices = new SessionFixture.TestDevices();
    private final CursorLog log = new CursorLog(devices, Clock.systemUTC(), new LocalBus());

    @Test
    void whatIsProvenCountsBeforeItIsWritten() {
        log.prove(ALICE, PHONE, 0, 5);

        assertEquals(5, log.open(ALICE, PHONE).revision());
        assertEquals(0, log.open(ALICE, DESKTOP).revision());
        assertEquals(0, log.open(BOB, PHONE).revision());
        assertEquals(0, devices.cursor(ALICE, PHONE));
    }

    @Test
    void allProofsOfADeviceAreOneEntryAndItsFurthestCounts() {
        for (long revision : new long[] {3, 9, 4, 0}) {
            log.prove(ALICE, PHONE, 0, revision);
        }
        log.prove(ALICE, DESKTOP, 0, 1);
        assertEquals(2, log.size());

        log.write();

        assertEquals(9, devices.cursor(ALICE, PHONE));
        assertEquals(1, devices.cursor(ALICE, DESKTOP));
        assertEquals(List.of(2), devices.batches);
        assertEquals(0, log.size());
    }

    @Test
    void whatIsWrittenIsNotWrittenAgain() {
        log.prove(ALICE, PHONE, 0, 5);
        log.write();
        log.write();

        assertEquals(List.of(1), devices.batches);
    }

    @Test
    void whatCouldNotBeWrittenStaysForTheNextTimeAndStillCounts() {
        log.prove(ALICE, PHONE, 0, 5);
        devices.beforeCommit = () -> {
            throw new IllegalStateException("no database");
        };
        log.write();
        log.prove(ALICE, PHONE, 0, 6);
        log.write();
        assertEquals(1, log.size());
        assertEquals(6, log.open(ALICE, PHONE).revision());

        devices.beforeCommit = () -> {};
        log.write();

        assertEquals(6, devices.cursor(ALICE, PHONE));
        assertEquals(0, log.size());
    }

    @Test
    void whatIsProvenWhileTheBatchIsWrittenIsNotForgotten() {
        log.prove(ALICE, PHONE, 0, 5);
        devices.beforeCommit = () -> {
            assertEquals(5, log.open(ALICE, PHONE).revision());
            log.prove(ALICE, PHONE, 0, 6);
        };
        log.write();
        devices.beforeCommit = () -> {};
        assertEquals(6, log.open(ALICE, PHONE).revision());

        log.write();

        assertEquals(6, devices.cursor(ALICE, PHONE));
    }

    @Test
    void manyAreWrittenInSeveralBatchesAndAFailureKeepsOnlyWhatIsLeft() {
        for (int device = 0; device < 1_200; device++) {
            log.prove(ALICE, new DeviceId("%064d".formatted(device)), 0, 1);
        }
        devices.beforeCommit = () -> {
            if (devices.batches.size() == 1) {
                throw new IllegalStateException("no database");
            }
        };
        log.write();
        assertEquals(700, log.size());

        devices.beforeCommit = () -> {};
        log.write();

        assertEquals(List.of(500, 500, 200), devices.batches);
        assertEquals(0, log.size());
    }

    @Test
    void aCursorWithoutADatabaseIsAnErrorAndRemembersNothing() {
        devices.failure = new IllegalStateException("no database");

        assertThrows(IllegalStateException.class, () -> log.open(ALICE, PHONE).revision());
        assertEquals(0, log.size());
    }
}
