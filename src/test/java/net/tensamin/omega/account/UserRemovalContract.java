package net.tensamin.omega.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.persistence.EntityManager;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import net.tensamin.omega.device.DeviceCursor;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.RegistryOf;
import net.tensamin.omega.device.WrittenCursors;
import net.tensamin.omega.enrolment.CodesOf;
import net.tensamin.omega.mailbox.RemovedMailboxesOf;
import net.tensamin.omega.mailbox.StoredMailboxes;
import net.tensamin.omega.registry.TestRegistrations;
import net.tensamin.omega.store.HookedEntities;
import net.tensamin.omega.store.TestDatabase;
import net.tensamin.omega.testing.TestAuthority;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What every database must do; each test has users of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class UserRemovalContract {
    private static final IotaId HOME = new IotaId(1);
    private static final String CODE = "abcde-fghjk-mnpqr-stuvw";
    private static final TestAuthority AUTHORITY = TestAuthority.named("CA");
    private static final DeviceId PHONE = new DeviceId("a".repeat(32));
    private static final DeviceId DESKTOP = new DeviceId("b".repeat(32));
    private static final WrittenCursors WRITTEN = new WrittenCursors(List.of(), List.of());

    private final ExecutorService others = Executors.newCachedThreadPool();
    private final AtomicLong lastUser = new AtomicLong();
    private TestDatabase database;
    private StoredMailboxes mailboxes;
    private UserId alice;
    private UserId bob;

    abstract TestDatabase start();

    @BeforeAll
    void open() {
        database = start();
        mailboxes = new StoredMailboxes(database, change -> {});
        database.run(entities -> TestAccounts.of(entities).add(new Iota(HOME, "key")));
    }

    @AfterAll
    void close() throws Exception {
        others.shutdownNow();
        assertTrue(others.awaitTermination(60, TimeUnit.SECONDS));
        database.close();
    }

    @BeforeEach
    void register() {
        alice = newUser();
        bob = newUser();
    }

    @Test
    void nothingOfARemovedUserIsLeftButItsIdAndWhatIsRevoked() throws Exception {
        mailboxes.notice(bob, alice);
        mailboxes.notice(alice, bob);
        database.run(entities -> CodesOf.add(entities, alice, CODE));
        advance(alice, PHONE);
        advance(alice, DESKTOP);
        database.run(entities -> RegistryOf.entities(entities).revoke(alice, DESKTOP, Instant.now()));
        database.run(entities -> TestRegistrations.leaveTraces(entities, alice));
        assertTrue(placesOf(alice).containsAll(List.of("reserved_user.user_id", "reset_attempts.user_id")));

        remove(alice);

        assertEquals(
                List.of("pending_pair.sender_id", "removed_sender.user_id", "removed_user.user_id"), placesOf(alice));
        assertEquals(1, mailboxes.pending(bob).badges().size(), "it is read for its receivers by and by");
        assertTrue(holds(entities -> RegistryOf.entities(entities).revoked().contains(DESKTOP)));
        assertTrue(holds(entities -> TestAccounts.of(entities).exists(bob)));
    }

    /** Every column of every table that holds a user's id. */
    private List<String> placesOf(UserId user) throws SQLException {
        List<String> places = new ArrayList<>();
        for (String column : List.of(
                "device.user_id",
                "enrolment_code.user_id",
                "mailbox.user_id",
                "pending_pair.receiver_id",
                "pending_pair.sender_id",
                "removed_sender.user_id",
                "removed_user.user_id",
                "reserved_user.user_id",
                "reset_attempts.user_id",
                "users.user_id")) {
            String[] parts = column.split("\\.");
            if (count("select count(*) from %s where %s = %s".formatted(parts[0], parts[1], user)) > 0) {
                places.add(column);
            }
        }
        return places;
    }

    private long count(String query) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void aRemovedIdIsNobodysAgain() {
        remove(alice);
        remove(alice);

        assertTrue(holds(entities -> removal(entities).isRemoved(alice.value())));
        assertFalse(holds(entities -> removal(entities).isRemoved(bob.value())));
        assertEquals(Set.of(alice.value()), database.call(entities -> removal(entities)
                .removedAmong(List.of(alice.value(), bob.value()))));
        assertEquals(Set.of(), database.call(entities -> removal(entities).removedAmong(List.of())));
        assertFalse(holds(entities -> TestAccounts.of(entities).add(new User(alice, "user-" + alice, "key", HOME))));
        assertThrows(UnknownUserException.class, () -> mailboxes.pending(alice));
    }

    @Test
    void whoWasNeverThereIsNotRemovedUnlessAnyhow() {
        UserId nobody = new UserId(lastUser.incrementAndGet());
        assertThrows(UnknownUserException.class, () -> remove(nobody));
        assertThrows(UnknownUserException.class, () -> remove(Accounts.CANARY));

        database.run(entities -> removal(entities).removeAnyhow(nobody.value()));
        database.run(entities -> removal(entities).removeAnyhow(nobody.value()));
        database.run(entities -> removal(entities).removeAnyhow(alice.value()));

        assertFalse(holds(entities -> TestAccounts.of(entities).add(new User(nobody, "user-" + nobody, "key", HOME))));
        assertFalse(holds(entities -> TestAccounts.of(entities).exists(alice)));
    }

    @Test
    void aRemovalThatFailsChangesNothing() throws Exception {
        mailboxes.notice(bob, alice);
        assertThrows(
                IllegalStateException.class,
                () -> database.run(entities -> {
                    removal(entities).remove(alice.value());
                    throw new IllegalStateException("before the commit, on purpose");
                }));
        assertEquals(List.of("mailbox.user_id", "pending_pair.receiver_id", "users.user_id"), placesOf(alice));
    }

    @Test
    void removalsHaveNumbersInTheOrderOfTheirCommits() throws Exception {
        long before = lastNumber();
        CountDownLatch counted = new CountDownLatch(1);
        CountDownLatch other = new CountDownLatch(1);
        CompletableFuture<Void> first = CompletableFuture.runAsync(
                () -> database.run(entities -> {
                    removal(entities).remove(alice.value());
                    counted.countDown();
                    await(other);
                }),
                others);
        await(counted);
        CompletableFuture<Void> second = CompletableFuture.runAsync(
                () -> database.run(
                        entities -> removal(HookedEntities.before(entities, RemovedUser.COUNT_ONE, other::countDown))
                                .remove(bob.value())),
                others);
        first.get(60, TimeUnit.SECONDS);
        second.get(60, TimeUnit.SECONDS);

        List<Removal> both = List.of(new Removal(before + 1, alice), new Removal(before + 2, bob));
        assertEquals(both, database.call(entities -> removal(entities).from(before + 1, 10)));
        assertEquals(
                both.subList(0, 1), database.call(entities -> removal(entities).from(before + 1, 1)));
        assertEquals(
                both.subList(1, 2), database.call(entities -> removal(entities).from(before + 2, 10)));
    }

    private long lastNumber() {
        List<Removal> all = database.call(entities -> removal(entities).from(Removal.NONE, 1_000));
        return all.isEmpty() ? 0 : all.get(all.size() - 1).number();
    }

    // What comes late. Each of these has seen that the user exists; then it is removed.

    @Test
    void aCursorThatComesLateMakesNoDevice() throws Exception {
        advance(bob, PHONE);
        List<DeviceCursor> cursors = List.of(cursor(alice, PHONE, 5), cursor(bob, PHONE, 6), cursor(bob, DESKTOP, 7));
        afterRemoval(
                TestRemoval.LOCK_FREE,
                entities -> assertEquals(WRITTEN, RegistryOf.entities(entities).advance(cursors)));
        assertEquals(6, opening(bob, PHONE));
        assertEquals(7, opening(bob, DESKTOP), "others of the batch are written");
    }

    @Test
    void aCursorOfADeviceThatWasThereMakesItNotAgain() throws Exception {
        advance(alice, PHONE);
        List<DeviceCursor> late = List.of(cursor(alice, PHONE, 5));
        afterRemoval(
                "Device.lockFree",
                entities -> assertEquals(
                        new WrittenCursors(List.of(), late),
                        RegistryOf.entities(entities).advance(late)));
        assertEquals(WRITTEN, advance(late));
        assertGone();
    }

    @Test
    void aClaimThatComesLateMakesNoDevice() throws Exception {
        assertThrows(
                UnknownUserException.class,
                () -> afterRemoval(TestRemoval.LOCK, entities -> RegistryOf.entities(entities)
                        .claim(alice, PHONE, 5)));
        assertGone();
    }

    @Test
    void anEnrolmentThatComesLateIsRefused() throws Exception {
        database.run(entities -> CodesOf.add(entities, alice, CODE));
        X509Certificate certificate = AUTHORITY.device(alice.value()).certificate();
        assertThrows(
                RuntimeException.class,
                () -> afterRemoval(TestRemoval.LOCK, entities -> CodesOf.use(entities, alice, CODE, certificate)));
        assertGone();
    }

    @Test
    void aRenewalThatComesLateIsRefused() throws Exception {
        X509Certificate certificate = AUTHORITY.device(alice.value()).certificate();
        assertThrows(
                UnknownUserException.class,
                () -> afterRemoval(TestRemoval.LOCK, entities -> RegistryOf.entities(entities)
                        .certify(alice, certificate, Instant.now())));
        assertGone();
    }

    @Test
    void aCodeThatComesLateIsForNobody() throws Exception {
        assertThrows(
                UnknownUserException.class,
                () -> afterRemoval(TestRemoval.LOCK, entities -> CodesOf.add(entities, alice, CODE)));
        assertGone();
    }

    /** Runs something in a transaction, in the middle of which Alice is removed: before the query, or once it waits for that. */
    private void afterRemoval(String query, Consumer<EntityManager> late) throws Exception {
        database.run(entities -> late.accept(HookedEntities.before(entities, query, () -> remove(alice))));
        assertGone();
    }

    private void assertGone() throws SQLException {
        assertEquals(List.of("removed_sender.user_id", "removed_user.user_id"), placesOf(alice));
    }

    // The same, while the removal is under way: what is late waits for its lock.

    @Test
    void whatWaitsForARemovalFindsNobody() throws Exception {
        database.run(entities -> CodesOf.add(entities, alice, CODE));
        X509Certificate certificate = AUTHORITY.device(alice.value()).certificate();
        List<Consumer<EntityManager>> all = List.of(
                entities -> RegistryOf.entities(entities).claim(alice, PHONE, 5),
                entities -> RegistryOf.entities(entities).certify(alice, certificate, Instant.now()),
                entities -> CodesOf.use(entities, alice, CODE, certificate),
                entities -> CodesOf.add(entities, alice, "other"));
        CountDownLatch waiting = new CountDownLatch(all.size());
        CountDownLatch removed = new CountDownLatch(1);
        CompletableFuture<Void> removal = CompletableFuture.runAsync(
                () -> database.run(entities -> {
                    removal(entities).remove(alice.value());
                    removed.countDown();
                    await(waiting);
                }),
                others);
        await(removed);
        List<CompletableFuture<Void>> late = all.stream()
                .map(work -> CompletableFuture.runAsync(
                                () -> database.run(entities -> work.accept(
                                        HookedEntities.before(entities, TestRemoval.LOCK, waiting::countDown))),
                                others)
                        .handle((done, refused) -> done))
                .toList();
        removal.get(60, TimeUnit.SECONDS);
        for (CompletableFuture<Void> each : late) {
            each.get(60, TimeUnit.SECONDS);
        }
        assertGone();
    }

    /** With it come cursors of others, which are not to wait. */
    @Test
    void aCursorThatComesWhileItsUserIsBeingRemovedIsLeftForLater() throws Exception {
        advance(alice, PHONE);
        List<DeviceCursor> late = List.of(cursor(alice, PHONE, 5), cursor(alice, DESKTOP, 6));
        CountDownLatch removed = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Void> removal = CompletableFuture.runAsync(
                () -> database.run(entities -> {
                    removal(entities).remove(alice.value());
                    removed.countDown();
                    await(asked);
                }),
                others);
        await(removed);

        assertEquals(new WrittenCursors(List.of(), late), advance(late));

        asked.countDown();
        removal.get(60, TimeUnit.SECONDS);
        assertEquals(WRITTEN, advance(late));
        assertGone();
    }

    /** An id that is chosen: the row of the one that leaves is in the way until it has left. */
    @Test
    void whoIsMadeWhileItsIdLeavesIsKnownToBeRemoved() throws Exception {
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch removed = new CountDownLatch(1);
        CompletableFuture<Void> removal = CompletableFuture.runAsync(
                () -> database.run(entities -> {
                    removal(entities).remove(alice.value());
                    removed.countDown();
                    await(making);
                }),
                others);
        await(removed);
        assertThrows(
                UnknownUserException.class,
                () -> database.run(entities -> {
                    making.countDown();
                    entities.persist(new User(alice, "again-" + alice, "key", HOME));
                    entities.flush();
                    if (removal(entities).isRemoved(alice.value())) {
                        throw new UnknownUserException(alice);
                    }
                }));
        removal.get(60, TimeUnit.SECONDS);
        assertGone();
    }

    /** Locks are taken in one order: removals, cursors, claims and codes of the same users, all at once. */
    @Test
    void removalsAndWhatIsWrittenMeanwhileDoNotDeadlock() throws Exception {
        List<UserId> users = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            users.add(newUser());
            advance(users.get(i), PHONE);
        }
        List<DeviceCursor> cursors = users.stream()
                .flatMap(user -> List.of(cursor(user, PHONE, 9), cursor(user, DESKTOP, 9)).stream())
                .toList();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (UserId user : users) {
            all.add(CompletableFuture.runAsync(() -> remove(user), others));
            all.add(CompletableFuture.runAsync(
                    () -> database.run(entities -> RegistryOf.entities(entities).advance(cursors)), others));
            all.add(CompletableFuture.runAsync(
                    () -> forgiving(() -> database.run(
                            entities -> RegistryOf.entities(entities).claim(user, DESKTOP, 1))),
                    others));
            all.add(CompletableFuture.runAsync(
                    () -> forgiving(() -> database.run(entities -> CodesOf.add(entities, user, "code-" + user))),
                    others));
            all.add(CompletableFuture.runAsync(() -> forgiving(() -> mailboxes.notice(bob, user)), others));
        }
        for (CompletableFuture<Void> each : all) {
            each.get(100, TimeUnit.SECONDS);
        }
        for (UserId user : users) {
            assertEquals(List.of("removed_sender.user_id", "removed_user.user_id"), placesOf(user));
        }
    }

    private static void forgiving(Runnable work) {
        try {
            work.run();
        } catch (UnknownUserException e) {
            // it is removed
        }
    }

    private boolean holds(Predicate<EntityManager> question) {
        return database.<Boolean>call(question::test);
    }

    private UserId newUser() {
        UserId id = new UserId(lastUser.incrementAndGet());
        database.run(entities -> TestAccounts.of(entities).add(new User(id, "user-" + id, "key", HOME)));
        return id;
    }

    private void remove(UserId user) {
        database.run(entities -> removal(entities).remove(user.value()));
    }

    private static UserRemoval removal(EntityManager entities) {
        return TestRemoval.of(entities, leaving -> {
            RemovedMailboxesOf.entities(entities).leave(leaving);
            RegistryOf.entities(entities).leave(leaving);
            CodesOf.entities(entities).leave(leaving);
            TestRegistrations.removed(entities).leave(leaving);
        });
    }

    private void advance(UserId user, DeviceId device) {
        advance(List.of(cursor(user, device, 1)));
    }

    private WrittenCursors advance(List<DeviceCursor> cursors) {
        return database.call(entities -> RegistryOf.entities(entities).advance(cursors));
    }

    private long opening(UserId user, DeviceId device) {
        return database.call(
                entities -> RegistryOf.entities(entities).opening(user, device).revision());
    }

    private static DeviceCursor cursor(UserId user, DeviceId device, long revision) {
        return new DeviceCursor(user, device, revision, Instant.parse("2026-03-29T12:00:00Z"), 0);
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
