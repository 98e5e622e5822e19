package net.tensamin.omega.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.tensamin.omega.crash.ModelledLoad;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestAuthority;

/** A user with very much pending, whose devices have nothing of it: how soon the first push comes, and when all have. */
final class CatchUp {
    static final String NAME = "much is pending for one user";

    private static final long USER = 209;
    private static final long FIRST_SENDER = 1_000_000;
    private static final int NOT_TOLD = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Scene scene;
    private final int pairs;
    private final TestAuthority authority;

    /**
     * @param firstNanos after the identification was sent, of each of some devices, sorted
     * @param all after the first push, at a client that reads as fast as it can
     * @param rowsRead by it, where the database counts them
     */
    record Outcome(String database, int pairs, List<Long> firstNanos, Duration all, Optional<Long> rowsRead) {
        Duration medianOfFirst() {
            return Duration.ofNanos(firstNanos.get(firstNanos.size() / 2));
        }

        String row() {
            return FaultsPage.row(
                    NAME,
                    database,
                    pairs,
                    FaultsPage.millis(medianOfFirst()),
                    FaultsPage.millis(Duration.ofNanos(firstNanos.get(firstNanos.size() - 1))),
                    FaultsPage.seconds(all),
                    String.format(Locale.ROOT, "%.0f", pairs / (all.toNanos() / 1e9)),
                    rowsRead.map(rows -> String.format(Locale.ROOT, "%.2f", rows / (double) pairs))
                            .orElse(""));
        }
    }

    CatchUp(Scene scene, int pairs) {
        this.scene = scene;
        this.pairs = pairs;
        this.authority = TestAuthority.development(OmegaDeployment.data());
    }

    /** @param devices of which the first pushes are timed, after one that takes all */
    Outcome run(int devices) throws Exception {
        scene.change(this::fill);
        long before = rowsRead();
        Duration all = takeAll();
        Optional<Long> rows = scene instanceof PostgreSqlScene ? Optional.of(rowsReadSince(before)) : Optional.empty();
        List<Long> first = new ArrayList<>();
        for (int i = 0; i < devices; i++) {
            first.add(awaitFirstPush(connected()));
        }
        Collections.sort(first);
        return new Outcome(scene.database(), pairs, first, all, rows);
    }

    private void fill(Connection connection) throws SQLException {
        ModelledLoad.register(connection, USER);
        try (PreparedStatement mailbox = connection.prepareStatement("insert into mailbox values (?, ?)");
                PreparedStatement pair = connection.prepareStatement("insert into pending_pair"
                        + " (receiver_id, sender_id, amount, revision, changed_at) values (?, ?, 1, ?, ?)")) {
            mailbox.setLong(1, USER);
            mailbox.setLong(2, pairs);
            mailbox.executeUpdate();
            for (int revision = 1; revision <= pairs; revision++) {
                pair.setLong(1, USER);
                pair.setLong(2, FIRST_SENDER + revision);
                pair.setLong(3, revision);
                pair.setTimestamp(4, Timestamp.from(Instant.now()));
                pair.addBatch();
            }
            pair.executeBatch();
        }
    }

    private TauriClient connected() {
        return TauriClient.connect(authority.device(USER));
    }

    private long awaitFirstPush(TauriClient phone) {
        try (phone) {
            return firstPush(phone);
        }
    }

    /** Returns after how many nanoseconds. */
    private static long firstPush(TauriClient phone) {
        TauriClient.Talk talk = phone.talk();
        long asked = System.nanoTime();
        talk.say(TauriClient.identification(USER));
        assertTrue(talk.stream().awaitLine().contains("\"success\""));
        assertEquals(FIRST_SENDER + 1, nextPush(talk));
        return System.nanoTime() - asked;
    }

    /** Returns of whom. */
    private static long nextPush(TauriClient.Talk talk) {
        PushLine line = PushLine.of(talk.stream().awaitLine());
        while (line.isPing()) {
            talk.say("{'type':'pong','data':{'last_ping':0}}");
            line = PushLine.of(talk.stream().awaitLine());
        }
        return line.sender();
    }

    /** In order, and each once. */
    private Duration takeAll() {
        try (TauriClient phone = connected()) {
            firstPush(phone);
            long begin = System.nanoTime();
            for (int next = 2; next <= pairs; next++) {
                assertEquals(FIRST_SENDER + next, nextPush(phone.talk()));
            }
            return Duration.ofNanos(System.nanoTime() - begin);
        }
    }

    /** By the statement that catches up, which alone uses this index. */
    private long rowsRead() throws SQLException {
        return scene instanceof PostgreSqlScene postgreSql
                ? postgreSql.number("select idx_tup_read from pg_stat_user_indexes"
                        + " where indexrelname = 'pending_pair_receiver_id_revision_key'")
                : 0;
    }

    /** A connection tells of its last transactions with its next one: some are not told of yet. */
    private long rowsReadSince(long before) {
        return await("the rows that PostgreSQL has read")
                .atMost(PATIENCE)
                .until(() -> rowsRead() - before, rows -> rows >= pairs - pairs / NOT_TOLD);
    }
}
