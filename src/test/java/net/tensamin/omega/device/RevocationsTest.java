package net.tensamin.omega.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.tensamin.omega.account.RemovedUsers;
import net.tensamin.omega.cluster.LocalBus;
import net.tensamin.omega.testing.TestAuthority;
import org.junit.jupiter.api.Test;

class RevocationsTest {
    private static final X509Certificate PHONE =
            TestAuthority.named("CA").device(42).certificate();
    private static final DeviceId DESKTOP = new DeviceId("d".repeat(32));
    private static final Duration UNKNOWN_AFTER = Duration.ofSeconds(30);

    private final Stored stored = new Stored();
    private final List<DeviceRevoked> learnt = new ArrayList<>();
    private long nanos = -5; // a monotonic clock may be negative
    private final Revocations revocations = new Revocations(
            stored,
            NobodyRemoved.watch(),
            new RemovedUsers(),
            learnt::add,
            new LocalBus(),
            new RevocationSettings(Duration.ofMillis(400), UNKNOWN_AFTER),
            () -> nanos,
            Runnable::run,
            null);

    /** What another node writes. */
    private static final class Stored extends Devices {
        final Set<DeviceId> revoked = new HashSet<>();
        boolean away;
        int loads;

        @Override
        public long countRevoked() {
            if (away) {
                throw new IllegalStateException("the database is away");
            }
            return revoked.size();
        }

        @Override
        public Set<DeviceId> revoked() {
            loads++;
            return Set.copyOf(revoked);
        }
    }

    @Test
    void aSessionThatFailsToEndLosesNoOtherRevocation() {
        List<DeviceRevoked> told = new ArrayList<>();
        Revocations failing = new Revocations(
                stored,
                NobodyRemoved.watch(),
                new RemovedUsers(),
                device -> {
                    told.add(device);
                    throw new IllegalStateException("in a test");
                },
                new LocalBus(),
                new RevocationSettings(Duration.ofMillis(400), UNKNOWN_AFTER),
                () -> nanos,
                Runnable::run,
                null);
        failing.refresh();
        stored.revoked.addAll(List.of(DeviceId.of(PHONE), DESKTOP));

        failing.refresh();

        assertEquals(2, told.size());
    }

    @Test
    void nobodyIsLetInBeforeTheFirstLook() {
        assertThrows(RevocationsUnknownException.class, () -> revocations.revoked(PHONE));
    }

    @Test
    void whatWasRevokedBeforeTheStartIsKnownAndNotTold() {
        stored.revoked.add(DeviceId.of(PHONE));
        revocations.refresh();
        assertTrue(revocations.revoked(PHONE));
        assertEquals(List.of(), learnt);
    }

    @Test
    void whatIsRevokedLaterIsKnownWithTheNextLookAndToldOnce() {
        stored.revoked.add(DESKTOP);
        revocations.refresh();
        assertFalse(revocations.revoked(PHONE));
        stored.revoked.add(DeviceId.of(PHONE));
        revocations.refresh();
        revocations.refresh();
        assertTrue(revocations.revoked(PHONE));
        assertTrue(revocations.knows(DeviceId.of(PHONE)));
        assertEquals(List.of(new DeviceRevoked(DeviceId.of(PHONE))), learnt);
    }

    @Test
    void allAreReadOnlyWhenThereAreMore() {
        stored.revoked.add(DESKTOP);
        for (int look = 0; look < 5; look++) {
            revocations.refresh();
        }
        assertEquals(1, stored.loads);
    }

    @Test
    void aShortOutageChangesNothingAndAfterALongOneNobodyIsLetIn() {
        stored.revoked.add(DESKTOP);
        revocations.refresh();
        stored.away = true;
        assertThrows(IllegalStateException.class, revocations::refresh);
        nanos += UNKNOWN_AFTER.toNanos();
        assertFalse(revocations.revoked(PHONE));
        assertTrue(revocations.knows(DESKTOP));

        nanos++;
        assertThrows(RevocationsUnknownException.class, () -> revocations.revoked(PHONE));
        assertTrue(revocations.knows(DESKTOP));

        stored.away = false;
        revocations.refresh();
        assertFalse(revocations.revoked(PHONE));
    }

    @Test
    void aStartWithoutTheDatabaseFails() {
        stored.away = true;
        assertThrows(IllegalStateException.class, revocations::start);
    }
}
