package net.tensamin.omega.mailbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.LossyCluster;
import net.tensamin.omega.cluster.Subject;
import net.tensamin.omega.testing.OldMessages;
import org.junit.jupiter.api.Test;

/** A read as a node of the version before tells it. */
class OldReadTest {
    private static final UserId ALICE = new UserId(42);
    private static final UserId BOB = new UserId(7);

    @Test
    void aReadIsReadAndWrittenTheSameWay() throws Exception {
        LossyCluster cluster = new LossyCluster(new Random(1));
        cluster.bePrompt();
        ClusterBus old = cluster.join();
        List<byte[]> heard = new ArrayList<>();
        old.listen(Subject.READ, (sender, content) -> heard.add(content));
        HeldNotices held = new HeldNotices(Duration.ofSeconds(45), 100, () -> 0, user -> false);
        Notices notices = new Notices(
                cluster.join(),
                new Mailboxes(),
                user -> true,
                held,
                submission -> CompletableFuture.completedFuture(null),
                new NoticeJournal());
        notices.start(null);
        notices.submitNotice(BOB, ALICE, "omikron 1");
        assertEquals(1, held.size());

        old.sendAll(Subject.READ, OldMessages.of("READ"));
        assertEquals(0, held.size());

        notices.submitRead(ALICE, BOB, "device 5f");
        assertEquals(1, heard.size());
        assertArrayEquals(OldMessages.of("READ"), heard.get(0));
    }
}
