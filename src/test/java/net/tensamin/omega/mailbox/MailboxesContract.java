package net.tensamin.omega.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.LongStream;
import net.tensamin.omega.account.Iota;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.TestAccounts;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserId;
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
        List<MailboxChanged> changes = changes(mailboxes -> mailboxes.notice(bob, alice));

        PairState pair = new PairState(bob, 1, 1);
        assertEquals(List.of(pair), pending(alice));
        assertEquals(List.of(new MailboxChanged(alice, 0, 1, List.of(pair))), changes);
        assertEquals(List.of(), pending(bob));
    }

    @Test
    void noticesOfOneSenderAddUp() {
        notice(bob, alice);
        notice(bob, alice);
        List<MailboxChanged> changes = changes(mailboxes -> mailboxes.notice(bob, alice));

        assertEquals(List.of(new PairState(bob, 3, 3)), pending(alice));
        assertEquals(2, changes.get(0).previousRevision());
    }

    @Test
    void latestChangeComesFirst() {
        notice(bob, alice);
        notice(carol, alice);
        assertEquals(List.of(new PairState(carol, 1, 2), new PairState(bob, 1, 1)), pending(alice));

        notice(bob, alice);
        assertEquals(List.of(new PairState(bob, 2, 3), new PairState(carol, 1, 2)), pending(alice));
    }

    @Test
    void readClearsOneSenderOnly() {
        notice(bob, alice);
        notice(bob, alice);
        notice(carol, alice);

        List<MailboxChanged> changes = changes(mailboxes -> mailboxes.read(alice, bob));

        assertEquals(List.of(new PairState(carol, 1, 3)), pending(alice));
        assertEquals(List.of(new MailboxChanged(alice, 3, 4, List.of(new PairState(bob, 0, 4)))), changes);
    }

    @Test
    void readOfNothingPendingChangesNothing() {
        assertEquals(List.of(), changes(mailboxes -> mailboxes.read(alice, bob)), "no mailbox yet");
        notice(bob, alice);
        assertEquals(List.of(), changes(mailboxes -> mailboxes.read(alice, carol)), "no such pair");
        assertEquals(List.of(), changes(mailboxes -> mailboxes.read(alice, NOBODY)), "no such sender");
        assertEquals(1, changes(mailboxes -> mailboxes.read(alice, bob)).size());
        assertEquals(List.of(), changes(mailboxes -> mailboxes.read(alice, bob)), "read before");
        assertEquals(2, since(alice, 0).revision());
    }

    @Test
    void countingStartsAgainAfterRead() {
        notice(bob, alice);
        notice(bob, alice);
        call(mailboxes -> {
            mailboxes.read(alice, bob);
            return null;
        });
        notice(bob, alice);

        assertEquals(List.of(new PairState(bob, 1, 4)), pending(alice));
    }

    @Test
    void aUserMayWriteToItself() {
        notice(alice, alice);
        assertEquals(List.of(new PairState(alice, 1, 1)), pending(alice));
    }

    @Test
    void unknownUsersAreRefusedAndLeaveNothing() {
        assertThrows(UnknownUserException.class, () -> notice(bob, NOBODY));
        assertThrows(UnknownUserException.class, () -> notice(NOBODY, alice));
        assertThrows(UnknownUserException.class, () -> pending(NOBODY));
        assertThrows(UnknownUserException.class, () -> changes(mailboxes -> mailboxes.read(NOBODY, bob)));

        assertEquals(new MailboxSnapshot(0, List.of()), since(alice, 0));
        assertEquals(new MailboxSnapshot(0, List.of()), since(NOBODY, 0));
    }

    @Test
    void rolledBackNoticeLeavesNoTrace() {
        assertThrows(
                IllegalStateException.class,
                () -> call(mailboxes -> {
                    mailboxes.notice(bob, alice);
                    throw new IllegalStateException("fails after the change");
                }));

        assertEquals(new MailboxSnapshot(0, List.of()), since(alice, 0));
        notice(bob, alice);
        assertEquals(List.of(new PairState(bob, 1, 1)), pending(alice));
    }

    @Test
    void amountStaysAtItsGreatestNumber() {
        notice(bob, alice);
        database.run(entities -> entities.createQuery(
                        "update PendingPair p set p.amount = " + Long.MAX_VALUE + " where p.mailbox.user = " + alice)
                .executeUpdate());

        notice(bob, alice);

        assertEquals(List.of(new PairState(bob, Long.MAX_VALUE, 2)), pending(alice));
    }

    @Test
    void sinceTellsWhatChangedPastARevisionInOrder() {
        notice(bob, alice);
        notice(carol, alice);
        call(mailboxes -> {
            mailboxes.read(alice, bob);
            return null;
        });

        PairState carols = new PairState(carol, 1, 2);
        PairState bobs = new PairState(bob, 0, 3);
        assertEquals(new MailboxSnapshot(3, List.of(carols, bobs)), since(alice, 0));
        assertEquals(new MailboxSnapshot(3, List.of(carols, bobs)), since(alice, 1));
        assertEquals(new MailboxSnapshot(3, List.of(bobs)), since(alice, 2));
        assertEquals(new MailboxSnapshot(3, List.of()), since(alice, 3));
        assertEquals(new MailboxSnapshot(3, List.of()), since(alice, 99));
        assertEquals(new MailboxSnapshot(0, List.of()), since(bob, 0));
    }

    @Test
    void timeOfChangeIsKeptToTheMicrosecond() {
        notice(bob, alice);
        Instant stored = database.call(entities -> entities.createQuery(
                        "select p.changedAt from PendingPair p where p.mailbox.user = " + alice, Instant.class)
                .getSingleResult());
        assertEquals(NOW, stored);
    }

    @Test
    void noChangeOfManyThreadsIsLost() throws Exception {
        int threads = 8;
        int each = 25;
        ConcurrentLinkedQueue<MailboxChanged> changes = new ConcurrentLinkedQueue<>();
        concurrently(threads, thread -> {
            UserId sender = thread % 2 == 0 ? bob : carol;
            for (int i = 0; i < each; i++) {
                changes.addAll(changes(mailboxes -> mailboxes.notice(sender, alice)));
            }
        });

        long total = threads * each;
        assertEquals(total, pending(alice).stream().mapToLong(PairState::amount).sum());
        assertEquals(total, since(alice, 0).revision());
        assertEquals(
                LongStream.rangeClosed(1, total).boxed().toList(),
                changes.stream().map(MailboxChanged::revision).sorted().toList());
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
            assertEquals(List.of(new PairState(other, 1, 1)), pending(one));
            assertEquals(List.of(new PairState(one, 1, 1)), pending(other));
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
                MailboxSnapshot snapshot = since(alice, 0);
                long messages =
                        snapshot.pairs().stream().mapToLong(PairState::amount).sum();
                long last = snapshot.pairs().get(snapshot.pairs().size() - 1).revision();
                assertEquals(snapshot.revision(), messages, "each notice is one revision");
                assertEquals(snapshot.revision(), last);
            }
        });
        assertEquals(notices, since(alice, 0).revision());
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
        changes(mailboxes -> mailboxes.notice(sender, receiver));
    }

    private List<PairState> pending(UserId user) {
        return call(mailboxes -> mailboxes.pending(user));
    }

    private MailboxSnapshot since(UserId user, long revision) {
        return call(mailboxes -> mailboxes.since(user, revision));
    }

    private <T> T call(Function<Mailboxes, T> work) {
        return database.call(entities -> work.apply(mailboxes(entities, new RecordedEvents<>())));
    }

    /** What one committed transaction fires. */
    private List<MailboxChanged> changes(Consumer<Mailboxes> work) {
        RecordedEvents<MailboxChanged> events = new RecordedEvents<>();
        database.run(entities -> work.accept(mailboxes(entities, events)));
        return events.fired();
    }

    private static Mailboxes mailboxes(EntityManager entities, RecordedEvents<MailboxChanged> events) {
        Mailboxes mailboxes = new Mailboxes();
        mailboxes.entities = entities;
        mailboxes.accounts = TestAccounts.of(entities);
        mailboxes.changed = events;
        mailboxes.clock = Clock.fixed(NOW, ZoneOffset.UTC);
        return mailboxes;
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
