package net.tensamin.omega.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import net.tensamin.omega.account.Iota;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.TestAccounts;
import net.tensamin.omega.account.TestRemoval;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.account.UserLeaves;
import net.tensamin.omega.store.HookedEntities;
import net.tensamin.omega.store.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What every database must do; each test has users of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class DevicesContract {
    private static final IotaId HOME = new IotaId(1);
    private static final Instant NOON = Instant.parse("2026-03-29T12:00:00.123456Z");
    private static final DeviceId PHONE = new DeviceId("a".repeat(64));
    private static final DeviceId DESKTOP = new DeviceId("b".repeat(32));

    private final AtomicLong lastUser = new AtomicLong();
    private TestDatabase database;
    private UserId alice;
    private UserId bob;

    abstract TestDatabase start();

    @BeforeAll
    void open() {
        database = start();
        database.run(entities -> TestAccounts.of(entities).add(new Iota(HOME, "key")));
        alice = newUser();
        bob = newUser();
    }

    @AfterAll
    void close() throws Exception {
        database.close();
    }

    @Test
    void aNewDeviceStartsAtZero() {
        assertEquals(0, cursor(newUser(), PHONE));
    }

    @Test
    void aCursorMovesForwardsOnly() {
        UserId user = newUser();
        advance(at(user, PHONE, 5, NOON));
        advance(at(user, PHONE, 9, NOON));
        assertEquals(9, cursor(user, PHONE));

        advance(at(user, PHONE, 8, NOON));
        assertEquals(9, cursor(user, PHONE));
    }

    @Test
    void whatWasProvenBeforeALaterClaimMovesNothingHoweverLateItComes() {
        UserId user = newUser();
        Opening former = claim(user, PHONE, 0);
        assertEquals(List.of(), advance(at(user, PHONE, 5, NOON, former.claim())));
        Opening later = claim(user, PHONE, 7);
        assertEquals(new Opening(7, former.claim() + 1), later);

        DeviceCursor late = at(user, PHONE, 9, NOON.plusSeconds(1), former.claim());
        assertEquals(List.of(late), advance(late));
        assertEquals(7, cursor(user, PHONE));

        assertEquals(List.of(), advance(at(user, PHONE, 8, NOON, later.claim())));
        assertEquals(8, cursor(user, PHONE));
    }

    /** Another node claims a new device after this one has looked for its row and before it writes. */
    @Test
    void aDeviceThatIsClaimedWhileItsFirstCursorIsWrittenLosesIt() {
        UserId user = newUser();
        losesItsFirstCursor(user, TestRemoval.LOCK_FREE, () -> claim(user, PHONE, 7));
    }

    /** Which locks no account. */
    @Test
    void soItDoesWhenANodeOfTheVersionBeforeClaimsIt() {
        UserId user = newUser();
        losesItsFirstCursor(
                user,
                Device.ADVANCE,
                () -> execute("insert into device (user_id, device_id, cursor_revision, claim) values (%s, '%s', 7, 1)"
                        .formatted(user, PHONE.value())));
    }

    private void losesItsFirstCursor(UserId user, String before, Runnable claim) {
        DeviceCursor early = at(user, PHONE, 9, NOON, 0);
        List<DeviceCursor> late =
                database.call(entities -> RegistryOf.entities(HookedEntities.before(entities, before, claim))
                        .advance(List.of(early))
                        .late());

        assertEquals(List.of(early), late);
        assertEquals(7, cursor(user, PHONE));
    }

    private void execute(String sql) {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void cursorsOfAllDevicesOfAUserAreTakenBackAndNobodyElses() {
        UserId user = newUser();
        UserId other = newUser();
        advance(at(user, PHONE, 5, NOON));
        advance(at(user, DESKTOP, 6, NOON));
        advance(at(other, PHONE, 7, NOON));

        assertEquals(Set.of(), takeBack(List.of(user)));
        assertEquals(Set.of(), takeBack(List.of()));

        assertEquals(0, cursor(user, PHONE));
        assertEquals(0, cursor(user, DESKTOP));
        assertEquals(7, cursor(other, PHONE));
    }

    /** And so is one of a user whose account is locked, if it is the device's first. */
    @Test
    void aCursorWhoseDeviceIsLockedElsewhereIsLeftForLaterAndNobodyElses() throws Exception {
        UserId user = newUser();
        UserId newcomer = newUser();
        UserId other = newUser();
        List<DeviceCursor> waiting = List.of(at(user, PHONE, 5, NOON), at(newcomer, PHONE, 6, NOON));
        advance(at(user, PHONE, 1, NOON));
        try (Connection elsewhere = database.dataSource().getConnection();
                Statement statement = elsewhere.createStatement()) {
            elsewhere.setAutoCommit(false);
            statement.executeQuery("select claim from device where user_id = " + user.value() + " for update");
            statement.executeQuery("select user_id from users where user_id = " + newcomer.value() + " for update");
            List<DeviceCursor> all = new ArrayList<>(waiting);
            all.add(at(user, DESKTOP, 7, NOON));
            all.add(at(other, PHONE, 8, NOON));

            assertEquals(new WrittenCursors(List.of(), waiting), written(all));

            assertEquals(7, cursor(user, DESKTOP));
            assertEquals(8, cursor(other, PHONE));
            elsewhere.rollback();
        }
        assertEquals(new WrittenCursors(List.of(), List.of()), written(waiting));
        assertEquals(5, cursor(user, PHONE));
        assertEquals(6, cursor(newcomer, PHONE));
    }

    @Test
    void cursorsThatAreLockedElsewhereAreTakenBackLater() throws Exception {
        UserId user = newUser();
        UserId other = newUser();
        advance(at(user, PHONE, 5, NOON), at(user, DESKTOP, 6, NOON), at(other, PHONE, 7, NOON));
        try (Connection elsewhere = database.dataSource().getConnection();
                Statement statement = elsewhere.createStatement()) {
            elsewhere.setAutoCommit(false);
            statement.executeQuery("select claim from device where user_id = " + user.value() + " and device_id = '"
                    + PHONE.value() + "' for update");

            assertEquals(Set.of(user), takeBack(List.of(user, other)));

            assertEquals(6, cursor(user, DESKTOP));
            assertEquals(0, cursor(other, PHONE));
            elsewhere.rollback();
        }
        assertEquals(Set.of(), takeBack(List.of(user)));
        assertEquals(0, cursor(user, DESKTOP));
    }

    private Set<UserId> takeBack(List<UserId> users) {
        return database.call(entities -> RegistryOf.entities(entities).takeBack(users));
    }

    @Test
    void lastSeenMovesForwardsOnlyWhateverTheCursorDoes() throws Exception {
        UserId user = newUser();
        advance(at(user, PHONE, 5, NOON));
        advance(at(user, PHONE, 4, NOON.plusSeconds(1)));
        advance(at(user, PHONE, 6, NOON.minusSeconds(1)));

        assertEquals(6, cursor(user, PHONE));
        assertEquals(NOON.plusSeconds(1), lastSeen(user));
    }

    @Test
    void eachDeviceAndEachUserOfADeviceHasACursorOfItsOwn() {
        advance(at(alice, PHONE, 1, NOON), at(alice, DESKTOP, 2, NOON), at(bob, PHONE, 3, NOON));

        assertEquals(1, cursor(alice, PHONE));
        assertEquals(2, cursor(alice, DESKTOP));
        assertEquals(3, cursor(bob, PHONE));
        assertEquals(0, cursor(bob, DESKTOP));
    }

    @Test
    void aBatchIsWrittenWholeOrNotAtAll() {
        UserId user = newUser();
        advance(at(user, PHONE, 1, NOON));
        DeviceId tooLong = new DeviceId("c".repeat(65));

        assertThrows(RuntimeException.class, () -> advance(at(user, PHONE, 2, NOON), at(user, tooLong, 1, NOON)));
        assertEquals(1, cursor(user, PHONE));
    }

    @Test
    void anEmptyBatchIsNothing() {
        advance();
    }

    @Test
    void aBatchOfMany() {
        UserId user = newUser();
        List<DeviceCursor> many = new ArrayList<>();
        for (int device = 0; device < 1_000; device++) {
            many.add(at(user, new DeviceId("%064d".formatted(device)), device, NOON));
        }
        advance(many.toArray(DeviceCursor[]::new));
        advance(many.toArray(DeviceCursor[]::new));

        assertEquals(999, cursor(user, new DeviceId("%064d".formatted(999))));
    }

    @Test
    void severalNodesMoveTheSameCursorsWithoutDeadlockAndTheFurthestStays() throws Exception {
        UserId user = newUser();
        List<DeviceId> devices = List.of(PHONE, DESKTOP, new DeviceId("c".repeat(64)));
        devices.forEach(device -> advance(at(user, device, 0, NOON)));
        List<FutureTask<Void>> nodes = new ArrayList<>();
        for (int node = 0; node < 4; node++) {
            Random random = new Random(node);
            FutureTask<Void> task = new FutureTask<>(
                    () -> {
                        for (int batch = 1; batch <= 50; batch++) {
                            List<DeviceCursor> cursors = new ArrayList<>();
                            int revision = batch;
                            devices.forEach(device -> cursors.add(at(user, device, revision, NOON)));
                            Collections.shuffle(cursors, random);
                            advanceUntilWritten(cursors);
                        }
                    },
                    null);
            nodes.add(task);
            new Thread(task, "node-" + node).start();
        }
        for (FutureTask<Void> node : nodes) {
            node.get(100, TimeUnit.SECONDS);
        }

        devices.forEach(device -> assertEquals(50, cursor(user, device)));
    }

    @Test
    void aRevokedDeviceIsListedAsSuchAndIsAmongTheRevoked() {
        UserId user = newUser();
        advance(at(user, PHONE, 5, NOON), at(user, DESKTOP, 6, NOON));
        long before = countRevoked();

        revoke(user, DESKTOP, NOON);
        revoke(user, DESKTOP, NOON.plusSeconds(1));

        assertEquals(
                List.of(
                        new RegisteredDevice(PHONE.value(), null, null, null, null, NOON, 5, null),
                        new RegisteredDevice(DESKTOP.value(), null, null, null, null, NOON, 6, NOON)),
                database.call(entities -> RegistryOf.entities(entities).of(user)));
        assertEquals(before + 1, countRevoked());
        assertTrue(database.call(entities -> RegistryOf.entities(entities).revoked())
                .contains(DESKTOP));
    }

    @Test
    void nobodyRevokesADeviceThatIsNotTheUsers() {
        UserId user = newUser();
        advance(at(user, PHONE, 5, NOON));
        assertThrows(UnknownDeviceException.class, () -> revoke(newUser(), PHONE, NOON));
        assertThrows(UnknownDeviceException.class, () -> revoke(user, new DeviceId("e".repeat(64)), NOON));
    }

    @Test
    void whatADeviceHasLearntOfItsNetworksIsKeptAndReplaced() {
        UserId user = newUser();
        DeviceId tablet = new DeviceId("c".repeat(64));
        advance(at(user, PHONE, 1, NOON), at(user, tablet, 1, NOON));
        DeviceLifetime atHome = learnt(user, PHONE, 1, 30_000);
        DeviceLifetime atWork = learnt(user, PHONE, 2, 40_000);
        DeviceLifetime other = learnt(user, tablet, 1, 50_000);
        keep(NOON, atHome, atWork, other);
        assertEquals(Set.of(atHome, atWork), known(user, PHONE));

        DeviceLifetime later = new DeviceLifetime(
                user, PHONE, new MappingLifetime(atHome.lifetime().network(), 70_000, 9_000), 60_000, 8_000);
        keep(NOON, later);
        assertEquals(Set.of(later, atWork), known(user, PHONE));
        assertEquals(Set.of(other), known(user, tablet));
        assertEquals(Set.of(), known(newUser(), PHONE));
        assertEquals(
                List.of(
                        new KnownNetwork(PHONE.value(), "10.0.1.0/24", 70_000, Instant.ofEpochMilli(9_000), NOON),
                        new KnownNetwork(PHONE.value(), "10.0.2.0/24", 40_000, Instant.EPOCH, NOON),
                        new KnownNetwork(tablet.value(), "10.0.1.0/24", 50_000, Instant.EPOCH, NOON)),
                database.call(entities -> networks(entities).of(user)));
    }

    @Test
    void theNetworksThatADeviceWasInLastAreKept() {
        UserId user = newUser();
        advance(at(user, PHONE, 1, NOON));
        for (int network = 0; network < DeviceNetworks.MOST + 2; network++) {
            keep(NOON.plusSeconds(network == 0 ? 100 : network), learnt(user, PHONE, network, 20_000));
        }
        Set<Long> kept = known(user, PHONE).stream()
                .map(each -> each.lifetime().network() >> 24 & 0xff)
                .collect(Collectors.toSet());
        assertEquals(Set.of(0L, 3L, 4L, 5L, 6L, 7L, 8L, 9L), kept);
    }

    @Test
    void networksGoWithTheirDeviceAndNoneComesAfterIt() {
        UserId user = newUser();
        DeviceId lost = new DeviceId("f".repeat(32));
        advance(at(user, PHONE, 1, NOON), at(user, lost, 1, NOON));
        keep(NOON, learnt(user, PHONE, 1, 30_000), learnt(user, lost, 1, 30_000));
        revoke(user, lost, NOON);
        assertEquals(Set.of(), known(user, lost));
        assertEquals(1, known(user, PHONE).size());

        database.run(entities -> RegistryOf.entities(entities).leave(new UserLeaves(user)));
        keep(NOON, learnt(user, PHONE, 1, 30_000), learnt(user, lost, 1, 30_000));
        assertEquals(Set.of(), known(user, PHONE));
        assertEquals(Set.of(), known(user, lost));
    }

    private static DeviceLifetime learnt(UserId user, DeviceId device, int network, long held) {
        long key = Network.parse("10.0." + network + ".0/24").key();
        return DeviceLifetime.of(user, device, new MappingLifetime(key, held, 0));
    }

    private void keep(Instant now, DeviceLifetime... learnt) {
        database.run(entities -> networks(entities).keep(List.of(learnt), now));
    }

    private Set<DeviceLifetime> known(UserId user, DeviceId device) {
        return Set.copyOf(database.call(entities -> networks(entities).of(Set.of(user), Set.of(device))));
    }

    private static DeviceNetworks networks(EntityManager entities) {
        DeviceNetworks networks = new DeviceNetworks();
        networks.entities = entities;
        return networks;
    }

    private UserId newUser() {
        UserId id = new UserId(lastUser.incrementAndGet());
        database.run(entities -> TestAccounts.of(entities).add(new User(id, "user-" + id, "key", HOME)));
        return id;
    }

    private static DeviceCursor at(UserId user, DeviceId device, long revision, Instant seen) {
        return at(user, device, revision, seen, 0);
    }

    private static DeviceCursor at(UserId user, DeviceId device, long revision, Instant seen, long claim) {
        return new DeviceCursor(user, device, revision, seen, claim);
    }

    private Opening claim(UserId user, DeviceId device, long proven) {
        return database.call(entities -> RegistryOf.entities(entities).claim(user, device, proven));
    }

    private long cursor(UserId user, DeviceId device) {
        return database.call(
                entities -> RegistryOf.entities(entities).opening(user, device).revision());
    }

    private long countRevoked() {
        return database.call(entities -> RegistryOf.entities(entities).countRevoked());
    }

    private void revoke(UserId user, DeviceId device, Instant time) {
        database.run(entities -> RegistryOf.entities(entities).revoke(user, device, time));
    }

    private List<DeviceCursor> advance(DeviceCursor... cursors) {
        return written(List.of(cursors)).late();
    }

    private WrittenCursors written(List<DeviceCursor> cursors) {
        return database.call(entities -> RegistryOf.entities(entities).advance(cursors));
    }

    private void advanceUntilWritten(List<DeviceCursor> cursors) {
        List<DeviceCursor> left = cursors;
        while (!left.isEmpty()) {
            left = written(left).waiting();
        }
    }

    private Instant lastSeen(UserId user) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select last_seen from device where user_id = " + user.value())) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }
}
