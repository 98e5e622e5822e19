package net.tensamin.omega.account;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.persistence.PersistenceException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.tensamin.omega.store.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every database must do; each test has ids of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AccountsContract {
    private static final IotaId HOME = new IotaId(1);

    private TestDatabase database;

    abstract TestDatabase start();

    @BeforeAll
    void open() {
        database = start();
        call(accounts -> accounts.add(new Iota(HOME, "home's key")));
    }

    @AfterAll
    void close() throws Exception {
        database.close();
    }

    @Test
    void userIsKeptWithAllThereIsToShow() {
        byte[] image = new byte[70_000];
        Arrays.fill(image, (byte) 0xA5);
        User tina = new User(new UserId(10), "tina", "key", HOME);
        tina.describe("Tina Ünal 🦊", "about\nme", "busy");
        tina.portray(image);
        tina.subscribe(3, 1_799_999_999_999L);
        assertTrue(holds(accounts -> accounts.add(tina)));

        User user = call(accounts -> accounts.user(new UserId(10))).orElseThrow();
        assertEquals(new UserId(10), user.id());
        assertEquals("tina", user.username());
        assertEquals("Tina Ünal 🦊", user.display());
        assertEquals("key", user.publicKey());
        assertEquals(HOME, user.iota());
        assertEquals(3, user.subLevel());
        assertEquals(1_799_999_999_999L, user.subEnd());
        assertEquals(Optional.of("about\nme"), user.about());
        assertEquals(Optional.of("busy"), user.statusMessage());
        assertArrayEquals(image, user.avatar().orElseThrow());
    }

    @Test
    void userShowsItsNameAndNothingElseUnlessThereIsMore() {
        call(accounts -> accounts.add(new User(new UserId(20), "uma", "key", HOME)));

        User user = call(accounts -> accounts.user(new UserId(20))).orElseThrow();
        assertEquals("uma", user.display());
        assertEquals(Optional.empty(), user.about());
        assertEquals(Optional.empty(), user.statusMessage());
        assertTrue(user.avatar().isEmpty());
        assertEquals(0, user.subLevel());
        assertEquals(0, user.subEnd());
    }

    @Test
    void usersAreFoundByIdAndByName() {
        call(accounts -> accounts.add(new User(new UserId(30), "vera", "key", HOME)));

        assertTrue(holds(accounts -> accounts.exists(new UserId(30))));
        assertEquals(
                Optional.of(new UserId(30)),
                call(accounts -> accounts.userNamed("vera")).map(User::id));
        assertFalse(holds(accounts -> accounts.exists(new UserId(31))));
        assertTrue(holds(accounts -> accounts.user(new UserId(31)).isEmpty()));
        assertTrue(holds(accounts -> accounts.userNamed("nobody").isEmpty()));
    }

    @Test
    void addingAgainChangesNothing() {
        assertTrue(holds(accounts -> accounts.add(new User(new UserId(40), "willa", "key", HOME))));
        assertFalse(holds(accounts -> accounts.add(new User(new UserId(40), "other", "other key", HOME))));
        assertFalse(holds(accounts -> accounts.add(new Iota(HOME, "another key"))));

        assertEquals(
                "willa",
                call(accounts -> accounts.user(new UserId(40))).orElseThrow().username());
        assertEquals(
                "home's key",
                call(accounts -> accounts.iota(HOME)).orElseThrow().publicKey());
    }

    @Test
    void usernamesAreUnique() {
        call(accounts -> accounts.add(new User(new UserId(50), "xena", "key", HOME)));
        assertThrows(
                PersistenceException.class,
                () -> call(accounts -> accounts.add(new User(new UserId(51), "xena", "key", HOME))));
        assertFalse(holds(accounts -> accounts.exists(new UserId(51))));
    }

    @Test
    void userNeedsAnIota() {
        assertThrows(
                PersistenceException.class,
                () -> call(accounts -> accounts.add(new User(new UserId(60), "yara", "key", new IotaId(999)))));
    }

    @Test
    void iotaKnowsItsUsersInOrder() {
        IotaId iota = new IotaId(2);
        call(accounts -> {
            accounts.add(new Iota(iota, "key"));
            accounts.add(new User(new UserId(72), "b", "key", iota));
            return accounts.add(new User(new UserId(71), "a", "key", iota));
        });

        assertEquals(List.of(new UserId(71), new UserId(72)), call(accounts -> accounts.usersOf(iota)));
        assertEquals(List.of(), call(accounts -> accounts.usersOf(new IotaId(999))));
        assertTrue(holds(accounts -> accounts.iota(new IotaId(999)).isEmpty()));
    }

    @Test
    void manyAreLookedUpInOneStatementEach() {
        IotaId iota = new IotaId(1_000_003);
        IotaId empty = new IotaId(1_000_004);
        UserId one = new UserId(1_000_081);
        UserId other = new UserId(1_000_082);
        call(accounts -> {
            accounts.add(new Iota(iota, "key"));
            accounts.add(new Iota(empty, "key"));
            accounts.add(new User(one, "one of many", "key", iota));
            return accounts.add(new User(other, "other of many", "key", iota));
        });
        Set<IotaId> iotas = many().mapToObj(IotaId::new).collect(Collectors.toSet());
        Set<UserId> users = many().mapToObj(UserId::new).collect(Collectors.toSet());

        Map<IotaId, Set<UserId>> usersOf = new HashMap<>();
        Map<UserId, IotaId> homesOf = new HashMap<>();
        assertEquals(1, statements(accounts -> usersOf.putAll(accounts.usersOf(iotas))));
        assertEquals(1, statements(accounts -> homesOf.putAll(accounts.homesOf(users))));

        assertEquals(Map.of(iota, Set.of(one, other), empty, Set.of()), usersOf);
        assertEquals(Map.of(one, iota, other, iota), homesOf);
        assertEquals(Map.of(), call(accounts -> accounts.usersOf(Set.of())));
    }

    private static LongStream many() {
        return LongStream.rangeClosed(1_000_001, 1_050_000);
    }

    private int statements(Consumer<Accounts> work) {
        return database.roundTrips(() -> call(accounts -> {
            work.accept(accounts);
            return true;
        }));
    }

    @Test
    void omikronIsRegisteredAndGetsAnotherKey() {
        OmikronId id = new OmikronId(1);
        assertTrue(holds(accounts -> accounts.omikron(id).isEmpty()));
        put(new Omikron(id, key(1)));
        put(new Omikron(id, key(2)));

        assertArrayEquals(
                key(2), call(accounts -> accounts.omikron(id)).orElseThrow().publicKey());
    }

    @Test
    void omikronsKeyIsAnX448Key() {
        assertThrows(IllegalArgumentException.class, () -> new Omikron(new OmikronId(1), new byte[55]));
    }

    private static byte[] key(int fill) {
        byte[] key = new byte[Omikron.PUBLIC_KEY_LENGTH];
        Arrays.fill(key, (byte) fill);
        return key;
    }

    private void put(Omikron omikron) {
        database.run(entities -> TestAccounts.of(entities).put(omikron));
    }

    private boolean holds(Predicate<Accounts> work) {
        return call(work::test);
    }

    private <T> T call(Function<Accounts, T> work) {
        return database.call(entities -> work.apply(TestAccounts.of(entities)));
    }
}
