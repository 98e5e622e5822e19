package net.tensamin.omega.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import net.tensamin.omega.account.Removal;
import net.tensamin.omega.account.RemovedUsers;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.account.UserLeaves;
import net.tensamin.omega.account.UserRemoval;
import net.tensamin.omega.account.UserRemoved;
import net.tensamin.omega.cluster.LocalBus;
import net.tensamin.omega.testing.TestAuthority;
import org.junit.jupiter.api.Test;

class RemovalWatchTest {
    private static final UserId ALICE = new UserId(42);
    private static final UserId BOB = new UserId(7);
    private static final TestAuthority AUTHORITY = TestAuthority.named("CA");
    private static final X509Certificate NEVER_SEEN = AUTHORITY.device(42).certificate();

    private final Stored stored = new Stored();
    private final RemovedUsers removed = new RemovedUsers();
    private final List<UserRemoved> learnt = new ArrayList<>();
    private final RemovalWatch watch = new RemovalWatch(stored, removed, learnt::add, new LocalBus());

    /** What any node writes. */
    private static final class Stored extends UserRemoval {
        final List<Removal> removals = new ArrayList<>();
        final List<Long> asked = new ArrayList<>();
        boolean away;

        void remove(UserId user) {
            removals.add(new Removal(removals.size() + 1, user));
        }

        @Override
        public List<Removal> from(long number, int most) {
            if (away) {
                throw new IllegalStateException("the database is away");
            }
            asked.add(number);
            return removals.stream()
                    .filter(removal -> removal.number() >= number)
                    .limit(most)
                    .toList();
        }
    }

    @Test
    void whoWasRemovedBeforeTheStartIsKnownAndNotTold() {
        stored.remove(ALICE);
        watch.refresh();
        assertTrue(removed.contains(ALICE));
        assertEquals(List.of(), learnt);
    }

    @Test
    void whomAnotherNodeRemovesIsKnownWithTheNextLookAndToldOnce() {
        watch.refresh();
        stored.remove(ALICE);
        watch.refresh();
        watch.refresh();
        stored.remove(BOB);
        watch.refresh();

        assertEquals(List.of(new UserRemoved(ALICE), new UserRemoved(BOB)), learnt);
        assertEquals(List.of(0L, 0L, 1L, 1L), stored.asked, "only what is new is read");
    }

    @Test
    void whomThisNodeRemovesIsKnownAtOnceAndToldOnce() {
        watch.refresh();
        stored.remove(ALICE);
        watch.removed(new UserLeaves(ALICE));
        assertTrue(removed.contains(ALICE));
        watch.refresh();
        assertEquals(List.of(new UserRemoved(ALICE)), learnt);
    }

    @Test
    void aDatabaseThatIsOlderSaysWhoIsRemovedNow() {
        stored.remove(ALICE);
        stored.remove(BOB);
        watch.refresh();
        stored.removals.remove(1);
        watch.refresh();
        assertTrue(removed.contains(ALICE));
        assertFalse(removed.contains(BOB));

        stored.removals.clear();
        watch.refresh();
        assertFalse(removed.contains(ALICE));

        stored.remove(BOB);
        watch.refresh();
        assertEquals(List.of(new UserRemoved(BOB)), learnt);
    }

    /** As many as there were, and others. */
    @Test
    void anOlderDatabaseThatHasCaughtUpIsNoticed() {
        stored.remove(ALICE);
        watch.refresh();
        stored.removals.clear();
        stored.remove(BOB);
        watch.refresh();
        assertFalse(removed.contains(ALICE));
        assertEquals(List.of(new UserRemoved(BOB)), learnt);
    }

    @Test
    void moreThanOnePageIsReadWhole() {
        LongStream.rangeClosed(1, 2 * RemovalWatch.PAGE).forEach(id -> stored.remove(new UserId(id)));
        watch.refresh();
        assertEquals(2 * RemovalWatch.PAGE, removed.size());
    }

    @Test
    void whatFailsToForgetOneForgetsTheNext() {
        List<UserRemoved> told = new ArrayList<>();
        RemovalWatch failing = new RemovalWatch(
                stored,
                removed,
                user -> {
                    told.add(user);
                    throw new IllegalStateException("in a test");
                },
                new LocalBus());
        failing.refresh();
        stored.remove(ALICE);
        stored.remove(BOB);
        failing.refresh();
        assertEquals(2, told.size());
    }

    /** Together with revoked devices: one look, and one answer to whether a certificate is refused. */
    @Test
    void certificatesOfARemovedUserAreRevokedThoughNobodySawThem() {
        long[] nanos = {0};
        Revocations revocations = new Revocations(
                new NoDevices(),
                watch,
                removed,
                device -> {},
                new LocalBus(),
                new RevocationSettings(Duration.ofMillis(400), Duration.ofSeconds(30)),
                () -> nanos[0],
                Runnable::run,
                null);
        revocations.refresh();
        assertFalse(revocations.revoked(NEVER_SEEN));

        stored.remove(ALICE);
        revocations.refresh();
        assertTrue(revocations.revoked(NEVER_SEEN));
        assertFalse(revocations.revoked(AUTHORITY.device(7).certificate()));
        assertFalse(revocations.revoked(AUTHORITY.operator("42").certificate()));

        stored.away = true;
        assertThrows(IllegalStateException.class, revocations::refresh);
        nanos[0] = Duration.ofSeconds(31).toNanos();
        assertThrows(RevocationsUnknownException.class, () -> revocations.revoked(NEVER_SEEN));
    }

    private static final class NoDevices extends Devices {
        @Override
        public long countRevoked() {
            return 0;
        }
    }
}
