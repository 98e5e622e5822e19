package net.tensamin.omega.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.persistence.EntityManager;
import java.lang.reflect.Proxy;
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
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.account.UserId;
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
    private static final Instant NOON = Instant.parse("2026-03-29T12:00:00.123456Z");
    private static final DeviceId PHONE = new DeviceId("a".repeat(64));
    private static final DeviceId DESKTOP = new DeviceId("b".repeat(32));
    private static long lastUser;

    private final UserId alice = newUser();
    private final UserId bob = newUser();
    private TestDatabase database;

    abstract TestDatabase start();

    @BeforeAll
    void open() {
        database = start();
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
        DeviceCursor early = at(user, PHONE, 9, NOON, 0);

        List<DeviceCursor> late = database.call(entities -> {
            Devices devices = new Devices();
            devices.entities = before(entities, Device.ADVANCE, () -> claim(user, PHONE, 7));
            return devices.advance(List.of(early));
        });

        assertEquals(List.of(early), late);
        assertEquals(7, cursor(user, PHONE));
    }

    /** Does something before a query is made. */
    private static EntityManager before(EntityManager entities, String query, Runnable what) {
        return (EntityManager) Proxy.newProxyInstance(
                EntityManager.class.getClassLoader(),
                new Class<?>[] {EntityManager.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("createNamedQuery") && query.equals(arguments[0])) {
                        what.run();
                    }
                    return method.invoke(entities, arguments);
                });
    }

    @Test
    void cursorsOfAllDevicesOfAUserAreTakenBackAndNobodyElses() {
        UserId user = newUser();
        UserId other = newUser();
        advance(at(user, PHONE, 5, NOON));
        advance(at(user, DESKTOP, 6, NOON));
        advance(at(other, PHONE, 7, NOON));

        database.run(entities -> {
            Devices devices = new Devices();
            devices.entities = entities;
            devices.takeBack(List.of(user));
            devices.takeBack(List.of());
        });

        assertEquals(0, cursor(user, PHONE));
        assertEquals(0, cursor(user, DESKTOP));
        assertEquals(7, cursor(other, PHONE));
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
                            advance(cursors.toArray(DeviceCursor[]::new));
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

    private static synchronized UserId newUser() {
        return new UserId(++lastUser);
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
        return database.call(entities -> RegistryOf.entities(entities).advance(List.of(cursors)));
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
