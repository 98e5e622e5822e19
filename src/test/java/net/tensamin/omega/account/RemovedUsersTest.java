package net.tensamin.omega.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RemovedUsersTest {
    private static final UserId ALICE = new UserId(42);
    private static final UserId BOB = new UserId(7);
    private static final UserId CAROL = new UserId(8);

    private final RemovedUsers removed = new RemovedUsers();

    @Test
    void whoIsAddedIsKnownAndNewOnce() {
        assertFalse(removed.contains(ALICE));
        assertEquals(List.of(ALICE, BOB), removed.add(List.of(ALICE, BOB, ALICE)));
        assertEquals(List.of(CAROL), removed.add(List.of(BOB, CAROL)));
        assertEquals(List.of(), removed.add(List.of()));

        assertTrue(removed.contains(ALICE));
        assertTrue(removed.contains(BOB));
        assertEquals(3, removed.size());
    }

    @Test
    void replacingForgetsTheOthers() {
        removed.add(List.of(ALICE, BOB));
        assertEquals(List.of(CAROL), removed.replace(List.of(CAROL, ALICE)));

        assertTrue(removed.contains(ALICE));
        assertFalse(removed.contains(BOB));
        assertEquals(2, removed.size());
    }

    @Test
    void aCertificateSpeaksForARemovedUserIfItNamesIt() {
        removed.add(List.of(ALICE));
        assertTrue(removed.contains(new CertificateIdentity.Device(ALICE)));
        assertFalse(removed.contains(new CertificateIdentity.Device(BOB)));
        assertFalse(removed.contains(new CertificateIdentity.Operator("42")));
    }

    @Test
    void manyAreFoundAmongMany() {
        removed.add(LongStream.rangeClosed(1, 10_000)
                .map(id -> 2 * id)
                .mapToObj(UserId::new)
                .toList());
        LongStream.rangeClosed(1, 20_000)
                .forEach(id -> assertEquals(id % 2 == 0, removed.contains(new UserId(id)), () -> "user " + id));
    }
}
