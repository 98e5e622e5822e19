package net.tensamin.omega.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.tensamin.omega.account.Iota;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.TestAccounts;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.badge.BadgeSnapshot;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.store.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Many threads, several batchers as of several nodes, and transactions that fail, against a model of what must come out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
abstract class NoticeBatcherContract {
    private static final int RECEIVERS = 6;
    private static final int SENDERS = 4;
    private static final long NOBODY = 1_000_000;

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
    TestDatabase database;

    abstract TestDatabase start();

    @BeforeAll
    void open() {
        database = start();
        database.run(entities -> {
            TestAccounts.of(entities).add(new Iota(new IotaId(1), "key"));
            LongStream.rangeClosed(1, 100).forEach(id -> TestAccounts.of(entities)
                    .add(new User(new UserId(id), "user-" + id, "key", new IotaId(1))));
        });
    }

    @AfterAll
    void close() throws Exception {
        scheduler.shutdownNow();
        executor.shutdownNow();
        assertTrue(executor.awaitTermination(30, TimeUnit.SECONDS));
        database.close();
    }

    /** Fails now and then: before the commit, or after it so that only its answer is lost. */
    private final class Unreliable extends CommittingTransactions {
        private final Random random;

        Unreliable(long seed, Consumer<BadgeChange> observer) {
            super(database, observer);
            this.random = new Random(seed);
        }

        @Override
        public void commit(Batch batch) {
            fail(30, "before the commit, on purpose");
            super.commit(batch);
        }

        @Override
        void committed() {
            fail(10, "after the commit, on purpose");
        }

        @Override
        public boolean settle(Batch batch) {
            fail(3, "the database is away, on purpose");
            return super.settle(batch);
        }

        private void fail(int oneIn, String why) {
            if (random.nextInt(oneIn) == 0) {
                throw new IllegalStateException(why);
            }
        }
    }

    /** Keeps the receivers of each batch that failed, as one does that waits for a lock. */
    final class FailedBatches extends CommittingTransactions {
        final ConcurrentLinkedQueue<Set<UserId>> receivers = new ConcurrentLinkedQueue<>();

        FailedBatches() {
            super(database, change -> {});
        }

        @Override
        public void commit(Batch batch) {
            try {
                super.commit(batch);
            } catch (RuntimeException e) {
                receivers.add(
                        batch.submissions().stream().map(Submission::receiver).collect(Collectors.toSet()));
                throw e;
            }
        }
    }

    @Test
    void amountsAndRevisionsAreThoseOfTheModel() throws Exception {
        for (long seed = 1; seed <= 3; seed++) {
            ConcurrentLinkedQueue<BadgeChange> changes = new ConcurrentLinkedQueue<>();
            Map<UserId, BadgeSnapshot> before = snapshots();
            Map<String, Long> model = new ConcurrentHashMap<>();
            before.forEach((user, snapshot) ->
                    snapshot.badges().forEach(pair -> model.put(user + "<" + pair.sender(), pair.amount())));
            List<NoticeBatcher> nodes = List.of(batcher(seed, changes::add), batcher(-seed, changes::add));
            List<CompletableFuture<?>> threads = new ArrayList<>();
            for (int sender = 1; sender <= SENDERS; sender++) {
                long own = 50 + sender;
                long threadSeed = seed * 100 + sender;
                NoticeBatcher node = nodes.get(sender % nodes.size());
                threads.add(CompletableFuture.runAsync(() -> play(threadSeed, own, node, model), executor));
            }
            for (CompletableFuture<?> thread : threads) {
                thread.get(120, TimeUnit.SECONDS);
            }
            long shown = seed;
            assertEquals(new TreeMap<>(model), stored(), () -> "seed " + shown);
            assertChain(before, changes);
        }
    }

    /** The account of a user whose mailbox is yet to be made is locked just so. */
    @Test
    void rowThatIsLockedElsewhereDelaysItsUserOnly() throws Exception {
        FailedBatches transactions = new FailedBatches();
        NoticeBatcher node = batcher(transactions);
        UserId sender = new UserId(49);
        node.submit(new Submission.Notice(sender, new UserId(31))).get(60, TimeUnit.SECONDS);
        try (Connection other = database.dataSource().getConnection()) {
            other.setAutoCommit(false);
            lock(other, "select user_id from mailbox where user_id = 31 for update");
            lock(other, "select user_id from users where user_id = 32 for update");
            List<CompletableFuture<Void>> locked = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                // a transaction that does nothing for long is ended
                lock(other, "select user_id from users where user_id = 32 for update");
                locked.add(node.submit(new Submission.Notice(sender, new UserId(31 + i % 2))));
                node.submit(new Submission.Notice(sender, new UserId(33 + i % 3)))
                        .get(60, TimeUnit.SECONDS);
            }
            locked.add(node.submit(new Submission.Read(new UserId(31), sender)));
            assertTrue(locked.stream().noneMatch(CompletableFuture::isDone));

            other.rollback();

            for (CompletableFuture<Void> each : locked) {
                each.get(60, TimeUnit.SECONDS);
            }
        }
        assertEquals(List.of(), List.copyOf(transactions.receivers), "of batches that waited for a lock");
        assertEquals(0, amount(31, sender), "the read was the last");
        assertEquals(15, amount(32, sender));
        assertEquals(10, amount(33, sender));
    }

    static void lock(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            assertTrue(row.next());
        }
    }

    long amount(long receiver, UserId sender) {
        return snapshot(new UserId(receiver)).badges().stream()
                .filter(badge -> badge.sender().equals(sender))
                .mapToLong(Badge::amount)
                .findFirst()
                .orElseThrow();
    }

    /** One thread has the pairs of one sender to itself, so that their order is its order. */
    private static void play(long seed, long sender, NoticeBatcher node, Map<String, Long> model) {
        Random random = new Random(seed);
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            UserId from = new UserId(sender);
            UserId receiver = new UserId(1 + random.nextInt(RECEIVERS));
            if (random.nextInt(20) == 0) {
                node.submit(new Submission.Notice(from, new UserId(NOBODY)));
            } else if (random.nextInt(4) == 0) {
                answers.add(node.submit(new Submission.Read(receiver, from)));
                model.computeIfPresent(receiver + "<" + from, (pair, amount) -> 0L);
            } else {
                answers.add(node.submit(new Submission.Notice(from, receiver)));
                model.merge(receiver + "<" + from, 1L, Long::sum);
            }
            if (random.nextInt(50) == 0) {
                answers.forEach(CompletableFuture::join);
            }
        }
        answers.forEach(CompletableFuture::join);
    }

    /** Each mailbox's changes follow one on the other without a gap, and each was told once. */
    private void assertChain(Map<UserId, BadgeSnapshot> before, ConcurrentLinkedQueue<BadgeChange> changes) {
        snapshots().forEach((user, after) -> {
            List<BadgeChange> chain = changes.stream()
                    .filter(change -> change.receiver().equals(user))
                    .sorted((one, other) -> Long.compare(one.revision(), other.revision()))
                    .toList();
            long revision = before.get(user).revision();
            for (BadgeChange change : chain) {
                assertEquals(revision, change.previousRevision());
                for (Badge badge : change.badges()) {
                    assertEquals(++revision, badge.revision());
                }
                assertEquals(revision, change.revision());
            }
            assertEquals(after.revision(), revision);
        });
    }

    private Map<String, Long> stored() {
        Map<String, Long> stored = new TreeMap<>();
        snapshots().forEach((user, snapshot) -> snapshot.badges()
                .forEach(pair -> stored.put(user + "<" + pair.sender(), pair.amount())));
        return stored;
    }

    private Map<UserId, BadgeSnapshot> snapshots() {
        return LongStream.rangeClosed(1, RECEIVERS)
                .mapToObj(UserId::new)
                .collect(Collectors.toMap(user -> user, this::snapshot));
    }

    private BadgeSnapshot snapshot(UserId user) {
        return database.call(entities -> {
            Mailboxes mailboxes = new Mailboxes();
            mailboxes.entities = entities;
            return mailboxes.since(user, 0);
        });
    }

    private NoticeBatcher batcher(long seed, Consumer<BadgeChange> observer) {
        return batcher(new Unreliable(seed, observer));
    }

    NoticeBatcher batcher(BatchTransaction transactions) {
        return new NoticeBatcher(
                new NoticeBatcher.Run(UUID.randomUUID(), System::nanoTime),
                BatchMeters.in(new Meters()),
                transactions,
                settings(),
                executor,
                (delay, task) -> scheduler.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static MailboxSettings settings() {
        return new MailboxSettings(
                50,
                Duration.ZERO,
                Duration.ofMillis(100),
                Duration.ofSeconds(5),
                Duration.ofDays(30),
                Duration.ofHours(1));
    }
}
