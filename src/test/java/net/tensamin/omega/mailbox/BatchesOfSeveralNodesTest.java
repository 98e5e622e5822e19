package net.tensamin.omega.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.tensamin.omega.account.Iota;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.TestAccounts;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.store.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes whose batches all meet in the same mailboxes wait for each other, and no transaction of theirs ever fails. */
@Timeout(180)
class BatchesOfSeveralNodesTest {
    private static final int NODES = 4;
    private static final int USERS = 100;
    private static final int NOTICES = 4_000;
    private static final int BATCH = 100;

    private final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
    private final ExecutorService committing = Executors.newFixedThreadPool(NODES);

    /** Each user writes to each: whose mailbox there is not yet is made by one of the nodes, under way. */
    @Test
    void transactionsDoNotDeadlock() throws Exception {
        try (TestDatabase database = TestDatabase.postgreSql()) {
            database.run(entities -> {
                TestAccounts.of(entities).add(new Iota(new IotaId(1), "key"));
                LongStream.rangeClosed(1, USERS).forEach(id -> TestAccounts.of(entities)
                        .add(new User(new UserId(id), "user-" + id, "key", new IotaId(1))));
            });
            List<NoticeBatcher> nodes =
                    Stream.generate(() -> batcher(database)).limit(NODES).toList();

            List<CompletableFuture<Void>> answers = IntStream.range(0, NODES * NOTICES)
                    .mapToObj(i -> nodes.get(i % NODES).submit(notice(new Random(i))))
                    .toList();
            for (CompletableFuture<Void> answer : answers) {
                answer.get(120, TimeUnit.SECONDS);
            }

            assertEquals(List.of(), List.copyOf(failures));
            Object[] totals = (Object[]) database.call(
                    entities -> entities.createNamedQuery(PendingPair.TOTALS).getSingleResult());
            assertEquals(NODES * NOTICES, ((Number) totals[1]).longValue());
        } finally {
            committing.shutdownNow();
        }
    }

    private static Submission.Notice notice(Random random) {
        return new Submission.Notice(user(random), user(random));
    }

    private static UserId user(Random random) {
        return new UserId(1 + random.nextInt(USERS));
    }

    private NoticeBatcher batcher(TestDatabase database) {
        BatchTransaction transaction = new CommittingTransactions(database, change -> {}) {
            @Override
            public void commit(Batch batch) {
                try {
                    super.commit(batch);
                } catch (RuntimeException e) {
                    failures.add(e);
                    throw e;
                }
            }
        };
        return new NoticeBatcher(
                new NoticeBatcher.Run(UUID.randomUUID(), System::nanoTime),
                BatchMeters.in(new Meters()),
                transaction,
                new MailboxSettings(
                        BATCH,
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofDays(30),
                        Duration.ofHours(1)),
                committing,
                (delay, task) -> committing.execute(task));
    }
}
