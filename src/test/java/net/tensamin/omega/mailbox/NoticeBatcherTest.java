package net.tensamin.omega.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.outage.CapturedLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Group commit, step by step: what is to run is run by the test, and the database is a list. */
@Timeout(60)
class NoticeBatcherTest {
    private static final UserId ALICE = new UserId(42);
    private static final UserId BOB = new UserId(7);
    private static final UserId NOBODY = new UserId(999);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(300);

    private final Queue<Runnable> work = new ArrayDeque<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final Database database = new Database();
    private final NoticeBatcher batcher = batcher(10);

    /** Keeps senders of committed submissions; fails as it is told. */
    private static class Database extends BatchTransaction {
        private final List<List<Long>> transactions = new ArrayList<>();
        private final List<Integer> told = new ArrayList<>();
        private long committed;
        private boolean away;
        private boolean answersLost;
        private long poison = -1;
        private final Set<UserId> locked = new HashSet<>();
        private final List<Set<UserId>> failed = new ArrayList<>();
        private String lockState = "";

        @Override
        public void commit(Batch batch) {
            failIfAway();
            if (committed < batch.former()) {
                throw new IllegalStateException("the mark is older, on purpose");
            }
            Set<UserId> elsewhere = batch.submissions().stream()
                    .map(Submission::receiver)
                    .filter(locked::contains)
                    .collect(Collectors.toSet());
            if (!elsewhere.isEmpty() && !lockState.isEmpty()) {
                failed.add(
                        batch.submissions().stream().map(Submission::receiver).collect(Collectors.toSet()));
                throw new IllegalStateException(new SQLException("locked, on purpose", lockState));
            }
            batch.setAside(elsewhere);
            List<Long> senders = batch.submissions().stream()
                    .filter(submission -> !elsewhere.contains(submission.receiver()))
                    .map(submission -> submission.sender().value())
                    .toList();
            if (senders.contains(poison)) {
                throw new IllegalStateException("this batch cannot be committed, on purpose");
            }
            batch.applied(Set.of(NOBODY), List.of());
            transactions.add(senders);
            committed = batch.sequence();
            if (answersLost) {
                answersLost = false;
                throw new IllegalStateException("the answer is lost, on purpose");
            }
        }

        @Override
        public boolean settle(Batch batch) {
            failIfAway();
            if (committed < batch.former()) {
                batch.foundSetBack();
                committed = batch.former();
            }
            return committed >= batch.sequence();
        }

        @Override
        public void tellSetBack() {
            told.add(transactions.size());
        }

        private void failIfAway() {
            if (away) {
                throw new IllegalStateException("the database is away, on purpose");
            }
        }
    }

    @Test
    void submissionIsDoneOnlyAfterItsCommit() {
        CompletableFuture<Void> notice = submit(1);
        assertFalse(notice.isDone());
        assertEquals(List.of(), database.transactions);

        step();

        assertTrue(notice.isDone());
        assertEquals(List.of(List.of(1L)), database.transactions);
    }

    @Test
    void whatArrivesBeforeATransactionBeginsIsInItAndBatchesAreBounded() {
        submitAll(1, 25);
        work();
        assertEquals(List.of(range(1, 10), range(11, 20), range(21, 25)), database.transactions);
    }

    @Test
    void nothingRunsWhileNothingWaits() {
        submit(1);
        work();
        assertTrue(work.isEmpty());
        submit(2);
        assertEquals(1, work.size());
        submit(3);
        assertEquals(1, work.size(), "one transaction at a time");
    }

    @Test
    void unknownUserFailsItsSubmissionOnly() {
        CompletableFuture<Void> good = submit(1);
        CompletableFuture<Void> bad = batcher.submit(new Submission.Notice(NOBODY, ALICE));
        work();
        good.join();
        CompletionException failure = assertThrows(CompletionException.class, bad::join);
        assertInstanceOf(UnknownUserException.class, failure.getCause());
    }

    @Test
    void whileTheDatabaseIsAwayNothingIsAnsweredAndAfterwardsAllIsCommittedOnceAndInOrder() {
        List<CompletableFuture<Void>> before = submitAll(1, 5);
        database.away = true;
        for (int i = 0; i < 20; i++) {
            step();
        }
        List<CompletableFuture<Void>> during = submitAll(6, 7);
        step();
        assertTrue(before.stream().noneMatch(CompletableFuture::isDone));
        assertTrue(during.stream().noneMatch(CompletableFuture::isDone));
        assertEquals(1, work.size(), "one try at a time");

        database.away = false;
        work();

        before.forEach(CompletableFuture::join);
        during.forEach(CompletableFuture::join);
        assertEquals(
                range(1, 7),
                database.transactions.stream().flatMap(List::stream).toList());
    }

    @Test
    void triesAreFurtherAndFurtherApartWhileTheDatabaseIsAway() {
        submit(1);
        work();
        submit(2);
        database.away = true;
        while (pauses.size() < 6) {
            step();
        }
        assertEquals(List.of(50, 50, 100, 200, 300, 300), millis());

        database.away = false;
        work();
        pauses.clear();
        submit(3);
        database.away = true;
        step();
        assertEquals(List.of(50), millis(), "as after the first failure");
    }

    @Test
    void commitWhoseAnswerWasLostIsNotRepeated() {
        submit(1);
        work();
        CompletableFuture<Void> notice = submit(2);
        database.answersLost = true;
        step();
        assertFalse(notice.isDone());

        work();

        notice.join();
        assertEquals(List.of(List.of(1L), List.of(2L)), database.transactions);
    }

    @Test
    void commitWhoseAnswerWasLostInAnOutageIsNotRepeatedAfterIt() {
        submit(1);
        work();
        CompletableFuture<Void> notice = submit(2);
        database.answersLost = true;
        step();
        database.away = true;
        step();
        step();
        database.away = false;
        work();

        notice.join();
        assertEquals(List.of(List.of(1L), List.of(2L)), database.transactions);
    }

    @Test
    void databaseThatCameBackOlderIsToldOfOnceBeforeAnythingMoreIsCommitted() {
        submitAll(1, 2);
        work();
        database.committed = 0;
        List<CompletableFuture<Void>> later = submitAll(3, 5);
        try (CapturedLog log = new CapturedLog(Committer.class)) {
            work();
            submit(6);
            work();
            assertEquals(1, log.lines().size());
            assertTrue(log.lines().get(0).startsWith("The database is older than it was"));
        }

        later.forEach(CompletableFuture::join);
        assertEquals(List.of(1), database.told);
        assertEquals(List.of(range(1, 2), range(3, 5), List.of(6L)), database.transactions);
    }

    @Test
    void submissionThatCannotBeCommittedFailsAloneAndTheOthersKeepTheirOrder() {
        for (long poison = 1; poison <= 10; poison++) {
            NoticeBatcherTest one = new NoticeBatcherTest();
            one.database.poison = poison;
            List<CompletableFuture<Void>> submitted = one.submitAll(1, 12);

            one.work();

            for (int i = 1; i <= 12; i++) {
                assertEquals(i == poison, submitted.get(i - 1).isCompletedExceptionally());
            }
            long bad = poison;
            assertEquals(
                    range(1, 12).stream().filter(sender -> sender != bad).toList(),
                    one.database.transactions.stream().flatMap(List::stream).toList());
        }
    }

    @Test
    void outageIsNotBlamedOnASubmission() {
        CompletableFuture<Void> notice = submit(1);
        for (int i = 0; i < 10; i++) {
            database.away = true;
            step();
            step();
            database.away = false;
            database.poison = 1;
            step();
            database.poison = -1;
            database.away = true;
            step();
        }
        database.away = false;
        work();
        notice.join();
    }

    @Test
    void lockedUserWaitsInOrderAndNobodyElseDoes() {
        for (String state : List.of("", "55P03", "57014", "40P01", "40001", "HYT00")) {
            NoticeBatcherTest one = new NoticeBatcherTest();
            one.database.lockState = state;
            one.database.locked.add(BOB);
            List<CompletableFuture<Void>> forBob = new ArrayList<>();
            List<CompletableFuture<Void>> forAlice = new ArrayList<>();
            for (int i = 1; i <= 12; i++) {
                forBob.add(one.batcher.submit(new Submission.Notice(new UserId(100 + i), BOB)));
                forAlice.add(one.submit(i));
            }
            one.stepUntil(() -> forAlice.stream().allMatch(CompletableFuture::isDone));
            assertTrue(forBob.stream().noneMatch(CompletableFuture::isDone), state);
            assertEquals(range(1, 12), one.sendersBelow(100), state);
            forBob.add(one.batcher.submit(new Submission.Notice(new UserId(113), BOB)));

            one.database.locked.clear();
            one.stepUntil(() -> forBob.stream().allMatch(CompletableFuture::isDone));

            forBob.forEach(CompletableFuture::join);
            assertEquals(
                    range(101, 113),
                    one.senders().stream().filter(sender -> sender > 100).toList(),
                    state);
        }
    }

    @Test
    void lockIsNotBlamedOnASubmissionHoweverLongItLasts() {
        database.lockState = "55P03";
        database.locked.add(BOB);
        CompletableFuture<Void> forBob = batcher.submit(new Submission.Notice(new UserId(101), BOB));
        for (int i = 1; i <= 50; i++) {
            CompletableFuture<Void> forAlice = submit(i);
            stepUntil(forAlice::isDone);
        }
        assertFalse(forBob.isDone());
        database.locked.clear();
        stepUntil(forBob::isDone);
        forBob.join();
    }

    @Test
    void onceItIsKnownWhoseLockFailsABatchNobodyElseIsInOneThatDoes() {
        AtomicLong clock = new AtomicLong();
        NoticeBatcher one = new NoticeBatcher(
                new NoticeBatcher.Run(UUID.randomUUID(), () -> clock.addAndGet(100_000)),
                BatchMeters.in(new Meters()),
                database,
                settings(10),
                new CommitPace(Duration.ZERO, System::nanoTime, nanos -> {}),
                work::add,
                (delay, task) -> work.add(task));
        database.lockState = "55P03";
        database.locked.add(BOB);
        CompletableFuture<Void> forBob = one.submit(new Submission.Notice(new UserId(101), BOB));
        IntStream.rangeClosed(1, 20).forEach(i -> one.submit(new Submission.Notice(new UserId(i), ALICE)));
        stepUntil(() -> senders().size() == 20);
        database.failed.clear();

        while (database.failed.size() < 10) {
            CompletableFuture<Void> forAlice = one.submit(new Submission.Notice(new UserId(1), ALICE));
            stepUntil(forAlice::isDone);
        }

        assertFalse(forBob.isDone());
        assertEquals(Set.of(Set.of(BOB)), Set.copyOf(database.failed), "receivers of what failed");
        assertTrue(senders().size() > 100, "all others meanwhile: " + senders().size());
    }

    @Test
    void whoCannotWaitForATurnIsTriedAgain() {
        AtomicInteger calls = new AtomicInteger();
        CommitPace failing = new CommitPace(
                Duration.ofMillis(1),
                () -> {
                    if (calls.incrementAndGet() == 2) {
                        throw new StackOverflowError("on purpose");
                    }
                    return System.nanoTime();
                },
                nanos -> {});
        NoticeBatcher one = new NoticeBatcher(
                new NoticeBatcher.Run(UUID.randomUUID(), System::nanoTime),
                BatchMeters.in(new Meters()),
                database,
                settings(10),
                failing,
                work::add,
                (delay, task) -> work.add(task));
        CompletableFuture<Void> notice = one.submit(new Submission.Notice(new UserId(1), ALICE));
        work();
        notice.join();
    }

    @Test
    void whatCannotBePlannedIsTriedWithTheNextSubmission() {
        NoticeBatcher one = new NoticeBatcher(
                new NoticeBatcher.Run(UUID.randomUUID(), System::nanoTime),
                BatchMeters.in(new Meters()),
                database,
                settings(10),
                work::add,
                (delay, task) -> {
                    throw new StackOverflowError("on purpose");
                });
        database.away = true;
        CompletableFuture<Void> first = one.submit(new Submission.Notice(new UserId(1), ALICE));
        work();
        database.away = false;
        CompletableFuture<Void> second = one.submit(new Submission.Notice(new UserId(2), ALICE));
        work();
        first.join();
        second.join();
    }

    @Test
    void withdrawnSubmissionIsNotCommitted() {
        CompletableFuture<Void> first = submit(1);
        submit(2);
        first.cancel(false);
        assertEquals(1, batcher.size());
        work();
        assertEquals(List.of(List.of(2L)), database.transactions);
    }

    @Test
    void submissionWithdrawnInAnOutageIsNotCommittedAfterIt() {
        database.away = true;
        CompletableFuture<Void> first = submit(1);
        submit(2);
        step();
        step();
        first.cancel(false);
        database.away = false;
        work();
        assertEquals(List.of(List.of(2L)), database.transactions);
    }

    @Test
    void stoppedBatcherTakesNothingMoreAndFailsWhatWaits() {
        CompletableFuture<Void> waiting = submit(1);
        batcher.stop();
        CompletableFuture<Void> late = submit(2);
        work();
        for (CompletableFuture<Void> refused : List.of(waiting, late)) {
            CompletionException failure = assertThrows(CompletionException.class, refused::join);
            assertInstanceOf(MailboxUnavailableException.class, failure.getCause());
        }
        assertEquals(List.of(), database.transactions);
    }

    @Test
    void executorThatTakesNoWorkIsTriedAgain() {
        NoticeBatcher refused = new NoticeBatcher(
                new NoticeBatcher.Run(UUID.randomUUID(), System::nanoTime),
                BatchMeters.in(new Meters()),
                database,
                settings(10),
                task -> {
                    throw new RejectedExecutionException("full, on purpose");
                },
                (delay, task) -> {
                    pauses.add(delay);
                    work.add(task);
                });
        refused.submit(new Submission.Notice(new UserId(1), ALICE));
        assertEquals(1, work.size());
        step();
        assertEquals(2, pauses.size());
    }

    @Test
    void errorDoesNotStopTheBatcher() {
        Database failing = new Database() {
            private boolean failed;

            @Override
            public void commit(Batch batch) {
                if (!failed) {
                    failed = true;
                    throw new StackOverflowError("on purpose");
                }
                super.commit(batch);
            }
        };
        NoticeBatcher one = new NoticeBatcher(
                new NoticeBatcher.Run(UUID.randomUUID(), System::nanoTime),
                BatchMeters.in(new Meters()),
                failing,
                settings(10),
                work::add,
                (delay, task) -> work.add(task));
        CompletableFuture<Void> notice = one.submit(new Submission.Notice(new UserId(1), ALICE));
        work();
        notice.join();
    }

    /** Each thread lets the batcher go idle again and again, just when others submit. */
    @Test
    void transactionsNeverOverlap() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger committed = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        Database watched = new Database() {
            @Override
            public void commit(Batch batch) {
                overlaps.addAndGet(running.getAndIncrement());
                committed.addAndGet(batch.submissions().size());
                running.decrementAndGet();
            }
        };
        NoticeBatcher shared = new NoticeBatcher(
                new NoticeBatcher.Run(UUID.randomUUID(), System::nanoTime),
                BatchMeters.in(new Meters()),
                watched,
                settings(10),
                ForkJoinPool.commonPool(),
                (delay, task) -> task.run());
        List<CompletableFuture<Void>> threads = IntStream.range(0, 3)
                .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 5_000; i++) {
                        shared.submit(new Submission.Notice(new UserId(1), ALICE))
                                .join();
                    }
                }))
                .toList();
        for (CompletableFuture<Void> thread : threads) {
            thread.get(50, TimeUnit.SECONDS);
        }
        assertEquals(0, overlaps.get());
        assertEquals(15_000, committed.get());
    }

    private NoticeBatcher batcher(int largestBatch) {
        return new NoticeBatcher(
                new NoticeBatcher.Run(UUID.randomUUID(), System::nanoTime),
                BatchMeters.in(new Meters()),
                database,
                settings(largestBatch),
                work::add,
                (delay, task) -> {
                    pauses.add(delay);
                    work.add(task);
                });
    }

    private static MailboxSettings settings(int largestBatch) {
        return new MailboxSettings(
                largestBatch,
                Duration.ZERO,
                LONGEST_PAUSE,
                Duration.ofSeconds(5),
                Duration.ofDays(30),
                Duration.ofHours(1));
    }

    private CompletableFuture<Void> submit(long sender) {
        return batcher.submit(new Submission.Notice(new UserId(sender), ALICE));
    }

    private List<CompletableFuture<Void>> submitAll(int first, int last) {
        return range(first, last).stream().map(this::submit).toList();
    }

    private List<Integer> millis() {
        return pauses.stream().map(pause -> (int) pause.toMillis()).toList();
    }

    private void step() {
        work.remove().run();
    }

    private void stepUntil(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            step();
        }
    }

    private List<Long> senders() {
        return database.transactions.stream().flatMap(List::stream).toList();
    }

    private List<Long> sendersBelow(long most) {
        return senders().stream().filter(sender -> sender < most).toList();
    }

    private void work() {
        while (!work.isEmpty()) {
            step();
        }
    }

    private static List<Long> range(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(Long::valueOf).toList();
    }
}
