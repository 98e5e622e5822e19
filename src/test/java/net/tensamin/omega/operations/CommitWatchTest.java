package net.tensamin.omega.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Executor;
import net.tensamin.omega.badge.BadgesChanged;
import net.tensamin.omega.mailbox.CommitProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CommitWatchTest {
    private final Probe probe = new Probe();
    private final Queue<Runnable> hanging = new ArrayDeque<>();
    private long nanos;
    private Executor threads = Runnable::run;
    private boolean outage;
    private final CommitWatch commits =
            new CommitWatch(probe, task -> threads.execute(task), () -> outage, () -> nanos);

    @Test
    void itWritesNoMoreOftenThanItNeeds() {
        assertUp();
        for (int second = 0; second < 20; second++) {
            pass(1);
            assertUp();
        }
        assertEquals(5, probe.writes);
    }

    @Test
    void whereNoticesCommitItWritesNothing() {
        for (int second = 0; second < 20; second++) {
            commits.committed(new BadgesChanged(List.of()));
            assertUp();
            pass(1);
        }
        assertEquals(0, probe.writes);
        outage = true;
        assertUp();
        assertEquals(1, probe.writes, "a commit of before says nothing any more");
    }

    @Test
    void aDatabaseThatTakesNoWritesIsSaidWithTheReason() {
        assertUp();
        pass(6);
        probe.failure = new SQLException("cannot execute UPDATE in a read-only transaction", "25006");
        assertDown("takes no writes: it is read-only");
        probe.failure = new SQLException("could not extend file \"base/1/2\": No space left on device", "53100");
        assertDown("takes no writes: it has no room");
        probe.failure = new SQLException("Connection to 10.0.0.1:5432 refused", "08001");
        assertDown("cannot be reached");
        probe.failure = new IllegalStateException("expected in the log");
        assertDown("did not commit; the log says why");
        probe.failure = null;
        assertUp();
    }

    @Test
    void oneThatHangsIsTriedOnceHoweverOftenItIsAsked() {
        threads = hanging::add;
        for (int i = 0; i < 3; i++) {
            assertDown("did not commit within PT2S");
        }
        assertEquals(1, hanging.size());
        hanging.remove().run();
        threads = Runnable::run;
        assertUp();
    }

    private void assertUp() {
        assertEquals(Optional.empty(), commits.obstacle());
    }

    private void assertDown(String reason) {
        assertEquals(Optional.of(reason), commits.obstacle());
    }

    private void pass(int seconds) {
        nanos += Duration.ofSeconds(seconds).toNanos();
    }

    private static final class Probe extends CommitProbe {
        private Exception failure;
        private int writes;

        @Override
        public void commit(UUID writer) {
            writes++;
            if (failure != null) {
                throw new IllegalStateException(failure);
            }
        }
    }
}
