package net.tensamin.omega.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.tensamin.omega.crash.ModelledLoad;
import net.tensamin.omega.faults.PushTimes.Times;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;

/** A row of one user is locked by somebody else, and all on one link: what others notice of it. */
final class LockedMailbox {
    private static final int OTHERS = 7;
    private static final long SENDER = ModelledLoad.USERS[0];
    private static final Duration FOR_THE_LOCKED = Duration.ofSeconds(1);
    private static final int READY = 200;

    private final PostgreSqlScene scene;
    private final Row row;
    private long sentNanos = System.nanoTime();
    private int forTheLocked;

    /** With users of its own, who have nothing pending. */
    enum Row {
        MAILBOX(
                "another transaction has locked one mailbox",
                201,
                "select revision from mailbox where user_id = %d for update"),
        /** As an operator does it, who corrects one by hand. */
        PAIR(
                "another transaction has locked one pair of a mailbox",
                221,
                "select amount from pending_pair where receiver_id = %d for update");

        private final String words;
        private final long locked;
        private final String query;

        Row(String words, long locked, String query) {
            this.words = words;
            this.locked = locked;
            this.query = query.formatted(locked);
        }

        String words() {
            return words;
        }

        private Stream<Long> others() {
            return LongStream.rangeClosed(locked + 1, locked + OTHERS).boxed();
        }
    }

    /**
     * @param before without a lock
     * @param during it, each sent and pushed
     * @param forTheLocked notices to the one user, all of which were acknowledged and stored afterwards
     */
    record Outcome(String name, Duration lasted, Times before, Times during, int forTheLocked) {
        String row() {
            return FaultsPage.row(
                    name,
                    "PostgreSQL",
                    FaultsPage.lasted(lasted),
                    during.count(),
                    FaultsPage.millis(before.percentile(50)),
                    FaultsPage.millis(during.percentile(50)),
                    FaultsPage.millis(before.percentile(99)),
                    FaultsPage.millis(during.percentile(99)),
                    FaultsPage.millis(during.percentile(100)),
                    forTheLocked);
        }
    }

    LockedMailbox(PostgreSqlScene scene, Row row) {
        this.scene = scene;
        this.row = row;
    }

    Outcome run(Duration before, Duration locked) throws Exception {
        TestAuthority authority = TestAuthority.development(OmegaDeployment.data());
        Map<Long, TestIdentity> others = row.others().collect(Collectors.toMap(user -> user, authority::device));
        scene.change(connection -> {
            ModelledLoad.register(connection, row.locked);
            for (long user : others.keySet()) {
                ModelledLoad.register(connection, user);
            }
        });
        try (Connection connection = scene.postgreSql().database().getConnection();
                OmikronClient omikron = scene.omikron();
                PushTimes pushes = PushTimes.on(scene, omikron, others)) {
            pushes.notice(SENDER, row.locked); // it has a mailbox then
            pushes.awaitAnswers();
            Times calm = pushes.run(before, () -> {});
            connection.setAutoCommit(false);
            long pending = scene.number(pendingOfLocked());
            lock(connection);
            Times during = pushes.run(locked, () -> noticeForTheLocked(pushes));
            assertEquals(READY, scene.process().readiness(), "one locked mailbox is no outage");
            connection.commit();
            pushes.awaitAnswers();
            assertEquals(pending + forTheLocked, scene.number(pendingOfLocked()));
            return new Outcome(row.words, locked, calm, during, forTheLocked);
        }
    }

    private void noticeForTheLocked(PushTimes pushes) {
        if (System.nanoTime() - sentNanos >= FOR_THE_LOCKED.toNanos()) {
            sentNanos = System.nanoTime();
            forTheLocked++;
            pushes.notice(SENDER, row.locked);
        }
    }

    private String pendingOfLocked() {
        return "select sum(amount) from pending_pair where receiver_id = " + row.locked;
    }

    private void lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(row.query);
        }
    }
}
