package net.tensamin.omega.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.persistence.EntityManager;
import java.io.StringReader;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.tensamin.omega.account.AccountsChanged;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.TestRemoval;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.mailbox.RecordedEvents;
import net.tensamin.omega.store.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an import must do on every database; each test has ids and names of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ImportsContract {
    private static final Imports.Manner PLAIN = new Imports.Manner(false, false, Set.of());
    private static final Imports.Manner REPLACING = new Imports.Manner(true, false, Set.of());
    private static final Imports.Manner DRY = new Imports.Manner(false, true, Set.of(30L));

    private final RecordedEvents<AccountsChanged> changes = new RecordedEvents<>();
    private TestDatabase database;

    abstract TestDatabase start();

    @BeforeAll
    void open() {
        database = start();
        take(PLAIN, "{'line':1,'iota':{'iota_id':1,'public_key':'a2V5'}}");
    }

    @AfterAll
    void close() throws Exception {
        database.close();
    }

    @Test
    void accountsAreMadeAndTheSameCanBeSentAgain() {
        String[] lines = {
            "{'line':1,'iota':{'iota_id':10,'public_key':'a2V5'}}",
            "{'line':2,'omikron':{'omikron_id':10,'public_key':'" + "A".repeat(75) + "='}}",
            user(3, 10, "made", 10)
        };
        assertEquals("3 made, 0 changed, 0 unchanged, refused {}", take(PLAIN, lines));
        assertEquals("0 made, 0 changed, 3 unchanged, refused {}", take(PLAIN, lines));
        assertEquals(Optional.of("made"), find(10).map(Shown::members).map(members -> members.getString("username")));
        List<AccountsChanged> told = changes.fired().stream()
                .filter(change -> change.users().containsKey(new UserId(10)))
                .toList();
        assertEquals(List.of(AccountsChanged.user(new UserId(10), Optional.empty())), told);
    }

    @Test
    void whatIsRefusedIsSaidAndTheRestIsTaken() {
        String refused = take(
                PLAIN,
                user(11, 20, "taken", 1),
                user(12, 21, "TAKEN", 1),
                user(13, 22, "far too long for a name", 1),
                user(14, 23, "homeless", 4711),
                user(15, 20, "different", 1),
                "{'line':16,'iota':{'public_key':'a2V5'}}",
                "{'line':17,'omikron':{'omikron_id':0,'public_key':'a2V5'}}",
                user(18, Long.MAX_VALUE, "cuckoo", 1),
                user(19, 24, "last", 1));
        assertEquals(
                "2 made, 0 changed, 0 unchanged, refused {12=[username], 13=[username], 14=[iota_id], 15=[],"
                        + " 16=[iota_id], 17=[omikron_id], 18=[]}",
                refused);
        assertTrue(find(24).isPresent());
        assertTrue(find(21).isEmpty());
    }

    @Test
    void aDryRunDoesNothing() {
        assertEquals(
                "2 made, 0 changed, 0 unchanged, refused {3=[username], 4=[iota_id]}",
                take(
                        DRY,
                        user(1, 30, "dry", 30),
                        user(2, 31, "dry-2", 1),
                        user(3, 32, "Dry", 1),
                        user(4, 33, "d4", 4711)));
        assertTrue(find(30).isEmpty());
        assertTrue(find(31).isEmpty());
    }

    @Test
    void whatIsThereAndDifferentIsChangedOnRequest() {
        take(PLAIN, user(1, 40, "old-name", 1), user(2, 41, "other", 1));
        assertEquals(
                "0 made, 2 changed, 0 unchanged, refused {}",
                take(REPLACING, user(1, 40, "new-name", 1), user(2, 41, "old-name", 1)),
                "a name that is given up is free");
        assertEquals("old-name", find(41).orElseThrow().members().getString("username"));
    }

    @Test
    void aUserWithoutAnIdIsTheOneOfItsNameOrGetsAnId() {
        String line = "{'line':1,'user':{'username':'nameless','public_key':'a2V5','iota_id':1}}";
        long before = System.currentTimeMillis();
        JsonObject report = report(PLAIN, line).json();
        long id = report.getJsonArray("ids")
                .getJsonObject(0)
                .getJsonNumber("user_id")
                .longValueExact();
        assertTrue(id >= before);
        assertTrue(find(id).isPresent());
        assertEquals("0 made, 0 changed, 1 unchanged, refused {}", take(PLAIN, line));
        assertEquals(
                "0 made, 1 changed, 0 unchanged, refused {}",
                take(REPLACING, line.replace("'iota_id':1", "'iota_id':1,'about':'x'")));
        assertEquals("x", find(id).orElseThrow().members().getString("about"));
    }

    @Test
    void manyAreTakenInFewStatements() {
        String[] many = IntStream.range(0, 1_000)
                .mapToObj(i -> user(i + 1, 100_000 + i, "many-" + i, 1))
                .toArray(String[]::new);
        String[] made = new String[1];
        int statements = database.roundTrips(() -> made[0] = take(PLAIN, many));
        assertEquals("1000 made, 0 changed, 0 unchanged, refused {}", made[0]);
        assertTrue(statements < 50, () -> statements + " statements");
        int again = database.roundTrips(() -> made[0] = take(PLAIN, many));
        assertEquals("0 made, 0 changed, 1000 unchanged, refused {}", made[0]);
        assertTrue(again < 10, () -> again + " statements");
        assertEquals(
                1_000,
                changes.fired().stream()
                        .mapToInt(change -> change.users().size())
                        .max()
                        .orElseThrow(),
                "told at once");
    }

    @Test
    void whatIsExportedCanBeImported() {
        take(
                PLAIN,
                "{'line':1,'user':{'user_id':50,'username':'exported','public_key':'a2V5','iota_id':1,'display':'E',"
                        + "'reset_token':'0123456789abcdefghijklm'}}");
        JsonObject exported = call(entities ->
                        TestRegistry.of(entities, Clock.systemUTC(), changes).export(Users.KIND, 49, 1))
                .get(0)
                .members();
        assertEquals(64, exported.getString("reset_token_hash").length());
        assertFalse(exported.containsKey("has_reset_token"));
        String line = Json.createObjectBuilder()
                .add("line", 1)
                .add("user", exported)
                .build()
                .toString();
        assertEquals("0 made, 0 changed, 1 unchanged, refused {}", take(PLAIN, line));
        call(entities -> entities.createNativeQuery("delete from users where user_id = 50")
                .executeUpdate());
        assertEquals("1 made, 0 changed, 0 unchanged, refused {}", take(PLAIN, line));
        assertEquals(
                exported,
                call(entities -> TestRegistry.of(entities, Clock.systemUTC(), changes)
                                .export(Users.KIND, 49, 1))
                        .get(0)
                        .members());
    }

    @Test
    void homesOfChangedUsersAreTold() {
        take(PLAIN, "{'line':1,'iota':{'iota_id':60,'public_key':'a2V5'}}", user(2, 60, "mover", 1));
        take(REPLACING, user(1, 60, "mover", 60));
        List<AccountsChanged> told = changes.fired();
        assertEquals(
                AccountsChanged.users(Map.of(new UserId(60), Optional.of(new IotaId(1)))), told.get(told.size() - 1));
    }

    @Test
    void anIdOfAUserThatWasRemovedIsRefused() {
        take(PLAIN, user(1, 70, "leaver", 1));
        database.run(entities -> TestRemoval.of(entities, left -> {}).remove(70));
        assertEquals(
                "1 made, 0 changed, 0 unchanged, refused {1=[user_id]}",
                take(PLAIN, user(1, 70, "leaver", 1), user(2, 71, "leaver", 1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "7",
                "{'line':1}",
                "{'line':'1','user':{}}",
                "{'line':1.5,'user':{}}",
                "{'line':1,'user':[]}",
                "{'line':1,'user':{},'iota':{}}",
                "{'line':1,'operator':{}}"
            })
    void anythingElseIsNoLine(String line) {
        JsonArray array = array("[" + line + "]");
        assertThrows(IllegalArgumentException.class, () -> ImportLine.read(array.get(0)));
    }

    private static String user(int line, long id, String name, long iota) {
        return "{'line':" + line + ",'user':{'user_id':" + id + ",'username':'" + name
                + "','public_key':'a2V5','iota_id':" + iota + "}}";
    }

    private static JsonArray array(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text.replace('\'', '"')))) {
            return reader.readArray();
        }
    }

    private ImportReport report(Imports.Manner manner, String... lines) {
        List<ImportLine> read = array("[" + String.join(",", lines) + "]").stream()
                .map(ImportLine::read)
                .toList();
        return call(entities ->
                TestRegistry.imports(entities, Clock.systemUTC(), changes).take(read, manner));
    }

    /** In words. */
    private String take(Imports.Manner manner, String... lines) {
        JsonObject json = report(manner, lines).json();
        Map<Integer, List<String>> refused = json.getJsonArray("refused").getValuesAs(JsonObject.class).stream()
                .collect(Collectors.toMap(
                        each -> each.getInt("line"),
                        each -> List.copyOf(each.getJsonObject("members").keySet()),
                        (one, other) ->
                                Stream.concat(one.stream(), other.stream()).toList(),
                        TreeMap::new));
        return json.getInt("made") + " made, " + json.getInt("changed") + " changed, " + json.getInt("unchanged")
                + " unchanged, refused " + refused;
    }

    private Optional<Shown> find(long id) {
        return call(entities ->
                TestRegistry.of(entities, Clock.systemUTC(), changes).find(Users.KIND, id));
    }

    private <T> T call(Function<EntityManager, T> work) {
        return database.call(work);
    }
}
