package net.tensamin.omega.device;

import java.time.Duration;
import net.tensamin.omega.account.RemovedUsers;
import net.tensamin.omega.cluster.LocalBus;

/** For tests of other components: no device is revoked, and that is known. */
public final class RevocationsOfNobody {
    private RevocationsOfNobody() {}

    public static Revocations known() {
        Revocations revocations = new Revocations(
                new Devices() {
                    @Override
                    public long countRevoked() {
                        return 0;
                    }
                },
                NobodyRemoved.watch(),
                new RemovedUsers(),
                device -> {},
                new LocalBus(),
                new RevocationSettings(Duration.ofMillis(400), Duration.ofHours(1)),
                () -> 0,
                Runnable::run,
                null);
        revocations.refresh();
        return revocations;
    }
}
