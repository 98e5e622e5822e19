package net.tensamin.omega.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.persistence.EntityManager;
import java.io.StringReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.AccountsChanged;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.RefusedChangeException.Reason;
import net.tensamin.omega.account.TestAccounts;
import net.tensamin.omega.account.TestRemoval;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.mailbox.RecordedEvents;
import net.tensamin.omega.store.TestDatabase;
import net.tensamin.omega.testing.OwnThread;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the registry must do on every database; each test has ids and names of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RegistryContract {
    private static final long HOME = 1;
    private static final Instant NOW = Instant.parse("2026-11-29T04:00:00Z");

    private final RecordedEvents<AccountsChanged> changes = new RecordedEvents<>();
    private TestDatabase database;
    private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

    abstract TestDatabase start();

    @BeforeAll
    void open() {
        database = start();
        put(Iotas.KIND, HOME, "{'public_key':'a2V5'}", Precondition.NONE);
    }

    @AfterAll
    void close() throws Exception {
        database.close();
    }

    // Making

    @Test
    void whatIsPutIsMadeOnceAndThenIsAsItIs() {
        Shown made = put(10, user("put-once"));
        assertTrue(made.created());
        assertEquals(
                json("{'user_id':10,'username':'put-once','public_key':'a2V5','iota_id':1,'sub_level':0,'sub_end':0,"
                        + "'has_reset_token':false}"),
                made.members());

        Shown again = put(10, user("put-once"));
        assertFalse(again.created());
        assertEquals(made.version(), again.version(), "nothing was changed");
        assertEquals(Optional.of(made.members()), find(10).map(Shown::members));
    }

    @Test
    void anAnswerCanBeSentBack() {
        Shown made = put(
                15,
                "{'username':'sent-back','display':'Sent','public_key':'a2V5','iota_id':'1','about':'x\\ny',"
                        + "'status_message':'here','sub_level':2,'sub_end':5,'reset_token':'0123456789abcdefghijklm'}");
        JsonObject answer = Json.createObjectBuilder(made.members())
                .add("status", "success")
                .build();

        Shown again = call(entities -> registry(entities).put(Users.KIND, 15, answer, Precondition.NONE));

        assertEquals(made.members(), again.members());
        assertTrue(again.members().getBoolean("has_reset_token"), "what is not said stays");
    }

    @Test
    void anotherContentNeedsTheTagOfWhatIsThere() {
        Shown made = put(20, user("tagged"));
        String other = "{'username':'tagged','public_key':'a2V5','iota_id':1,'display':'Other'}";

        assertRefused(Reason.UNCONDITIONAL, Map.of(), () -> put(20, other));
        assertRefused(Reason.OUTDATED, Map.of(), () -> put(Users.KIND, 20, other, match("\"0\"")));
        assertRefused(Reason.OUTDATED, Map.of(), () -> put(Users.KIND, 20, other, noneMatch("*")));
        assertRefused(Reason.OUTDATED, Map.of(), () -> put(Users.KIND, 21, user("new-one"), match("*")));
        Shown changed = put(Users.KIND, 20, other, match("\"x\", " + Precondition.tag(made.version())));

        assertEquals("Other", changed.members().getString("display"));
        assertTrue(changed.version() > made.version());
        assertRefused(
                Reason.OUTDATED,
                Map.of(),
                () -> put(Users.KIND, 20, user("tagged"), match(Precondition.tag(made.version()))));
        assertFalse(
                put(Users.KIND, 20, other, match(Precondition.tag(made.version())))
                        .created(),
                "it is so already");
    }

    @Test
    void usernamesAreUniqueInAnyCase() {
        put(30, user("Una"));
        assertRefused(Reason.CONFLICT, Map.of("username", "is taken"), () -> put(31, user("uNa")));
        assertRefused(Reason.CONFLICT, Map.of("username", "is taken"), () -> {
            put(32, user("una-2"));
            return patch(32, "{'username':'UNA'}");
        });
        assertEquals("una", patch(30, "{'username':'una'}").members().getString("username"), "its own");
    }

    @Test
    void ofTwoThatTakeANameAtTheSameTimeOneIsTold() {
        List<CompletableFuture<Boolean>> both = IntStream.rangeClosed(40, 47)
                .mapToObj(id -> OwnThread.supply(() -> {
                    try {
                        return Collisions.settled(() -> put(id, user(id % 2 == 0 ? "racer" : "RACER")))
                                .created();
                    } catch (RefusedChangeException e) {
                        assertEquals(Map.of("username", "is taken"), e.members());
                        return false;
                    }
                }))
                .toList();

        assertEquals(1, both.stream().filter(CompletableFuture::join).count());
    }

    // What may be

    @ParameterizedTest
    @ValueSource(strings = {"", "sixteen-letters-", "ümlaut", "a b", "a/b", "a\u0000b", "urn:tensamin:x"})
    void usernamesAreShortAndPlain(String username) {
        JsonObject body = Json.createObjectBuilder(json(user("x")))
                .add("username", username)
                .build();
        assertEquals(Set.of("username"), faults(body));
    }

    @ParameterizedTest
    @CsvSource({
        "display, 15",
        "status_message, 15",
        "about, 200",
    })
    void lengthsAreCountedInCodePointsAfterNormalization(String member, int most) {
        for (String letter : List.of("a", "🦊", "e\u0301", "\u1112\u1161\u11ab")) {
            assertEquals(Set.of(), faults(with(member, letter.repeat(most))), letter);
            assertEquals(Set.of(member), faults(with(member, letter.repeat(most + 1))), letter);
        }
        for (String never : List.of("a\u0007", "a\u0000", "\ud83e", "a\u0085")) {
            assertEquals(Set.of(member), faults(with(member, never)));
        }
        assertEquals(member.equals("about") ? Set.of() : Set.of(member), faults(with(member, "two\nlines")));
    }

    @Test
    void whatIsWrongIsSaidOfEachMember() {
        JsonObject body =
                json("{'username':7,'display':['x'],'public_key':'no base64!','iota_id':1.5,'sub_level':3000000000,"
                        + "'sub_end':-1,'about':{},'reset_token':'short','colour':'red','user_id':77}");
        assertEquals(
                Set.of(
                        "username",
                        "display",
                        "public_key",
                        "iota_id",
                        "sub_level",
                        "sub_end",
                        "about",
                        "reset_token",
                        "colour",
                        "user_id"),
                faults(body));
        assertEquals(Set.of("username", "public_key", "iota_id"), faults(json("{}")));
        RefusedChangeException refused = assertThrows(RefusedChangeException.class, () -> put(60, "{'username':null}"));
        assertEquals("iota_id is missing; public_key is missing; username is missing", refused.getMessage());
    }

    @Test
    void keysOfUsersAndIotasAreHandedOnAndThoseOfOmikronsAreX448() {
        assertEquals(Set.of(), faults(with("public_key", base64(1024))));
        assertEquals(Set.of("public_key"), faults(with("public_key", base64(1025))));
        assertEquals(Set.of("public_key"), faults(with("public_key", "")));
        assertRefused(
                Reason.INVALID,
                "public_key",
                () -> put(Omikrons.KIND, 60, "{'public_key':'" + base64(55) + "'}", Precondition.NONE));
        assertRefused(Reason.INVALID, "public_key", () -> put(Iotas.KIND, 60, "{}", Precondition.NONE));
        for (String address : List.of("localhost", "1.2.3", "1.2.3.256", "01.2.3.4", "::g", "1:2", "fe80::1%eth0")) {
            assertRefused(
                    Reason.INVALID, "ip_address", () -> put(Omikrons.KIND, 60, omikron(address), Precondition.NONE));
        }
        for (String address : List.of("192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1")) {
            put(Omikrons.KIND, 61, omikron("192.0.2.1"), Precondition.NONE);
            Shown shown = call(entities -> registry(entities)
                    .patch(Omikrons.KIND, 61, json("{'ip_address':'" + address + "'}"), Precondition.NONE));
            assertEquals(address, shown.members().getString("ip_address"));
            removeOmikron(61, Precondition.NONE);
        }
    }

    @Test
    void aUserNeedsAnIotaThatExists() {
        assertRefused(
                Reason.INVALID, "iota_id", () -> put(70, user("homeless").replace("'iota_id':1", "'iota_id':4711")));
        assertRefused(
                Reason.INVALID,
                "iota_id",
                () -> put(70, user("homeless").replace("'iota_id':1", "'iota_id':" + Accounts.CANARY_IOTA)));
    }

    @Test
    void theCanaryIsNobodyElses() {
        call(entities -> {
            TestAccounts.of(entities).addCanary();
            return null;
        });
        long canary = Accounts.CANARY.value();
        assertEquals(Optional.empty(), find(canary));
        assertRefused(Reason.CONFLICT, Map.of(), () -> put(canary, user("cuckoo")));
        assertRefused(Reason.UNKNOWN, Map.of(), () -> patch(canary, "{}"));
        assertFalse(page(Users.KIND, "", 0, Long.MAX_VALUE - 10).stream().anyMatch(each -> each.id() == canary));
        assertEquals(List.of(), page(Users.KIND, "urn:tensamin", 0, 0));
        assertEquals(List.of(), page(Iotas.KIND, "", 0, Long.MAX_VALUE - 10));
        assertRefused(Reason.UNKNOWN, Map.of(), () -> removeIota(Accounts.CANARY_IOTA.value(), Optional.empty()));
    }

    // Changing

    @Test
    void aPatchChangesWhatItSays() {
        Shown made = put(
                80,
                "{'username':'patched','public_key':'a2V5','iota_id':1,'display':'P','about':'a',"
                        + "'reset_token':'0123456789abcdefghijklm'}");
        Shown changed = patch(80, "{'display':null,'status_message':'new','sub_level':4}");

        assertEquals(
                json("{'user_id':80,'username':'patched','public_key':'a2V5','iota_id':1,'sub_level':4,'sub_end':0,"
                        + "'has_reset_token':true,'about':'a','status_message':'new'}"),
                changed.members());
        assertEquals(changed.version(), patch(80, "{}").version());
        assertFalse(patch(80, "{'reset_token':null}").members().getBoolean("has_reset_token"));
        assertRefused(
                Reason.OUTDATED,
                Map.of(),
                () -> call(entities -> registry(entities)
                        .patch(Users.KIND, 80, json("{'about':'b'}"), match(Precondition.tag(made.version())))));
        assertRefused(Reason.INVALID, "username", () -> patch(80, "{'username':null}"));
        assertRefused(Reason.INVALID, "user_id", () -> patch(80, "{'user_id':81}"));
        assertRefused(Reason.UNKNOWN, Map.of(), () -> patch(81, "{}"));
    }

    /** The rules bind what is changed, not what is stored. */
    @Test
    void whatIsOlderThanTheRulesStaysUntilItIsChanged() {
        String old = "an old name, which is longer than names may be";
        database.run(entities -> entities.createNativeQuery(
                        "insert into users (user_id, username, display, public_key, iota_id, sub_level, sub_end)"
                                + " values (90, ?1, ?1, 'no base64!', 1, 0, 0)")
                .setParameter(1, old)
                .executeUpdate());

        Shown patched = patch(90, "{'status_message':'still here'}");

        assertEquals(old, patched.members().getString("username"));
        assertEquals(
                List.of(90L),
                ids(page(Users.KIND, "AN OLD", 0, 0)),
                "found, though a node of the version before made it");
        assertRefused(Reason.INVALID, "username", () -> patch(90, "{'username':'also longer than it may be'}"));
        assertRefused(Reason.INVALID, "display", () -> patch(90, "{'display':'also longer than it may be'}"));
        assertEquals("shorter", patch(90, "{'username':'shorter'}").members().getString("username"));
    }

    // Once

    @Test
    void aRepeatedRequestGetsTheFirstAnswer() {
        RepeatKey key = RepeatKey.of("operator", "users", "key 1", user("repeated"));
        Shown made = create(100, user("repeated"), key);
        assertTrue(made.created());
        assertEquals(made, create(101, user("repeated"), key));
        assertEquals(Optional.empty(), find(101));
        assertEquals("other", patch(100, "{'username':'other'}").members().getString("username"));
        assertEquals(made, create(101, user("repeated"), key), "as it was answered first");

        RepeatKey otherRequest = RepeatKey.of("operator", "users", "key 1", user("different"));
        assertRefused(Reason.INVALID, "Idempotency-Key", () -> create(101, user("different"), otherRequest));
        RepeatKey otherCaller = RepeatKey.of("other", "users", "key 1", user("repeated"));
        assertEquals(101, create(101, user("repeated"), otherCaller).id());
    }

    @Test
    void aKeyIsForgottenAfterADay() {
        RepeatKey key = RepeatKey.of("operator", "users", "key 2", "first");
        create(110, user("forgotten"), key);
        clock = Clock.offset(clock, Duration.ofHours(25));
        RepeatKey again = RepeatKey.of("operator", "users", "key 2", "second");
        assertEquals(111, create(111, user("remembered"), again).id());
    }

    @Test
    void idsAreMillisecondsAndGivenOutOnce() {
        Set<Long> all = new HashSet<>();
        List<CompletableFuture<Long>> firsts = IntStream.range(0, 8)
                .mapToObj(i -> OwnThread.supply(
                        () -> call(entities -> TestRegistry.ids(entities, clock).take(Users.KIND, 50))))
                .toList();
        firsts.forEach(
                first -> LongStream.range(first.join(), first.join() + 50).forEach(all::add));
        assertEquals(400, all.size());
        assertTrue(all.stream().allMatch(id -> id >= NOW.toEpochMilli()));
        assertTrue(call(entities -> TestRegistry.ids(entities, clock).take(Iotas.KIND, 1)) >= NOW.toEpochMilli());
        assertTrue(call(entities -> TestRegistry.ids(entities, clock).take(Omikrons.KIND, 1)) >= NOW.toEpochMilli());
    }

    // Finding

    @Test
    void accountsAreListedInPagesAndFoundByNameAndId() {
        put(Iotas.KIND, 120, "{'public_key':'a2V5'}", Precondition.NONE);
        for (int i = 0; i < 5; i++) {
            put(120 + i, "{'username':'Page_" + i + "','public_key':'a2V5','iota_id':120,'display':'Seite " + i + "'}");
        }
        assertEquals(List.of(120L, 121L), ids(call(entities -> registry(entities)
                .page(Users.KIND, new Kind.Search("pAge_", 0, 0, 2)))));
        assertEquals(List.of(122L, 123L, 124L), ids(page(Users.KIND, "page_", 0, 121)));
        assertEquals(List.of(120L, 121L, 122L, 123L, 124L), ids(page(Users.KIND, "seite", 0, 0)));
        assertEquals(List.of(123L), ids(page(Users.KIND, "123", 0, 0)));
        assertEquals(List.of(124L), ids(page(Users.KIND, "", 120, 123)));
        assertEquals(List.of(), ids(page(Users.KIND, "p%e", 0, 0)), "no wildcard");
        assertEquals(List.of(), ids(page(Users.KIND, "page!", 0, 0)));
        assertEquals(List.of(120L), ids(page(Iotas.KIND, "120", 0, 0)));
        assertEquals(List.of(), ids(page(Iotas.KIND, "no number", 0, 0)));
        assertTrue(ids(page(Iotas.KIND, "", 0, 0)).containsAll(List.of(HOME, 120L)));
    }

    // Removing

    @Test
    void anIotaWithUsersStaysUnlessTheyMove() {
        for (long iota : new long[] {130, 131, 132}) {
            put(Iotas.KIND, iota, "{'public_key':'a2V5'}", Precondition.NONE);
        }
        Shown mover = put(130, user("mover").replace("'iota_id':1", "'iota_id':130"));

        assertRefused(Reason.CONFLICT, Map.of(), () -> removeIota(130, Optional.empty()));
        assertRefused(Reason.INVALID, "move_to", () -> removeIota(130, Optional.of(new IotaId(130))));
        assertRefused(Reason.INVALID, "move_to", () -> removeIota(130, Optional.of(new IotaId(4711))));
        removeIota(130, Optional.of(new IotaId(131)));
        removeIota(132, Optional.empty());

        Shown moved = find(130).orElseThrow();
        assertEquals(131, moved.members().getInt("iota_id"));
        assertTrue(moved.version() > mover.version());
        assertRefused(Reason.UNKNOWN, Map.of(), () -> removeIota(130, Optional.empty()));
    }

    @Test
    void anOmikronIsRemoved() {
        put(Omikrons.KIND, 140, omikron("192.0.2.1"), Precondition.NONE);
        assertRefused(Reason.OUTDATED, Map.of(), () -> removeOmikron(140, match("\"0\"")));
        removeOmikron(140, Precondition.NONE);
        assertRefused(Reason.UNKNOWN, Map.of(), () -> removeOmikron(140, Precondition.NONE));
    }

    private Shown removeOmikron(long id, Precondition condition) {
        database.run(entities -> registry(entities).remove(Omikrons.KIND, id, condition));
        return null;
    }

    private Shown removeIota(long iota, Optional<IotaId> moveTo) {
        database.run(entities ->
                TestRegistry.removal(entities, changes).remove(new IotaId(iota), moveTo, Precondition.NONE));
        return null;
    }

    @Test
    void anIdOfAUserThatWasRemovedIsNobodysAgain() {
        put(160, user("leaver"));
        database.run(entities -> TestRemoval.of(entities, left -> {}).remove(160));
        assertRefused(Reason.CONFLICT, "user_id", () -> put(160, user("leaver")));
        assertRefused(
                Reason.CONFLICT,
                "user_id",
                () -> create(160, user("other-one"), RepeatKey.of("operator", "users", "key 3", "body")));
        assertTrue(put(161, user("leaver")).created(), "its name is free");
    }

    // What follows from it

    @Test
    void whatMattersToPresenceAndLinksIsTold() {
        put(Iotas.KIND, 150, "{'public_key':'a2V5'}", Precondition.NONE);
        int before = changes.fired().size();
        put(150, user("told"));
        put(150, user("told"));
        patch(150, "{'about':'x'}");
        patch(150, "{'iota_id':150}");
        put(Omikrons.KIND, 150, omikron("192.0.2.1"), Precondition.NONE);
        call(entities -> registry(entities).patch(Omikrons.KIND, 150, json("{'location':'There'}"), Precondition.NONE));
        rekey();
        removeOmikron(150, Precondition.NONE);
        removeIota(150, Optional.of(new IotaId(HOME)));

        UserId user = new UserId(150);
        assertEquals(
                List.of(
                        AccountsChanged.user(user, Optional.empty()),
                        AccountsChanged.user(user, Optional.of(new IotaId(HOME))),
                        AccountsChanged.omikron(new OmikronId(150)),
                        AccountsChanged.omikron(new OmikronId(150)),
                        AccountsChanged.user(user, Optional.of(new IotaId(150)))),
                changes.fired().subList(before, changes.fired().size()));
    }

    private void rekey() {
        byte[] key = new byte[56];
        key[0] = 9;
        String patch = "{'public_key':'" + Base64.getEncoder().encodeToString(key) + "'}";
        call(entities -> registry(entities).patch(Omikrons.KIND, 150, json(patch), Precondition.NONE));
    }

    // What the tests are written in

    private interface Change {
        Shown make();
    }

    private static void assertRefused(Reason reason, Map<String, String> members, Change change) {
        RefusedChangeException refused = assertThrows(RefusedChangeException.class, change::make);
        assertEquals(reason, refused.reason(), refused.getMessage());
        assertEquals(members, refused.members());
    }

    private static void assertRefused(Reason reason, String member, Change change) {
        RefusedChangeException refused = assertThrows(RefusedChangeException.class, change::make);
        assertEquals(reason, refused.reason(), refused.getMessage());
        assertEquals(Set.of(member), refused.members().keySet());
    }

    private static Set<String> faults(JsonObject body) {
        try {
            Reading.of(Users.KIND, 1, body, null).checked(TestRegistry.VALIDATOR, null);
            return Set.of();
        } catch (RefusedChangeException e) {
            return e.members().keySet();
        }
    }

    private static JsonObject with(String member, String text) {
        return Json.createObjectBuilder(json(user("x"))).add(member, text).build();
    }

    private static String user(String name) {
        return "{'username':'" + name + "','public_key':'a2V5','iota_id':1}";
    }

    private static String omikron(String address) {
        return "{'public_key':'" + base64(56) + "','location':'Here','ip_address':'" + address + "'}";
    }

    private static String base64(int bytes) {
        return Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    private static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text.replace('\'', '"')))) {
            return reader.readObject();
        }
    }

    private static Precondition match(String tags) {
        return new Precondition(Optional.of(tags), Optional.empty());
    }

    private static Precondition noneMatch(String tags) {
        return new Precondition(Optional.empty(), Optional.of(tags));
    }

    private Shown put(long id, String body) {
        return put(Users.KIND, id, body, Precondition.NONE);
    }

    private <E, C extends Record> Shown put(Kind<E, C> kind, long id, String body, Precondition condition) {
        return call(entities -> registry(entities).put(kind, id, json(body), condition));
    }

    private Shown create(long id, String body, RepeatKey key) {
        return call(entities -> registry(entities).create(Users.KIND, id, json(body), Optional.of(key)));
    }

    private Shown patch(long id, String patch) {
        return call(entities -> registry(entities).patch(Users.KIND, id, json(patch), Precondition.NONE));
    }

    private Optional<Shown> find(long id) {
        return call(entities -> registry(entities).find(Users.KIND, id));
    }

    private <E, C extends Record> List<Shown> page(Kind<E, C> kind, String find, long iota, long after) {
        return call(entities -> registry(entities).page(kind, new Kind.Search(find, iota, after, 100)));
    }

    private static List<Long> ids(List<Shown> page) {
        return page.stream().map(Shown::id).toList();
    }

    private Registry registry(EntityManager entities) {
        return TestRegistry.of(entities, clock, changes);
    }

    private <T> T call(Function<EntityManager, T> work) {
        return database.call(work);
    }
}
