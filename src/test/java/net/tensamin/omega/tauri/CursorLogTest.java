package net.tensamin.omega.tauri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cluster.LocalBus;
import net.tensamin.omega.cluster.LossyCluster;
import net.tensamin.omega.device.DeviceId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CursorLogTest {
    /** One look at each for each of them would take many minutes. */
    private static final int MANY = 200_000;

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
    void whatADeviceSaysThatItHasCountsAtOnceAndIsWrittenSoon() {
        log.has(ALICE, PHONE, 5);
        assertEquals(5, log.open(ALICE, PHONE).revision());
        assertEquals(0, devices.cursor(ALICE, PHONE));

        log.write();
        assertEquals(5, devices.cursor(ALICE, PHONE));
    }

    @Test
    void itIsWrittenAtOnceWhereTheNextSessionMayBeOnAnotherNodeAndOnlyIfItIsNews() {
        CursorLog ofANode = new CursorLog(devices, Clock.systemUTC(), new LossyCluster(new Random(1)).join());
        ofANode.has(ALICE, PHONE, 5);
        assertEquals(5, devices.cursor(ALICE, PHONE));

        ofANode.has(ALICE, PHONE, 5);
        ofANode.has(ALICE, PHONE, 4);
        assertEquals(List.of(1), devices.batches);
        assertEquals(5, devices.cursor(ALICE, PHONE));
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
    void whatIsLockedElsewhereStaysForTheNextTimeAndTheOthersAreWritten() {
        log.prove(ALICE, PHONE, 0, 5);
        log.prove(BOB, PHONE, 0, 6);
        log.takeBack(new UserId(1));
        log.takeBack(new UserId(2));
        devices.locked.addAll(Set.of(ALICE, new UserId(1)));

        log.write();

        assertEquals(0, devices.cursor(ALICE, PHONE));
        assertEquals(6, devices.cursor(BOB, PHONE));
        assertEquals(1, log.size());
        assertEquals(1, devices.takenBack);

        devices.locked.clear();
        log.write();

        assertEquals(5, devices.cursor(ALICE, PHONE));
        assertEquals(0, log.size());
        assertEquals(2, devices.takenBack);
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
    void whatIsTakenBackIsThatOfTheUserAloneAndOfAllOfItsDevices() {
        log.prove(ALICE, PHONE, 0, 5);
        log.prove(ALICE, DESKTOP, 0, 6);
        log.prove(BOB, PHONE, 0, 7);

        log.takeBack(ALICE);

        assertEquals(1, log.size());
        assertEquals(0, log.open(ALICE, PHONE).revision());
        assertEquals(0, log.open(ALICE, DESKTOP).revision());
        assertEquals(7, log.open(BOB, PHONE).revision());
    }

    @Test
    void allUsersAreTakenBackAtOnceWithoutLookingAtEachForEach() {
        for (long user = 1; user <= MANY; user++) {
            log.prove(new UserId(user), PHONE, 0, 5);
        }
        for (long user = 1; user <= MANY; user++) {
            log.takeBack(new UserId(user));
        }
        assertEquals(0, log.size());

        log.write();

        assertEquals(List.of(), devices.batches);
        assertEquals(MANY, devices.takenBack);
    }

    @Test
    void aCursorWithoutADatabaseIsAnErrorAndRemembersNothing() {
        devices.failure = new IllegalStateException("no database");

        assertThrows(IllegalStateException.class, () -> log.open(ALICE, PHONE).revision());
        assertEquals(0, log.size());
    }
}
