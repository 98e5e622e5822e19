package net.tensamin.omega.longpoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import javax.net.ssl.SSLContext;
import javax.sql.DataSource;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.store.SchemaMigration;
import net.tensamin.omega.store.StoppedDatabase;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaProcess;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.RawClient;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Devices that wait over HTTPS for a change (SPEC §6), on the demo's user 42. */
@Timeout(600)
class LongPollIT {
    private static final long ALICE = 42;
    private static final long BOB = 7;
    private static final int MOST_DEVICES = 8;
    private static final long POPULAR = 2_000_000;
    private static final int VERY_MUCH = 100_000;
    private static final int READERS = 8;
    /** Seconds, more than a client has for a request and for taking an answer. */
    private static final int PAST_DEADLINES = 12;

    /** More than requests have threads. */
    private static final int CROWD = 260;

    private static OmegaProcess omega;

    private final TestIdentity phone = authority().device(ALICE);

    @BeforeAll
    static void start() throws Exception {
        OmegaDeployment.clear();
        fill();
        omega = OmegaProcess.start(Map.of("omega.tauri.sessions-per-user", Integer.toString(MOST_DEVICES)));
    }

    /** Somebody has {@link #VERY_MUCH} pending, each of somebody else. */
    private static void fill() throws SQLException {
        DataSource database = StoppedDatabase.in(OmegaDeployment.data());
        SchemaMigration.migrate(database);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into iota (iota_id, public_key) values (%d, 'a2V5')".formatted(POPULAR));
            statement.execute("insert into users (user_id, username, public_key, iota_id, sub_level, sub_end)"
                    + " values (%1$d, 'popular', 'a2V5', %1$d, 0, 0)".formatted(POPULAR));
            statement.execute("insert into mailbox values (%d, %d)".formatted(POPULAR, VERY_MUCH));
            statement.execute("insert into pending_pair (receiver_id, sender_id, amount, revision, changed_at)"
                    + " select %d, %d + x, 1, x, current_timestamp from system_range(1, %d)"
                            .formatted(POPULAR, POPULAR, VERY_MUCH));
        }
    }

    /** Which fails if a wait has left something behind that the server complains of. */
    @AfterAll
    static void stop() {
        omega.close();
    }

    @Test
    void aNoticeEndsAWait() throws Exception {
        String known = tag(get(phone, ALICE, ""));
        CompletableFuture<HttpResponse<String>> wait = await(phone, ALICE, known, "wait=60");

        notice(BOB, ALICE);

        HttpResponse<String> answer = answer(wait);
        assertEquals(200, answer.statusCode());
        assertEquals("wait=60", header(answer, "Preference-Applied"));
        JsonObject state = json(answer.body());
        assertEquals(tag(answer), "\"" + state.getJsonNumber("revision") + "\"");
        assertEquals(
                BOB,
                state.getJsonArray("notifications")
                        .getJsonObject(0)
                        .getJsonNumber("sender_id")
                        .longValue());
        assertEquals("no-store", header(answer, "Cache-Control"));
        assertEquals(answer.body(), get(phone, ALICE, "").body());
    }

    @Test
    void aReadEndsAWait() throws Exception {
        notice(BOB, ALICE);
        CompletableFuture<HttpResponse<String>> wait =
                await(phone, ALICE, tag(get(phone, ALICE, "")), "respond-async, wait=3600");

        assertEquals(
                200,
                send(phone, request("api/delete/notifications/42/7").DELETE()).statusCode());

        HttpResponse<String> answer = answer(wait);
        assertFalse(answer.body().contains("\"sender_id\":7"));
        assertEquals("wait=60", header(answer, "Preference-Applied"), "the longest that there is");
    }

    @Test
    void aWaitInWhichNothingChangesEndsWithNothing() throws Exception {
        String known = tag(get(phone, ALICE, ""));

        HttpResponse<String> answer = answer(await(phone, ALICE, known, "wait=" + PAST_DEADLINES));

        assertEquals(304, answer.statusCode());
        assertEquals(known, tag(answer));
        assertEquals("wait=" + PAST_DEADLINES, header(answer, "Preference-Applied"));
        assertEquals("", answer.body());
    }

    @Test
    void onlyADeviceThatHasAllThereIsWaits() throws Exception {
        String known = tag(get(phone, ALICE, ""));
        for (String other : List.of("\"999999999\"", "12", "W/\"1000000\"")) {
            HttpResponse<String> answer = get(phone, ALICE, "", "If-None-Match", other, "Prefer", "wait=60");
            assertEquals(200, answer.statusCode(), other);
            assertEquals(known, tag(answer), other);
            assertEquals("", header(answer, "Preference-Applied"), other);
        }
        for (String matching : List.of("*", "W/" + known, "\"x\", " + known)) {
            assertEquals(
                    304,
                    get(phone, ALICE, "", "If-None-Match", matching, "Prefer", "wait=60")
                            .statusCode(),
                    matching);
        }
        assertEquals(200, get(phone, ALICE, "", "Prefer", "wait=60").statusCode());
        assertEquals(304, get(phone, ALICE, "", "If-None-Match", known).statusCode());
        SSLContext operator = OmegaTls.demo("operator");
        assertEquals(
                304,
                send(operator, pending(ALICE, "").headers("If-None-Match", known, "Prefer", "wait=60"))
                        .statusCode());
    }

    @Test
    void aNewerWaitOfADeviceEndsTheOlder() throws Exception {
        String known = tag(get(phone, ALICE, ""));
        CompletableFuture<HttpResponse<String>> older = await(phone, ALICE, known, "wait=60");
        CompletableFuture<HttpResponse<String>> newer = begin(phone, ALICE, known, "wait=60");

        assertEquals(409, answer(older).statusCode());
        notice(BOB, ALICE);
        assertEquals(200, answer(newer).statusCode());
    }

    @Test
    void aClientThatLeavesWaitsNoLonger() throws Exception {
        int before = waiting();
        try (RawClient client = RawClient.tls(OmegaTls.showing(phone))) {
            client.send(wait(tag(get(phone, ALICE, "")), 60));
            Awaitility.await().until(() -> waiting() > before);
        }

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> waiting() == before);
    }

    @Test
    void whatAClientSendsWhileItWaitsIsAnsweredAfterwards() throws Exception {
        String known = tag(get(phone, ALICE, ""));
        try (RawClient client = RawClient.tls(OmegaTls.showing(phone))) {
            for (int i = 0; i < 3; i++) {
                client.send(wait(known, 3));
                String next = pendingHead() + "\r\n" + pendingHead() + "If-None-Match: " + known + "\r\n\r\n";
                Awaitility.await().until(() -> waiting() > 0);
                client.send(next.substring(0, 20)).send(next.substring(20));

                assertEquals(List.of(304, 200, 304), List.of(client.status(), client.status(), client.status()));
            }
        }
    }

    private static String wait(String known, int seconds) {
        return pendingHead() + "If-None-Match: " + known + "\r\nPrefer: wait=" + seconds + "\r\n\r\n";
    }

    private static String pendingHead() {
        return "GET /api/get/notifications/" + ALICE + " HTTP/1.1\r\n" + RawClient.HOST;
    }

    @Test
    void devicesThatWaitCountAmongTheSessionsOfTheirUser() throws Exception {
        String known = tag(get(phone, ALICE, ""));
        List<CompletableFuture<HttpResponse<String>>> waits = new ArrayList<>();
        for (int i = 0; i < MOST_DEVICES; i++) {
            waits.add(await(authority().device(ALICE), ALICE, known, "wait=60"));
        }

        HttpResponse<String> oneMore = get(phone, ALICE, "", "If-None-Match", known, "Prefer", "wait=60");
        assertEquals(429, oneMore.statusCode());
        assertEquals("60", header(oneMore, "Retry-After"));
        try (TauriClient session = TauriClient.connect(phone)) {
            session.talk().say(TauriClient.identification(ALICE));
            assertEquals(100, session.awaitClose().error());
        }
        notice(BOB, ALICE);
        for (CompletableFuture<HttpResponse<String>> wait : waits) {
            assertEquals(200, answer(wait).statusCode());
        }
    }

    @Test
    void whatADeviceSaysThatItHasDoesNotComeAgainOnQuic() throws Exception {
        notice(BOB, ALICE);
        String known = tag(get(phone, ALICE, ""));
        assertEquals(304, get(phone, ALICE, "", "If-None-Match", known).statusCode());

        try (TauriClient session = TauriClient.identified(phone, ALICE)) {
            notice(ALICE, ALICE);
            JsonObject push = session.talk().hear();
            assertEquals("42", push.getJsonObject("data").getString("sender_id"), push::toString);
        }
    }

    @Test
    void aRevokedDeviceWaitsNoLonger() throws Exception {
        CompletableFuture<HttpResponse<String>> wait = await(phone, ALICE, tag(get(phone, ALICE, "")), "wait=60");
        String device =
                "api/operations/devices/42/" + DeviceId.of(phone.certificate()).value();

        Awaitility.await()
                .until(() -> send(OmegaTls.demo("operator"), request(device).DELETE())
                                .statusCode()
                        == 200);

        HttpResponse<String> answer = answer(wait);
        assertEquals(401, answer.statusCode());
        assertEquals("Certificate", header(answer, "WWW-Authenticate"));
        assertEquals("error_not_authenticated", json(answer.body()).getString("status"));
    }

    @Test
    void aRemovedUserWaitsNoLonger() throws Exception {
        long user = 900_042;
        register(user);
        TestIdentity device = authority().device(user);
        assertEquals("\"0\"", tag(get(device, user, "")));
        CompletableFuture<HttpResponse<String>> wait = await(device, user, "\"0\"", "wait=60");

        assertEquals(
                200,
                send(
                                OmegaTls.demo("operator"),
                                request("api/operations/users/" + user).DELETE())
                        .statusCode());

        assertEquals(401, answer(wait).statusCode());
    }

    @Test
    void aWaitEndsWithItsCertificate() throws Exception {
        TestIdentity brief = authority()
                .certificate("brief")
                .user(ALICE)
                .forClients()
                .validity(Instant.now().minusSeconds(60), Instant.now().plusSeconds(5))
                .issue();
        assertEquals(
                401,
                answer(await(brief, ALICE, tag(get(phone, ALICE, "")), "wait=60"))
                        .statusCode());
    }

    @Test
    void pagesHaveAllThatIsPendingOnce() throws Exception {
        long[] senders = LongStream.range(920_000, 920_010).toArray();
        register(senders);
        try (OmikronClient omikron = OmikronClient.identified()) {
            for (long sender : senders) {
                omikron.notice(sender, ALICE);
            }
        }
        List<String> whole = senders(json(get(phone, ALICE, "").body()));

        List<String> paged = new ArrayList<>();
        String query = "?limit=3";
        for (Optional<JsonObject> page = Optional.empty(); query != null; query = next(page)) {
            page = Optional.of(json(get(phone, ALICE, query).body()));
            paged.addAll(senders(page.get()));
        }

        assertEquals(whole, paged);
        for (String wrong : List.of("?limit=0", "?limit=1001", "?after=x", "?limit=3&after=-1")) {
            assertEquals(400, get(phone, ALICE, wrong).statusCode(), wrong);
        }
    }

    @Test
    void veryMuchIsReadWholeByManyAtOnceAndInPages() throws Exception {
        TestIdentity device = authority().device(POPULAR);
        List<CompletableFuture<HttpResponse<String>>> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            readers.add(HttpClient.newBuilder()
                    .sslContext(OmegaTls.showing(device))
                    .build()
                    .sendAsync(pending(POPULAR, "").build(), BodyHandlers.ofString()));
        }
        String whole = answer(readers.get(0)).body();
        for (CompletableFuture<HttpResponse<String>> reader : readers) {
            HttpResponse<String> read = answer(reader);
            assertEquals(200, read.statusCode(), read.body());
            assertEquals("chunked", header(read, "Transfer-Encoding"), "its length is not known before");
            assertEquals(whole, read.body());
        }
        JsonObject state = json(whole);
        assertEquals(VERY_MUCH, state.getInt("revision"));
        assertEquals(
                LongStream.iterate(POPULAR + VERY_MUCH, sender -> sender - 1)
                        .limit(VERY_MUCH)
                        .mapToObj(sender ->
                                "{\"sender_id\":%d,\"amount\":1,\"revision\":%d}".formatted(sender, sender - POPULAR))
                        .toList(),
                senders(state));

        List<String> paged = new ArrayList<>();
        String query = "?limit=1000";
        while (query != null) {
            JsonObject page = json(get(device, POPULAR, query).body());
            assertTrue(page.getJsonArray("notifications").size() <= 1_000);
            paged.addAll(senders(page));
            query = page.containsKey("next") ? "?limit=1000&after=" + page.getJsonNumber("next") : null;
        }
        assertEquals(senders(state), paged);
    }

    /** By devices that have it already, as they had told by its tag: so no push is in the way. */
    @Test
    void veryMuchIsReadWholeOverQuicByManyAtOnceToo() throws Exception {
        List<TauriClient> readers = new ArrayList<>();
        try {
            String known = "\"" + VERY_MUCH + "\"";
            for (int i = 0; i < READERS / 2; i++) {
                TestIdentity device = authority().device(POPULAR);
                assertEquals(
                        304, get(device, POPULAR, "", "If-None-Match", known).statusCode());
                readers.add(TauriClient.identified(device, POPULAR));
            }
            readers.forEach(reader -> reader.talk().say("{'type':'get_notifications','id':'g'}"));
            for (TauriClient reader : readers) {
                JsonObject whole = reader.talk().hear();
                assertEquals("get_notifications", whole.getString("type"));
                JsonObject data = whole.getJsonObject("data");
                assertEquals(VERY_MUCH, data.getInt("revision"));
                assertEquals(
                        LongStream.iterate(POPULAR + VERY_MUCH, sender -> sender - 1)
                                .limit(VERY_MUCH)
                                .mapToObj(sender -> "{\"sender_id\":\"%d\",\"amount\":1,\"revision\":%d}"
                                        .formatted(sender, sender - POPULAR))
                                .toList(),
                        senders(data));
            }
        } finally {
            readers.forEach(TauriClient::close);
        }
    }

    private static String next(Optional<JsonObject> page) {
        return page.get().containsKey("next") ? "?limit=3&after=" + page.get().getJsonNumber("next") : null;
    }

    /** Each of another user, as each has its devices' limit; calls are answered while all of them wait. */
    @Test
    void waitsHoldNoThread() throws Exception {
        long[] users = LongStream.range(910_000, 910_000 + CROWD).toArray();
        register(users);
        List<CompletableFuture<HttpResponse<String>>> waits = new ArrayList<>();
        for (long user : users) {
            waits.add(begin(authority().device(user), user, "\"0\"", "wait=60"));
        }
        Awaitility.await().until(() -> waiting() == CROWD);

        try (OmikronClient omikron = OmikronClient.identified()) {
            for (long user : users) {
                omikron.notice(BOB, user);
            }
        }
        for (CompletableFuture<HttpResponse<String>> wait : waits) {
            assertEquals(200, answer(wait).statusCode());
        }
    }

    private static void register(long... users) throws Exception {
        String accounts =
                LongStream.of(users).mapToObj(user -> """
                        {"line": %1$d, "user": {"user_id": %1$d, "username": "u%1$d", "public_key": "a2V5", "iota_id": 1001}}""".formatted(user)).collect(Collectors.joining(","));
        HttpRequest.Builder imported = request("api/operations/accounts/import")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"accounts\": [" + accounts + "]}"));
        assertEquals(
                users.length,
                json(send(OmegaTls.demo("operator"), imported).body()).getInt("made"));
    }

    private static int waiting() throws Exception {
        String page = send(OmegaTls.demo("operator"), request("metrics")).body();
        return (int) Double.parseDouble(page.lines()
                .filter(line -> line.startsWith("omega_longpoll_waits "))
                .findFirst()
                .orElseThrow()
                .split(" ")[1]);
    }

    private static List<String> senders(JsonObject state) {
        return state.getJsonArray("notifications").stream()
                .map(pair -> pair.asJsonObject().toString())
                .toList();
    }

    private static TestAuthority authority() {
        return TestAuthority.development(OmegaDeployment.data());
    }

    private static void notice(long sender, long receiver) throws Exception {
        try (OmikronClient omikron = OmikronClient.identified()) {
            omikron.notice(sender, receiver);
        }
    }

    /** Under way, as the server's metrics show by the time that this returns. */
    private static CompletableFuture<HttpResponse<String>> await(
            TestIdentity device, long user, String tag, String preference) throws Exception {
        int before = waiting();
        CompletableFuture<HttpResponse<String>> wait = begin(device, user, tag, preference);
        Awaitility.await().until(() -> waiting() > before || wait.isDone());
        return wait;
    }

    private static CompletableFuture<HttpResponse<String>> begin(
            TestIdentity device, long user, String tag, String preference) throws Exception {
        return HttpClient.newBuilder()
                .sslContext(OmegaTls.showing(device))
                .build()
                .sendAsync(
                        pending(user, "")
                                .headers("If-None-Match", tag, "Prefer", preference)
                                .build(),
                        BodyHandlers.ofString());
    }

    private static HttpResponse<String> answer(CompletableFuture<HttpResponse<String>> wait) throws Exception {
        return wait.get(60, TimeUnit.SECONDS);
    }

    private static HttpResponse<String> get(TestIdentity device, long user, String query, String... headers)
            throws Exception {
        HttpRequest.Builder request = pending(user, query);
        return send(device, headers.length == 0 ? request : request.headers(headers));
    }

    private static HttpRequest.Builder pending(long user, String query) {
        return request("api/get/notifications/" + user + query);
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(OmegaDeployment.https().resolve(path)).timeout(Duration.ofSeconds(60));
    }

    private static HttpResponse<String> send(TestIdentity device, HttpRequest.Builder request) throws Exception {
        return send(OmegaTls.showing(device), request);
    }

    private static HttpResponse<String> send(SSLContext caller, HttpRequest.Builder request) throws Exception {
        return HttpClient.newBuilder().sslContext(caller).build().send(request.build(), BodyHandlers.ofString());
    }

    private static String tag(HttpResponse<String> response) {
        return header(response, "ETag");
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
