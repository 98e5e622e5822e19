package net.tensamin.omega.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.tensamin.omega.account.RemovedUsers;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.LossyCluster;
import net.tensamin.omega.cluster.Subject;
import net.tensamin.omega.testing.OldMessages;
import net.tensamin.omega.threads.Timers;
import net.tensamin.omega.threads.VirtualTime;
import org.junit.jupiter.api.Test;

/** A node of the version before says that a device was revoked; which one, the database knows. */
class OldRevocationTest {
    private static final DeviceId PHONE = new DeviceId("a".repeat(32));

    private final Set<DeviceId> revoked = new HashSet<>();

    @Test
    void aRevocationIsReadAndWrittenTheSameWay() throws Exception {
        LossyCluster cluster = new LossyCluster(new Random(1));
        cluster.bePrompt();
        ClusterBus old = cluster.join();
        List<byte[]> heard = new ArrayList<>();
        old.listen(Subject.REVOCATION, (sender, content) -> heard.add(content));
        List<DeviceRevoked> learnt = new ArrayList<>();
        VirtualTime time = new VirtualTime();
        Revocations revocations = new Revocations(
                registry(),
                NobodyRemoved.watch(),
                new RemovedUsers(),
                learnt::add,
                cluster.join(),
                new RevocationSettings(Duration.ofHours(1), Duration.ofHours(2)),
                () -> 0,
                Runnable::run,
                new Timers(time, Runnable::run));
        revocations.start();
        revoked.add(PHONE);
        assertEquals(List.of(), learnt);

        old.sendAll(Subject.REVOCATION, OldMessages.of("REVOCATION"));
        assertEquals(List.of(new DeviceRevoked(PHONE)), learnt);
        assertEquals(1, heard.size());
        assertArrayEquals(OldMessages.of("REVOCATION"), heard.get(0));
    }

    private Devices registry() {
        return new Devices() {
            @Override
            public long countRevoked() {
                return revoked.size();
            }

            @Override
            public Set<DeviceId> revoked() {
                return Set.copyOf(revoked);
            }
        };
    }
}
