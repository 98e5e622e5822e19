package net.tensamin.omega.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.tensamin.omega.account.Iota;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.TestAccounts;
import net.tensamin.omega.account.TestRemoval;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.account.UserRemoval;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.badge.BadgeSnapshot;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.store.HookedEntities;
import net.tensamin.omega.store.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What every database must do with users that are removed while notices come; each test has users of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class RemovedMailboxesContract {
    private static final IotaId HOME = new IotaId(1);
    private static final Instant NOON = Instant.parse("2026-03-29T12:00:00Z");

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
    private final AtomicLong lastUser = new AtomicLong();
    private final List<BadgeChange> changes = new ArrayList<>();
    private TestDatabase database;
    private NoticeBatcher batcher;
    private UserId alice;
    private UserId bob;
    private UserId carol;

    abstract TestDatabase start();

    @BeforeAll
    void open() {
        database = start();
        database.run(entities -> TestAccounts.of(entities).add(new Iota(HOME, "key")));
    }

    @AfterAll
    void close() throws Exception {
        scheduler.shutdownNow();
        executor.shutdownNow();
        assertTrue(executor.awaitTermination(60, TimeUnit.SECONDS));
        database.close();
    }

    @BeforeEach
    void register() {
        batcher = batcher(new CommittingTransactions(database, this::changed));
        alice = newUser();
        bob = newUser();
        carol = newUser();
        changes.clear();
    }

    private synchronized void changed(BadgeChange change) {
        changes.add(change);
    }

    // Notices in a batch that runs

    @Test
    void aNoticeForWhoIsRemovedWhileItsBatchRunsIsRefusedAndTheBatchCommits() throws Exception {
        notice(carol, alice);
        refusedAlone(Mailbox.LOCK_FREE, new Submission.Notice(carol, alice));
    }

    /** Whose mailbox was yet to be made. */
    @Test
    void soIsTheFirstNoticeForIt() throws Exception {
        refusedAlone(Mailbox.LOCK_RECEIVERS, new Submission.Notice(carol, alice));
    }

    @Test
    void soIsARead() throws Exception {
        notice(carol, alice);
        refusedAlone(Mailbox.LOCK_FREE, new Submission.Read(alice, carol));
    }

    /** Alice is removed in the middle of the transaction, before a query of it. */
    private void refusedAlone(String before, Submission late) throws Exception {
        NoticeBatcher interrupted = batcher(inTheMiddle(before, () -> remove(alice)));
        CompletableFuture<Void> refused = interrupted.submit(late);
        CompletableFuture<Void> taken = interrupted.submit(new Submission.Notice(carol, bob));

        assertUnknown(refused);
        taken.get(60, TimeUnit.SECONDS);
        assertEquals(List.of(new Badge(carol, 1, 1)), pending(bob));
        assertGone(alice);
    }

    private void assertUnknown(CompletableFuture<Void> submitted) {
        ExecutionException refused = assertThrows(ExecutionException.class, () -> submitted.get(60, TimeUnit.SECONDS));
        assertInstanceOf(UnknownUserException.class, refused.getCause());
    }

    /** A batch that came first has the mailbox: it commits, and what it wrote goes with the mailbox. */
    @Test
    void aRemovalWaitsForTheBatchThatHasTheMailbox() throws Exception {
        notice(carol, alice);
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch removing = new CountDownLatch(1);
        NoticeBatcher slow = batcher(inTheMiddle(PendingPair.WRITE, () -> {
            locked.countDown();
            await(removing);
        }));
        CompletableFuture<Void> first = slow.submit(new Submission.Notice(bob, alice));
        await(locked);
        CompletableFuture<Void> removal = CompletableFuture.runAsync(
                () -> database.run(
                        entities -> removal(HookedEntities.before(entities, Mailbox.LOCK, removing::countDown))
                                .remove(alice.value())),
                executor);
        first.get(60, TimeUnit.SECONDS);
        removal.get(60, TimeUnit.SECONDS);
        assertGone(alice);
    }

    /** It has the locks already: the batch leaves the user aside, and finds nobody when it tries again. */
    @Test
    void aNoticeWaitsForARemovalAndIsThenRefused() throws Exception {
        notice(carol, alice);
        CountDownLatch removed = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(1);
        CompletableFuture<Void> removal = CompletableFuture.runAsync(
                () -> database.run(entities -> {
                    removal(entities).remove(alice.value());
                    removed.countDown();
                    await(others);
                }),
                executor);
        await(removed);
        CompletableFuture<Void> late = batcher.submit(new Submission.Notice(carol, alice));
        notice(carol, bob);
        assertFalse(late.isDone());
        others.countDown();
        removal.get(60, TimeUnit.SECONDS);
        assertUnknown(late);
        assertGone(alice);
    }

    // What a removed user wrote

    @Test
    void whatARemovedUserWroteIsReadForItsReceivers() throws Exception {
        notice(alice, bob);
        notice(alice, bob);
        notice(carol, bob);
        notice(alice, carol);
        read(carol, alice);
        remove(alice);
        changes.clear();

        clearing(batcher, NOON).work();

        assertEquals(List.of(new Badge(carol, 1, 3)), pending(bob));
        assertEquals(
                List.of(new BadgeChange(bob, 3, 4, List.of(new Badge(alice, 0, 4)))),
                changes,
                "nobody is told of what was read before");
        assertEquals(0, left());
    }

    /** The batch has seen that the sender exists before that was removed; what it wrote is found all the same. */
    @Test
    void aNoticeOfWhoIsRemovedWhileItsBatchRunsIsReadToo() throws Exception {
        CountDownLatch clearing = new CountDownLatch(1);
        List<CompletableFuture<Void>> cleared = new ArrayList<>();
        NoticeBatcher slow = batcher(inTheMiddle(Mailbox.LOCK_FREE, () -> {
            if (cleared.isEmpty()) {
                remove(alice);
                cleared.add(CompletableFuture.runAsync(
                        () -> new SenderClearing(
                                        hooked(BatchMark.BATCHERS, clearing::countDown),
                                        (receiver, sender) -> batcher.submit(new Submission.Read(receiver, sender)),
                                        Clock.fixed(NOON, ZoneOffset.UTC))
                                .work(),
                        executor));
                await(clearing);
            }
        }));
        slow.submit(new Submission.Notice(alice, bob)).get(60, TimeUnit.SECONDS);
        cleared.get(0).get(60, TimeUnit.SECONDS);

        assertEquals(List.of(), pending(bob));
        assertEquals(0, left());
        assertUnknown(slow.submit(new Submission.Notice(alice, bob)));
    }

    /** More than a step takes; a node ends in the middle, and another goes on. */
    @Test
    void whatANodeHasNotDoneAnotherDoes() throws Exception {
        int many = 2 * RemovedMailboxes.STEP + 1;
        List<UserId> receivers = newUsers(many);
        List<CompletableFuture<Void>> written = receivers.stream()
                .map(receiver -> batcher.submit(new Submission.Notice(alice, receiver)))
                .toList();
        CompletableFuture.allOf(written.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        remove(alice);
        AtomicInteger reads = new AtomicInteger();
        SenderClearing ending = new SenderClearing(
                database(),
                (receiver, sender) -> {
                    if (reads.incrementAndGet() > RemovedMailboxes.STEP) {
                        throw new IllegalStateException("the node ends, on purpose");
                    }
                    return batcher.submit(new Submission.Read(receiver, sender));
                },
                Clock.fixed(NOON, ZoneOffset.UTC));

        ending.work();
        assertEquals(RemovedMailboxes.STEP, readOnce());
        assertEquals(1, left());

        clearing(batcher, NOON.plusSeconds(1)).work();
        assertEquals(1, left(), "it is still the other's");

        clearing(batcher, NOON.plus(SenderClearing.TERM.multipliedBy(2))).work();
        assertEquals(0, left());
        assertEquals(many, readOnce(), "each once");
    }

    /** How many have one notice of Alice's that was read. */
    private long readOnce() {
        Number pairs = database.call(entities -> (Number) entities.createNativeQuery(
                        "select count(*) from pending_pair where amount = 0 and revision = 2 and sender_id = " + alice)
                .getSingleResult());
        return pairs.longValue();
    }

    @Test
    void aReceiverThatIsRemovedTooIsNoHindrance() throws Exception {
        notice(alice, bob);
        notice(alice, carol);
        remove(alice);
        SenderClearing clearing = new SenderClearing(
                database(),
                (receiver, sender) -> {
                    if (receiver.equals(bob)) {
                        remove(bob);
                    }
                    return batcher.submit(new Submission.Read(receiver, sender));
                },
                Clock.fixed(NOON, ZoneOffset.UTC));

        clearing.work();
        clearing.work(); // for Bob

        assertEquals(List.of(), pending(carol));
        assertEquals(0, left());
    }

    @Test
    void whatIsStoredOfPairsIsReadByReceiverAndBySender() throws Exception {
        notice(carol, alice);
        notice(bob, alice);
        notice(alice, bob);
        read(alice, carol);

        List<StoredPair> received =
                database.call(entities -> mailboxes(entities).receivedBy(alice, 0));
        assertEquals(
                List.of(List.of(bob.value(), 1L, 2L), List.of(carol.value(), 0L, 3L)),
                received.stream()
                        .map(pair -> List.of(pair.sender(), pair.amount(), pair.revision()))
                        .toList());
        assertEquals(
                List.of(carol.value()),
                database.call(entities -> mailboxes(entities).receivedBy(alice, bob.value())).stream()
                        .map(StoredPair::sender)
                        .toList());
        assertEquals(
                List.of(bob.value()),
                database.call(entities -> mailboxes(entities).sentBy(alice, 0)).stream()
                        .map(StoredPair::receiver)
                        .toList());
    }

    private UserId newUser() {
        return newUsers(1).get(0);
    }

    private List<UserId> newUsers(int count) {
        List<UserId> users = IntStream.range(0, count)
                .mapToObj(any -> new UserId(lastUser.incrementAndGet()))
                .toList();
        database.run(entities ->
                users.forEach(id -> TestAccounts.of(entities).add(new User(id, "user-" + id, "key", HOME))));
        return users;
    }

    private void notice(UserId sender, UserId receiver) throws Exception {
        batcher.submit(new Submission.Notice(sender, receiver)).get(60, TimeUnit.SECONDS);
    }

    private void read(UserId receiver, UserId sender) throws Exception {
        batcher.submit(new Submission.Read(receiver, sender)).get(60, TimeUnit.SECONDS);
    }

    private void remove(UserId user) {
        database.run(entities -> removal(entities).remove(user.value()));
    }

    private static UserRemoval removal(EntityManager entities) {
        return TestRemoval.of(
                entities, leaving -> RemovedMailboxesOf.entities(entities).leave(leaving));
    }

    private void assertGone(UserId user) {
        assertThrows(UnknownUserException.class, () -> pending(user));
        assertEquals(new BadgeSnapshot(0, List.of()), since(user));
    }

    private List<Badge> pending(UserId user) {
        return database.call(entities ->
                List.copyOf(new WholeMailboxes(mailboxes(entities)).of(user).badges()));
    }

    private BadgeSnapshot since(UserId user) {
        return database.call(entities -> mailboxes(entities).since(user, 0));
    }

    private static Mailboxes mailboxes(EntityManager entities) {
        Mailboxes mailboxes = new Mailboxes();
        mailboxes.entities = entities;
        mailboxes.accounts = TestAccounts.of(entities);
        return mailboxes;
    }

    private long left() {
        return database().count();
    }

    private SenderClearing clearing(NoticeBatcher with, Instant now) {
        return new SenderClearing(
                database(),
                (receiver, sender) -> with.submit(new Submission.Read(receiver, sender)),
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private RemovedMailboxes database() {
        return new StoredRemovals(database::call);
    }

    private RemovedMailboxes hooked(String query, Runnable what) {
        return new StoredRemovals(database::call, query, what);
    }

    /** Does something in the middle of each batch. */
    private BatchTransaction inTheMiddle(String query, Runnable what) {
        return new CommittingTransactions(database, this::changed) {
            @Override
            EntityManager entities(EntityManager plain) {
                return HookedEntities.before(plain, query, what);
            }
        };
    }

    private NoticeBatcher batcher(BatchTransaction transaction) {
        return new NoticeBatcher(
                new NoticeBatcher.Run(UUID.randomUUID(), System::nanoTime),
                BatchMeters.in(new Meters()),
                transaction,
                new MailboxSettings(
                        4_000,
                        Duration.ZERO,
                        Duration.ofMillis(100),
                        Duration.ofSeconds(5),
                        Duration.ofDays(30),
                        Duration.ofHours(1)),
                executor,
                (delay, task) -> scheduler.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(60, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
