package net.tensamin.omega.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import javax.net.ssl.SSLContext;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.QuicheClient;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestAuthority;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The WAR as it ships on servers that are not Payara: one test of each thing that another container could do in another way.
 * Run by {@code mvn verify -Pother-servers}.
 */
@ParameterizedClass
@EnumSource(ApplicationServer.class)
@Timeout(60)
class OtherServersSmoke {
    private static final long ALICE = 42;
    private static final long BOB = 7;
    private static final String PENDING = "api/get/notifications/42";
    private static final int GOING_AWAY = 1001; // RFC 6455 §7.4.1
    private static final int GOING_AWAY_OVER_QUIC = 100; // SPEC §3
    private static final int MANY = 2_000;

    private static ServerProcess omega;

    @Parameter
    private ApplicationServer server;

    /** A first start makes the keys; HTTPS has them from the second one on. */
    @BeforeParameterizedClassInvocation
    @Timeout(600)
    static void startTwice(ApplicationServer server) throws Exception {
        OmegaDeployment.clear();
        Path own = ServerProcess.directory(server.name());
        server.install(server.home(), own, Path.of(System.getProperty("omega.war")));
        try (ServerProcess first = ServerProcess.start(server, own)) {
            first.await(() -> alice().close());
            first.terminate();
            first.awaitEnd();
        }
        omega = ServerProcess.start(server, own);
        omega.await(() -> assertEquals(
                200, call(OmegaTls.anonymous(), "GET", "api/get/user/42").statusCode()));
    }

    @AfterParameterizedClassInvocation
    static void aSignalDrainsAndEndsTheServer() throws Exception {
        try (ServerProcess ending = omega;
                TauriClient alice = alice()) {
            OmikronClient omikron = OmikronClient.identified();
            ending.terminate();
            QuicheClient.Close close = alice.awaitClose();
            assertTrue(close.application(), close::toString);
            assertEquals(GOING_AWAY_OVER_QUIC, close.error(), close::toString);
            assertEquals(GOING_AWAY, omikron.closeCode());
            ending.awaitEnd();
        }
    }

    @Test
    void profileIsPublicAndOfJsonB() throws Exception {
        HttpResponse<String> profile = call(OmegaTls.anonymous(), "GET", "api/get/user/42");
        assertEquals(json("""
                {"status": "success", "user_id": 42, "username": "alice", "display": "Alice", "public_key": "ZGVtbw==",
                 "iota_id": 1001, "online_status": "iota_offline", "sub_level": 0, "sub_end": 0, "about": "A demo user"}
                """), json(profile.body()));
    }

    @Test
    void notificationsAreForTheHolderOfTheCertificate() throws Exception {
        assertEquals(401, call(OmegaTls.anonymous(), "GET", PENDING).statusCode());
        assertEquals(403, call(OmegaTls.demo("user-7"), "GET", PENDING).statusCode());
        assertEquals(200, call(OmegaTls.demo("user-42"), "GET", PENDING).statusCode());
    }

    @Test
    void aPushComesOverQuicAndAReadClearsIt() throws Exception {
        try (TauriClient alice = alice();
                OmikronClient omikron = OmikronClient.identified()) {
            omikron.notice(BOB, ALICE);
            assertMessage("push_notification", alice.talk().hear());
            assertEquals(
                    json("""
                {"status": "success", "revision": 1, "notifications": [{"sender_id": 7, "amount": 1, "revision": 1}]}
                """),
                    json(call(OmegaTls.demo("user-42"), "GET", PENDING).body()));
            omikron.read(ALICE, BOB);
            assertMessage("read_notification", alice.talk().hear());
            omikron.notice(BOB, ALICE);
            assertMessage("push_notification", alice.talk().hear());
            HttpResponse<String> read = call(OmegaTls.demo("user-42"), "DELETE", "api/delete/notifications/42/7");
            assertEquals(200, read.statusCode(), read.body());
            assertMessage("read_notification", alice.talk().hear());
            assertEquals(
                    json("{\"status\": \"success\", \"revision\": 4, \"notifications\": []}"),
                    json(call(OmegaTls.demo("user-42"), "GET", PENDING).body()));
        }
    }

    @Test
    void aDeviceWaitsOverHttpsForAChange() throws Exception {
        String known = tag(pendingOfBob("0").get());
        HttpResponse<String> unchanged =
                pendingOfBob("1", "If-None-Match", known).get();
        assertEquals(304, unchanged.statusCode());
        assertEquals(
                "wait=1", unchanged.headers().firstValue("Preference-Applied").orElse(""));

        CompletableFuture<HttpResponse<String>> older = pendingOfBob("60", "If-None-Match", known);
        Awaitility.await().until(() -> waiting() == 1);
        CompletableFuture<HttpResponse<String>> newer = pendingOfBob("60", "If-None-Match", known);
        assertEquals(409, older.get().statusCode());
        try (OmikronClient omikron = OmikronClient.identified()) {
            omikron.notice(ALICE, BOB);
        }

        HttpResponse<String> changed = newer.get();
        assertEquals(200, changed.statusCode());
        assertEquals(
                "wait=60", changed.headers().firstValue("Preference-Applied").orElse(""));
        assertEquals(
                json("{\"sender_id\": 42, \"amount\": 1, \"revision\": 1}"),
                json(changed.body()).getJsonArray("notifications").getJsonObject(0));
        assertEquals("\"1\"", tag(changed));
    }

    private static CompletableFuture<HttpResponse<String>> pendingOfBob(String wait, String... more) throws Exception {
        HttpRequest.Builder asked = request("api/get/notifications/7").header("Prefer", "wait=" + wait);
        HttpClient client =
                HttpClient.newBuilder().sslContext(OmegaTls.demo("user-7")).build();
        return client.sendAsync((more.length == 0 ? asked : asked.headers(more)).build(), BodyHandlers.ofString());
    }

    private static String tag(HttpResponse<String> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    private static int waiting() throws Exception {
        return call(OmegaTls.demo("operator"), "GET", "metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("omega_longpoll_waits "))
                .mapToInt(line -> (int) Double.parseDouble(line.split(" ")[1]))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void manyMessagesAtOnceAreAnsweredInOrder() throws Exception {
        try (OmikronClient omikron = OmikronClient.identified()) {
            for (int i = 0; i < MANY; i++) {
                omikron.beginSend("{\"id\":\"" + i + "\",\"type\":\"get_user_data\",\"data\":{\"user_id\":42}}");
            }
            for (int i = 0; i < MANY; i++) {
                assertEquals(Integer.toString(i), omikron.reply().id());
            }
        }
    }

    @Test
    void aMessageOfManyReadsIsWhole() throws Exception {
        try (OmikronClient omikron = OmikronClient.identified()) {
            omikron.sync(LongStream.rangeClosed(100_001, 150_000).toArray(), new long[0]);
        }
    }

    @Test
    void aMessageTooLongEndsTheLinkWithItsCode() throws Exception {
        OmikronClient omikron = OmikronClient.identified();
        omikron.beginSend(" ".repeat((4 << 20) + 1));
        assertEquals(1009, omikron.closeCode());
    }

    @Test
    void bodiesAreReadAndCheckedAndBadOnesRefused() throws Exception {
        String codes = "api/operations/devices/codes";
        SSLContext operator = OmegaTls.demo("operator");
        assertEquals(200, post(operator, codes, "{\"user_id\": 42, \"name\": \"phone\"}"));
        assertEquals(400, post(operator, codes, "{\"user_id\": "));
        assertEquals(400, post(operator, codes, "{}"));
        assertEquals(400, call(operator, "GET", "api/get/user/x").statusCode());
    }

    @Test
    void whatIsNotThereGetsTheApisError() throws Exception {
        for (String path : new String[] {"api/nothing", "nothing", "docs/nothing"}) {
            HttpResponse<String> answer = call(OmegaTls.anonymous(), "GET", path);
            assertEquals(404, answer.statusCode(), path);
            assertEquals("error_not_found", json(answer.body()).getString("status"), path);
        }
    }

    @Test
    void healthHasOmegasChecks() throws Exception {
        HttpResponse<String> health = send(OmegaTls.anonymous(), HttpRequest.newBuilder(server.health()));
        assertEquals(200, health.statusCode(), health.body());
        String checks = json(health.body()).getJsonArray("checks").stream()
                .map(check -> check.asJsonObject().getString("name"))
                .collect(Collectors.joining(" "));
        for (String check : new String[] {"database", "quic", "drain"}) {
            assertTrue(checks.contains(check), checks);
        }
    }

    @Test
    void documentsAndMetricsAreThere() throws Exception {
        assertEquals(200, call(OmegaTls.anonymous(), "GET", "docs/").statusCode());
        assertEquals(
                Files.readString(Path.of("target", "openapi", "openapi.json")),
                call(OmegaTls.anonymous(), "GET", "docs/openapi.json").body());
        HttpResponse<String> openApi = call(OmegaTls.anonymous(), "GET", "openapi");
        assertTrue(openApi.body().contains("/api/get/user/{user_id}"), openApi.body());
        HttpResponse<String> metrics = call(OmegaTls.demo("operator"), "GET", "metrics");
        assertTrue(metrics.body().contains("omega_"), metrics.body());
    }

    /** What differs is listed in src/site/other-servers.md. */
    @Test
    @Timeout(180)
    void whatStrangersSendCostsNobodyElseAnything() throws Exception {
        Map<String, String> got = GuardRows.run();
        String table = got.entrySet().stream()
                .map(row -> "| " + row.getKey() + " | " + row.getValue() + " |\n")
                .collect(Collectors.joining());
        Files.writeString(Path.of("target", "guard-rows-" + server + ".md"), table);
        assertTrue(got.get("S1: 60 MB announced to an operator's call").startsWith("401"), got::toString);
        assertTrue(got.get("S2: 60,000 brackets to an operator's call").startsWith("401"), got::toString);
        assertEquals(200, call(OmegaTls.anonymous(), "GET", "api/get/user/42").statusCode());
    }

    private static TauriClient alice() {
        return TauriClient.identified(
                TestAuthority.development(OmegaDeployment.data()).device(ALICE), ALICE);
    }

    private static void assertMessage(String type, JsonObject message) {
        assertEquals(type, message.getString("type"));
        assertEquals("7", message.getJsonObject("data").getString("sender_id"));
    }

    private static int post(SSLContext caller, String path, String body) throws Exception {
        return send(
                        caller,
                        request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)))
                .statusCode();
    }

    private static HttpResponse<String> call(SSLContext caller, String method, String path)
            throws IOException, InterruptedException {
        return send(caller, request(path).method(method, BodyPublishers.noBody()));
    }

    private static HttpRequest.Builder request(String path) {
        URI uri = OmegaDeployment.https().resolve(path);
        return HttpRequest.newBuilder(uri);
    }

    private static HttpResponse<String> send(SSLContext caller, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder().sslContext(caller).build();
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
