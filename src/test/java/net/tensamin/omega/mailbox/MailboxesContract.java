package net.tensamin.omega.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.LongStream;
import net.tensamin.omega.account.Iota;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.TestAccounts;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.badge.BadgeSnapshot;
import net.tensamin.omega.badge.PendingBadges;
import net.tensamin.omega.store.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What every database must do; each test has users of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class MailboxesContract {
    private static final Instant NOW = Instant.parse("2026-03-29T01:30:00.123456Z");
    private static final UserId NOBODY = new UserId(Long.MAX_VALUE);

    private final AtomicLong nextId = new AtomicLong(1);
    private TestDatabase database;
    private UserId alice;
    private UserId bob;
    private UserId carol;

    abstract TestDatabase start();

    @BeforeAll
    void open() {
        database = start();
        database.run(entities -> TestAccounts.of(entities).add(new Iota(new IotaId(1), "key")));
    }

    @AfterAll
    void close() throws Exception {
        database.close();
    }

    @BeforeEach
    void enrol() {
        alice = newUser();
        bob = newUser();
        carol = newUser();
    }

    @Test
    void noticeMakesOneMessagePending() {
        List<BadgeChange> changes = committed(new Submission.Notice(bob, alice));

        Badge pair = new Badge(bob, 1, 1);
        assertEquals(List.of(pair), pending(alice));
        assertEquals(List.of(new BadgeChange(alice, 0, 1, List.of(pair))), changes);
        assertEquals(List.of(), pending(bob));
    }

    @Test
    void aChangeSaysSinceWhenItsPushIsWaitedFor() {
        List<BadgeChange> changes =
                committed(new Submission.Notice(bob, alice, 11), new Submission.Notice(bob, alice, 12));

        assertEquals(
                List.of(new Badge(bob, 1, 1, 11), new Badge(bob, 2, 2, 12)),
                changes.get(0).badges());
        assertEquals(List.of(new Badge(bob, 2, 2)), pending(alice), "what is stored has no such time");
    }

    @Test
    void noticesOfOneSenderAddUp() {
        notice(bob, alice);
        notice(bob, alice);
        List<BadgeChange> changes = committed(new Submission.Notice(bob, alice));

        assertEquals(List.of(new Badge(bob, 3, 3)), pending(alice));
        assertEquals(2, changes.get(0).previousRevision());
    }

    /** Other tests' users have something pending, too. */
    @Test
    void totalsAreOfAllMailboxes() {
        PendingTotals before = totals();
        notice(bob, alice);
        notice(bob, alice);
        notice(carol, alice);
        notice(alice, bob);
        committed(new Submission.Read(alice, carol));

        assertEquals(before.pairs() + 2, totals().pairs());
        assertEquals(before.messages().intValueExact() + 3, totals().messages().intValueExact());
    }

    private PendingTotals totals() {
        return call(mailboxes -> mailboxes.totals(Duration.ofSeconds(10)));
    }

    @Test
    void latestChangeComesFirst() {
        notice(bob, alice);
        notice(carol, alice);
        assertEquals(List.of(new Badge(carol, 1, 2), new Badge(bob, 1, 1)), pending(alice));

        notice(bob, alice);
        assertEquals(List.of(new Badge(bob, 2, 3), new Badge(carol, 1, 2)), pending(alice));
    }

    @Test
    void readClearsOneSenderOnly() {
        notice(bob, alice);
        notice(bob, alice);
        notice(carol, alice);

        List<BadgeChange> changes = committed(new Submission.Read(alice, bob));

        assertEquals(List.of(new Badge(carol, 1, 3)), pending(alice));
        assertEquals(List.of(new BadgeChange(alice, 3, 4, List.of(new Badge(bob, 0, 4)))), changes);
    }

    @Test
    void readOfNothingPendingChangesNothing() {
        assertEquals(List.of(), committed(new Submission.Read(alice, bob)), "no mailbox yet");
        notice(bob, alice);
        assertEquals(List.of(), committed(new Submission.Read(alice, carol)), "no such pair");
        assertEquals(List.of(), committed(new Submission.Read(alice, NOBODY)), "no such sender");
        assertEquals(1, committed(new Submission.Read(alice, bob)).size());
        assertEquals(List.of(), committed(new Submission.Read(alice, bob)), "read before");
        assertEquals(2, since(alice, 0).revision());
    }

    @Test
    void countingStartsAgainAfterRead() {
        notice(bob, alice);
        notice(bob, alice);
        committed(new Submission.Read(alice, bob));
        notice(bob, alice);

        assertEquals(List.of(new Badge(bob, 1, 4)), pending(alice));
    }

    @Test
    void aUserMayWriteToItself() {
        notice(alice, alice);
        assertEquals(List.of(new Badge(alice, 1, 1)), pending(alice));
    }

    @Test
    void unknownUsersAreRefusedAndLeaveNothing() {
        assertThrows(UnknownUserException.class, () -> notice(bob, NOBODY));
        assertThrows(UnknownUserException.class, () -> notice(NOBODY, alice));
        assertThrows(UnknownUserException.class, () -> pending(NOBODY));
        assertThrows(UnknownUserException.class, () -> committed(new Submission.Read(NOBODY, bob)));

        assertEquals(new BadgeSnapshot(0, List.of()), since(alice, 0));
        assertEquals(new BadgeSnapshot(0, List.of()), since(NOBODY, 0));
    }

    @Test
    void unknownUserDoesNotKeepTheOthersOfABatchBack() {
        assertThrows(
                UnknownUserException.class,
                () -> committed(
                        new Submission.Notice(bob, alice),
                        new Submission.Notice(NOBODY, alice),
                        new Submission.Notice(bob, NOBODY),
                        new Submission.Read(NOBODY, alice),
                        new Submission.Notice(alice, carol)));

        assertEquals(List.of(new Badge(bob, 1, 1)), pending(alice));
        assertEquals(List.of(new Badge(alice, 1, 1)), pending(carol));
    }

    @Test
    void eachNoticeOfABatchHasARevisionAndThePairIsStoredOnce() {
        List<BadgeChange> changes = committed(
                new Submission.Notice(bob, alice),
                new Submission.Notice(bob, alice),
                new Submission.Notice(carol, alice),
                new Submission.Notice(bob, alice));

        assertEquals(List.of(new Badge(bob, 3, 4), new Badge(carol, 1, 3)), pending(alice));
        assertEquals(
                List.of(new BadgeChange(
                        alice,
                        0,
                        4,
                        List.of(
                                new Badge(bob, 1, 1),
                                new Badge(bob, 2, 2),
                                new Badge(carol, 1, 3),
                                new Badge(bob, 3, 4)))),
                changes);
    }

    @Test
    void readBetweenNoticesOfABatchClearsThoseBeforeIt() {
        notice(bob, alice);
        List<BadgeChange> changes = committed(
                new Submission.Read(carol, bob),
                new Submission.Notice(bob, alice),
                new Submission.Read(alice, bob),
                new Submission.Read(alice, bob),
                new Submission.Notice(bob, alice));

        assertEquals(List.of(new Badge(bob, 1, 4)), pending(alice));
        assertEquals(
                List.of(new BadgeChange(
                        alice, 1, 4, List.of(new Badge(bob, 2, 2), new Badge(bob, 0, 3), new Badge(bob, 1, 4)))),
                changes);
    }

    @Test
    void readOfWhatTheSameBatchMadeLeavesATombstone() {
        committed(new Submission.Notice(bob, alice), new Submission.Read(alice, bob));

        assertEquals(List.of(), pending(alice));
        assertEquals(new BadgeSnapshot(2, List.of(new Badge(bob, 0, 2))), since(alice, 0));
    }

    @Test
    void rolledBackBatchLeavesNoTrace() {
        assertThrows(
                IllegalStateException.class,
                () -> database.run(entities -> {
                    transaction(entities, new RecordedChanges()).commit(batch(new Submission.Notice(bob, alice)));
                    throw new IllegalStateException("fails after the change");
                }));

        assertEquals(new BadgeSnapshot(0, List.of()), since(alice, 0));
        notice(bob, alice);
        assertEquals(List.of(new Badge(bob, 1, 1)), pending(alice));
    }

    @Test
    void batchOfABatcherWithoutAMarkIsRefused() {
        Batch unmarked = new Batch(UUID.randomUUID(), 0, 1, List.of(new Submission.Notice(bob, alice)));
        assertThrows(
                IllegalStateException.class,
                () -> database.run(
                        entities -> transaction(entities, new RecordedChanges()).commit(unmarked)));
        assertEquals(0, since(alice, 0).revision());
    }

    @Test
    void settlingTellsWhetherABatchCommittedAndThenFiresItsChangesAgain() {
        Batch batch = batch(new Submission.Notice(bob, alice));
        assertEquals(List.of(), settled(batch), "not committed");

        RecordedChanges committed = new RecordedChanges();
        database.run(entities -> transaction(entities, committed).commit(batch));

        assertEquals(committed.changes(), settled(batch));
        assertEquals(1, committed.changes().size());
        assertEquals(List.of(), settled(new Batch(batch.batcher(), 0, batch.sequence() + 1, List.of())));
    }

    @Test
    void aMarkThatIsOlderThanItsBatcherKnowsStopsTheBatchAndIsTold() {
        Batch first = batch(new Submission.Notice(bob, alice));
        database.run(entities -> transaction(entities, new RecordedChanges()).commit(first));
        database.run(entities -> entities.createNativeQuery(
                        "update batch_mark set last_batch = 0 where batcher = '" + first.batcher() + "'")
                .executeUpdate());
        Batch next = new Batch(first.batcher(), 1, 2, List.of(new Submission.Notice(bob, alice)));

        assertThrows(
                IllegalStateException.class,
                () -> database.run(
                        entities -> transaction(entities, new RecordedChanges()).commit(next)));
        assertEquals(1, since(alice, 0).revision());
        assertEquals(List.of(), settled(next));
        assertTrue(next.isSetBack());

        database.run(entities -> transaction(entities, new RecordedChanges()).commit(next));
        assertEquals(2, since(alice, 0).revision());
        Batch third = new Batch(first.batcher(), 2, 3, List.of());
        assertEquals(List.of(), settled(third));
        assertFalse(third.isSetBack(), "told once");
    }

    @Test
    void aMarkThatWasForgottenIsNoOlderDatabase() {
        Batch first = batch(new Submission.Notice(bob, alice));
        database.run(entities -> transaction(entities, new RecordedChanges()).commit(first));
        database.run(entities -> entities.createNativeQuery(
                        "delete from batch_mark where batcher = '" + first.batcher() + "'")
                .executeUpdate());
        Batch next = new Batch(first.batcher(), 1, 2, List.of(new Submission.Notice(bob, alice)));

        assertEquals(List.of(), settled(next));
        assertFalse(next.isSetBack());
        database.run(entities -> transaction(entities, new RecordedChanges()).commit(next));
        assertEquals(2, since(alice, 0).revision());
    }

    @Test
    void statementsOfABatchDoNotGrowWithIt() {
        List<Submission> many = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            UserId receiver = i % 3 == 0 ? alice : i % 3 == 1 ? bob : carol;
            many.add(new Submission.Notice(new UserId(1 + i % (nextId.get() - 1)), receiver));
        }
        Submission[] submissions = many.toArray(Submission[]::new);
        committed(submissions);

        int small = database.roundTrips(() -> committed(new Submission.Notice(bob, alice)));
        int large = database.roundTrips(() -> committed(submissions));

        assertTrue(large <= small + 2, () -> "one notice takes " + small + ", 300 take " + large);
    }

    @Test
    void amountStaysAtItsGreatestNumber() {
        notice(bob, alice);
        database.run(entities -> entities.createQuery("update PendingPair p set p.amount = " + Long.MAX_VALUE
                        + " where p.mailbox.receiver = " + alice)
                .executeUpdate());

        notice(bob, alice);

        assertEquals(List.of(new Badge(bob, Long.MAX_VALUE, 2)), pending(alice));
    }

    @Test
    void sinceTellsWhatChangedPastARevisionInOrder() {
        notice(bob, alice);
        notice(carol, alice);
        committed(new Submission.Read(alice, bob));

        Badge carols = new Badge(carol, 1, 2);
        Badge bobs = new Badge(bob, 0, 3);
        assertEquals(new BadgeSnapshot(3, List.of(carols, bobs)), since(alice, 0));
        assertEquals(new BadgeSnapshot(3, List.of(carols, bobs)), since(alice, 1));
        assertEquals(new BadgeSnapshot(3, List.of(bobs)), since(alice, 2));
        assertEquals(new BadgeSnapshot(3, List.of()), since(alice, 3));
        assertEquals(new BadgeSnapshot(3, List.of()), since(alice, 99));
        assertEquals(new BadgeSnapshot(0, List.of()), since(bob, 0));
    }

    @Test
    void timeOfChangeIsKeptToTheMicrosecond() {
        notice(bob, alice);
        Instant stored = database.call(entities -> entities.createQuery(
                        "select p.changedAt from PendingPair p where p.mailbox.receiver = " + alice, Instant.class)
                .getSingleResult());
        assertEquals(NOW, stored);
    }

    @Test
    void oldTombstonesAreForgottenAFewMailboxesAtATime() {
        List<UserId> receivers = LongStream.range(0, 7).mapToObj(i -> newUser()).toList();
        for (UserId receiver : receivers) {
            committed(
                    new Submission.Notice(alice, receiver),
                    new Submission.Read(receiver, alice),
                    new Submission.Notice(bob, receiver));
        }
        long first = receivers.get(0).value() - 1;

        assertEquals(List.of(), tombstones(all -> all.receivers(first, NOW, 3)), "not older than now");
        Instant later = NOW.plusNanos(1_000);
        List<Long> few = tombstones(all -> all.receivers(first, later, 3));
        assertEquals(receivers.stream().limit(3).map(UserId::value).toList(), few);
        assertEquals(0, forget(few, NOW));
        assertEquals(3, forget(few, later));
        assertEquals(0, forget(few, later), "another node was faster");
        assertEquals(
                receivers.get(3).value(),
                tombstones(all -> all.receivers(few.get(2), later, 3)).get(0));

        assertEquals(new BadgeSnapshot(3, List.of(new Badge(bob, 1, 3))), since(receivers.get(0), 0));
        notice(alice, receivers.get(0));
        assertEquals(List.of(new Badge(alice, 1, 4)), since(receivers.get(0), 3).badges(), "counting goes on");
    }

    /** Changes of the others would wait, too. */
    @Test
    void tombstonesOfALockedMailboxAreLeftForTheNextSweep() throws Exception {
        UserId locked = newUser();
        UserId free = newUser();
        for (UserId receiver : List.of(locked, free)) {
            committed(new Submission.Notice(bob, receiver), new Submission.Read(receiver, bob));
        }
        List<Long> both = List.of(locked.value(), free.value());
        Instant later = NOW.plusNanos(1_000);
        try (Connection elsewhere = database.dataSource().getConnection();
                Statement statement = elsewhere.createStatement()) {
            elsewhere.setAutoCommit(false);
            statement.executeQuery("select revision from mailbox where user_id = " + locked.value() + " for update");

            assertEquals(1, forget(both, later));
            assertEquals(0, forget(both, later));
            elsewhere.rollback();
        }
        assertEquals(1, forget(both, later));
    }

    @Test
    void sweepForgetsWhatIsPastTheRetentionAndGoesOn() {
        committed(new Submission.Notice(bob, alice), new Submission.Read(alice, bob));
        List<Runnable> planned = new ArrayList<>();
        Tombstones tombstones = new Tombstones() {
            @Override
            public List<Long> receivers(long after, Instant before, int limit) {
                return tombstones(all -> all.receivers(after, before, limit));
            }

            @Override
            public int forget(List<Long> receivers, Instant before) {
                return tombstones(all -> all.forget(receivers, before));
            }

            @Override
            public int forgetMarks(Instant before) {
                return tombstones(all -> all.forgetMarks(before));
            }
        };
        Duration retention = Duration.ofDays(30);
        for (Instant now : List.of(NOW.plus(retention), NOW.plus(retention).plusMillis(1))) {
            assertEquals(1, since(alice, 0).badges().size(), "kept at " + now);
            new TombstoneSweep(
                            tombstones,
                            (delay, task) -> planned.add(task),
                            Clock.fixed(now, ZoneOffset.UTC),
                            retention,
                            Duration.ofHours(1))
                    .start(this);
            planned.remove(0).run();
            assertEquals(1, planned.size(), "the next sweep");
            planned.clear();
        }
        assertEquals(List.of(), since(alice, 0).badges());
    }

    private int forget(List<Long> receivers, Instant before) {
        return tombstones(all -> all.forget(receivers, before));
    }

    private <T> T tombstones(Function<Tombstones, T> work) {
        return database.call(entities -> {
            Tombstones tombstones = new Tombstones();
            tombstones.entities = entities;
            return work.apply(tombstones);
        });
    }

    /** {@code omega.faults.pairs} says how many there are (the profile {@code faults} has 100,000). */
    @Test
    void whatADeviceMissedIsReadInPartsAndEachPairOnce() {
        int pairs = Integer.getInteger("omega.faults.pairs", 2_000);
        UserId away = newUser();
        notice(bob, away);
        fill(away, pairs);

        int rows = 0;
        int parts = 0;
        long revision = 0;
        BadgeSnapshot part = since(away, revision);
        while (!part.badges().isEmpty()) {
            assertTrue(part.badges().size() <= Mailboxes.PAGE);
            assertEquals(pairs, part.newest());
            assertEquals(revision + 1, part.badges().get(0).revision());
            rows += part.badges().size();
            parts++;
            revision = part.revision();
            part = since(away, revision);
        }

        assertEquals(pairs, rows);
        assertEquals(pairs, revision);
        assertEquals((pairs + Mailboxes.PAGE - 1) / Mailboxes.PAGE, parts);
    }

    /** Pairs of so many senders, the first of whom is there. */
    private void fill(UserId receiver, int pairs) {
        fill(database, receiver, pairs);
    }

    void fill(TestDatabase filled, UserId receiver, int pairs) {
        filled.run(entities -> {
            entities.createNativeQuery("insert into pending_pair (receiver_id, sender_id, amount, revision, changed_at)"
                            + " select ?1, 1000000 + n, 1, n, current_timestamp from ("
                            + generator(pairs) + ") as numbers")
                    .setParameter(1, receiver.value())
                    .executeUpdate();
            entities.createNativeQuery("update mailbox set revision = ?2 where user_id = ?1")
                    .setParameter(1, receiver.value())
                    .setParameter(2, (long) pairs)
                    .executeUpdate();
        });
    }

    /** A query for the numbers from 2 to the last, in a column n. */
    abstract String generator(int last);

    @Test
    void noChangeOfManyThreadsIsLost() throws Exception {
        int threads = 8;
        int each = 25;
        ConcurrentLinkedQueue<BadgeChange> changes = new ConcurrentLinkedQueue<>();
        concurrently(threads, thread -> {
            UserId sender = thread % 2 == 0 ? bob : carol;
            for (int i = 0; i < each; i++) {
                changes.addAll(committed(new Submission.Notice(sender, alice)));
            }
        });

        long total = threads * each;
        assertEquals(total, pending(alice).stream().mapToLong(Badge::amount).sum());
        assertEquals(total, since(alice, 0).revision());
        assertEquals(
                LongStream.rangeClosed(1, total).boxed().toList(),
                changes.stream().map(BadgeChange::revision).sorted().toList());
        assertTrue(changes.stream().allMatch(change -> change.previousRevision() == change.revision() - 1));
    }

    @Test
    void oneOfManyFirstNoticesMakesTheMailbox() throws Exception {
        for (int round = 0; round < 10; round++) {
            UserId fresh = newUser();
            int threads = 6;
            CyclicBarrier together = new CyclicBarrier(threads);
            concurrently(threads, thread -> {
                await(together);
                notice(thread % 2 == 0 ? bob : carol, fresh);
            });
            assertEquals(threads, since(fresh, 0).revision());
        }
    }

    @Test
    void usersWhoWriteToEachOtherForTheFirstTimeDoNotDeadlock() throws Exception {
        for (int round = 0; round < 10; round++) {
            UserId one = newUser();
            UserId other = newUser();
            CyclicBarrier together = new CyclicBarrier(2);
            concurrently(2, thread -> {
                await(together);
                notice(thread == 0 ? one : other, thread == 0 ? other : one);
            });
            assertEquals(List.of(new Badge(other, 1, 1)), pending(one));
            assertEquals(List.of(new Badge(one, 1, 1)), pending(other));
        }
    }

    @Test
    void everySnapshotIsOfOneMoment() throws Exception {
        int notices = 150;
        AtomicBoolean done = new AtomicBoolean();
        CountDownLatch started = new CountDownLatch(1);
        concurrently(3, thread -> {
            if (thread == 0) {
                try {
                    for (int i = 0; i < notices; i++) {
                        notice(i % 2 == 0 ? bob : carol, alice);
                        started.countDown();
                    }
                } finally {
                    done.set(true);
                }
                return;
            }
            assertTrue(started.await(60, TimeUnit.SECONDS));
            while (!done.get()) {
                BadgeSnapshot snapshot = since(alice, 0);
                long messages =
                        snapshot.badges().stream().mapToLong(Badge::amount).sum();
                long last = snapshot.badges().get(snapshot.badges().size() - 1).revision();
                assertEquals(snapshot.revision(), messages, "each notice is one revision");
                assertEquals(snapshot.revision(), last);
                PendingBadges pending = call(mailboxes -> new WholeMailboxes(mailboxes).of(alice));
                assertEquals(
                        pending.revision(),
                        pending.badges().stream().mapToLong(Badge::amount).sum());
                assertEquals(
                        pending.revision(), pending.badges().iterator().next().revision());
            }
        });
        assertEquals(notices, since(alice, 0).revision());
    }

    @Test
    void whatIsPendingAndTheRevisionAreOfOneMoment() throws Exception {
        notice(bob, alice);
        notice(carol, alice);
        committed(new Submission.Read(alice, bob));
        assertEquals(
                new PendingBadges(3, List.of(new Badge(carol, 1, 2))),
                call(mailboxes -> new WholeMailboxes(mailboxes).of(alice)));
        committed(new Submission.Read(alice, carol));
        assertEquals(new PendingBadges(4, List.of()), call(mailboxes -> new WholeMailboxes(mailboxes).of(alice)));
        assertEquals(
                new PendingBadges(0, List.of()),
                call(mailboxes -> new WholeMailboxes(mailboxes).of(bob)),
                "never changed");
    }

    @Test
    void whatIsPendingComesInPagesTheLatestChangeFirst() {
        notice(bob, alice);
        notice(carol, alice);
        notice(alice, alice);
        committed(new Submission.Read(alice, carol));

        Badge latest = new Badge(alice, 1, 3);
        Badge first = new Badge(bob, 1, 1);
        assertEquals(new PendingBadges(4, List.of(latest, first)), page(Long.MAX_VALUE, 3));
        assertEquals(new PendingBadges(4, List.of(latest)), page(Long.MAX_VALUE, 1));
        assertEquals(new PendingBadges(4, List.of(first)), page(3, 1));
        assertEquals(new PendingBadges(4, List.of()), page(1, 1));
        assertEquals(
                new PendingBadges(0, List.of()),
                call(mailboxes -> mailboxes.pending(bob, Long.MAX_VALUE, 1)),
                "never changed");
    }

    private PendingBadges page(long before, int most) {
        return call(mailboxes -> mailboxes.pending(alice, before, most));
    }

    @Test
    void theRevisionOfAMailboxIs0BeforeItsFirstChange() {
        notice(bob, alice);

        assertEquals(List.of(1L, 0L), List.of(revision(alice), revision(bob)));
        UserId nobody = new UserId(Long.MAX_VALUE);
        assertThrows(UnknownUserException.class, () -> revision(nobody));
    }

    private long revision(UserId user) {
        return call(mailboxes -> mailboxes.revision(user));
    }

    @Test
    void revisionsOfManyUsersComeAtOnceAndNoneOfAUserWithoutMailbox() {
        notice(bob, alice);
        notice(carol, alice);
        notice(alice, bob);

        assertEquals(Map.of(alice, 2L, bob, 1L), call(mailboxes -> mailboxes.revisions(List.of(alice, bob, carol))));
        assertEquals(Map.of(), call(mailboxes -> mailboxes.revisions(List.of())));
    }

    private UserId newUser() {
        UserId id = new UserId(nextId.getAndIncrement());
        database.run(entities -> TestAccounts.of(entities).add(new User(id, "user-" + id, "key", new IotaId(1))));
        return id;
    }

    private void notice(UserId sender, UserId receiver) {
        committed(new Submission.Notice(sender, receiver));
    }

    private List<Badge> pending(UserId user) {
        return List.copyOf(
                call(mailboxes -> new WholeMailboxes(mailboxes).of(user)).badges());
    }

    private BadgeSnapshot since(UserId user, long revision) {
        return call(mailboxes -> mailboxes.since(user, revision));
    }

    private <T> T call(Function<Mailboxes, T> work) {
        return database.call(entities -> {
            Mailboxes mailboxes = new Mailboxes();
            mailboxes.entities = entities;
            mailboxes.accounts = TestAccounts.of(entities);
            return work.apply(mailboxes);
        });
    }

    /** What a batch fires, committed. */
    private List<BadgeChange> committed(Submission... submissions) {
        List<BadgeChange> changes = new ArrayList<>();
        List<Submission> left = List.of(submissions);
        while (!left.isEmpty()) { // what another transaction has locked is tried again, as a batcher does
            RecordedChanges events = new RecordedChanges();
            Batch batch = batch(left.toArray(Submission[]::new));
            database.run(entities -> transaction(entities, events).commit(batch));
            changes.addAll(events.changes());
            left = left.stream().filter(batch::isSetAside).toList();
            for (Submission submission : submissions) {
                batch.unknownUserOf(submission).ifPresent(user -> {
                    throw new UnknownUserException(user);
                });
            }
        }
        return changes;
    }

    private List<BadgeChange> settled(Batch batch) {
        RecordedChanges events = new RecordedChanges();
        boolean committed =
                database.call(entities -> transaction(entities, events).settle(batch));
        assertEquals(committed, !events.changes().isEmpty());
        return events.changes();
    }

    /** Of a batcher that the database knows. */
    private Batch batch(Submission... submissions) {
        Batch batch = new Batch(UUID.randomUUID(), 0, 1, List.of(submissions));
        database.run(entities -> transaction(entities, new RecordedChanges()).settle(batch));
        return batch;
    }

    private static BatchTransaction transaction(EntityManager entities, RecordedChanges events) {
        BatchTransaction transaction = new BatchTransaction();
        transaction.entities = entities;
        transaction.changed = events;
        transaction.clock = Clock.fixed(NOW, ZoneOffset.UTC);
        return transaction;
    }

    private static void await(CyclicBarrier barrier) throws Exception {
        barrier.await(60, TimeUnit.SECONDS);
    }

    private interface Work {
        void run(int thread) throws Exception;
    }

    private static void concurrently(int threads, Work work) throws Exception {
        List<FutureTask<Void>> tasks = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int number = thread;
            FutureTask<Void> task = new FutureTask<>((Callable<Void>) () -> {
                work.run(number);
                return null;
            });
            tasks.add(task);
            new Thread(task, "concurrent-" + number).start();
        }
        for (FutureTask<Void> task : tasks) {
            task.get(100, TimeUnit.SECONDS);
        }
    }
}
