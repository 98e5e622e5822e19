package net.tensamin.omega.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import net.tensamin.omega.description.ApiDescriptions;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.testing.LiveEvents;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.RawClient;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every call, status and error of SPEC §6 over TLS, on the demo's users: 42 (alice, Iota 1001) and 7 (bob). */
@ArquillianTest
@Timeout(60)
class HttpsApiIT {
    /** Of a path that is another one, or none; 415 is of another call than the one that was meant. */
    private static final Set<Integer> REFUSED = Set.of(400, 404, 405, 415, 501);

    private static final long ALICE = 42;
    private static final long BOB = 7;
    private static final int MOST_REQUESTS = 300;
    private static final long ALICES_IOTA = 1001;
    private static final String PROFILE = "api/get/user/42";
    private static final String PENDING = "api/get/notifications/42";
    private static final String LIVE = "api/operations/live";
    private static final String READ = "api/delete/notifications/42/7";

    @Deployment(testable = false)
    static WebArchive omega() {
        return OmegaDeployment.war(Map.of(
                "omega.https.requests-per-certificate",
                MOST_REQUESTS + "/PT1H",
                "omega.https.handshakes-per-source",
                "100000/PT10S")); // each trick has a connection of its own
    }

    // Profiles

    @Test
    void profileIsPublicAndHasTheMembersOfTheContract() throws Exception {
        HttpResponse<String> response = call(OmegaTls.anonymous(), "GET", PROFILE);

        assertEquals(200, response.statusCode());
        assertEquals(
                "application/json;charset=utf-8",
                header(response, "Content-Type").toLowerCase().replace(" ", ""));
        assertEquals(json("""
                {"status": "success", "user_id": 42, "username": "alice", "display": "Alice", "public_key": "ZGVtbw==",
                 "iota_id": 1001, "online_status": "iota_offline", "sub_level": 0, "sub_end": 0, "about": "A demo user"}
                """), json(response.body()));
    }

    @Test
    void profileShowsTheStatusAsPresenceChanges() throws Exception {
        try (OmikronClient omikron = OmikronClient.identified()) {
            omikron.iotaConnected(ALICES_IOTA);
            assertEquals("user_offline", shownStatus());
            for (String status : List.of("user_online", "user_dnd", "user_idle", "user_wc")) {
                omikron.userConnected(ALICE, status);
                assertEquals(status, shownStatus());
            }
            omikron.userConnected(ALICE, "user_invisible");
            assertEquals("user_offline", shownStatus());
            omikron.userConnected(ALICE, "user_online");
            omikron.userDisconnected(ALICE);
            assertEquals("user_offline", shownStatus());
            omikron.iotaDisconnected(ALICES_IOTA);
            assertEquals("iota_offline", shownStatus());
        }
    }

    @Test
    void headAnswersAsGetWithoutABody() throws Exception {
        HttpResponse<String> response = call(OmegaTls.anonymous(), "HEAD", PROFILE);
        assertEquals(200, response.statusCode());
        assertEquals("", response.body());
    }

    // Ids and Omikrons

    @Test
    void idOfAUserIsFoundByItsNameInAnyCase() throws Exception {
        for (String name : List.of("alice", "Alice", "ALICE")) {
            assertEquals(
                    json("{\"status\": \"success\", \"user_id\": 42, \"username\": \"alice\"}"),
                    json(call(OmegaTls.anonymous(), "GET", "api/get/id/" + name).body()));
        }
        for (String nobody : List.of("nobody", "ali", "urn:tensamin:canary", "%25")) {
            assertError(404, "error_not_found", call(OmegaTls.anonymous(), "GET", "api/get/id/" + nobody));
        }
    }

    @Test
    void anOmikronIsFoundByIdByIotaAndByUser() throws Exception {
        for (String path : List.of("1", "1?of=omikron")) {
            assertEquals(1, omikron(path), path);
        }
        for (String path :
                List.of("1001", "1001?of=iota", "42", "42?of=user", "1?of=iota", "1?of=user", "9", "7?of=iota")) {
            assertError(404, "error_not_found", call(OmegaTls.anonymous(), "GET", "api/get/omikron/" + path));
        }
        for (String path : List.of("0", "x", "1?of=", "1?of=device")) {
            assertError(400, "error_bad_request", call(OmegaTls.anonymous(), "GET", "api/get/omikron/" + path));
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> { // the links of other tests end
                            HttpResponse<String> none = call(OmegaTls.anonymous(), "GET", "api/get/omikron");
                            assertError(503, "error_unavailable", none);
                            assertFalse(header(none, "Retry-After").isEmpty());
                        });
        try (OmikronClient omikron = OmikronClient.identified()) {
            omikron.iotaConnected(ALICES_IOTA);
            for (String path : List.of("1001", "1001?of=iota", "42", "42?of=user")) {
                assertEquals(1, omikron(path), path);
            }
            assertError(404, "error_not_found", call(OmegaTls.anonymous(), "GET", "api/get/omikron/7"));
            JsonObject any =
                    json(call(OmegaTls.anonymous(), "GET", "api/get/omikron").body());
            assertEquals(Set.of("status", "omikron_id", "public_key"), any.keySet());
        }
    }

    @Test
    void theKeyThatChallengesAreMadeWithIsPublic() throws Exception {
        for (int i = 0; i < 2; i++) {
            try (OmikronClient omikron = OmikronClient.connect()) {
                String shown = omikron.identify().data().getString("public_key");
                assertEquals(
                        json("{\"status\": \"success\", \"public_key\": \"" + shown + "\"}"),
                        json(call(OmegaTls.anonymous(), "GET", "api/get/public_key")
                                .body()));
            }
        }
    }

    private static int omikron(String path) throws Exception {
        return json(call(OmegaTls.anonymous(), "GET", "api/get/omikron/" + path).body())
                .getInt("omikron_id");
    }

    // Notifications

    @Test
    void userSeesWhatIsPendingLatestFirstAndClearsIt() throws Exception {
        SSLContext alice = OmegaTls.demo("user-42");
        clear();
        notice(BOB, BOB);
        assertEquals(List.of("7: 2"), pending(alice));

        notice(ALICE);
        assertEquals(List.of("42: 1", "7: 2"), pending(alice));
        notice(BOB);
        assertEquals(List.of("7: 3", "42: 1"), pending(alice));

        assertSuccess(call(alice, "DELETE", READ));
        assertEquals(List.of("42: 1"), pending(alice));
        assertSuccess(call(alice, "DELETE", READ));
        assertEquals(List.of("42: 1"), pending(alice), "nothing was pending");
    }

    @Test
    void noticeOfAUserWhoIsLostUnnoticedIsPendingAfterAll() throws Exception {
        SSLContext alice = OmegaTls.demo("user-42");
        clear();
        try (OmikronClient omikron = OmikronClient.identified()) {
            omikron.iotaConnected(ALICES_IOTA);
            omikron.userConnected(ALICE);
            omikron.notice(BOB, ALICE);
            assertEquals(List.of(), pending(alice), "she is online");
            omikron.iotaDisconnected(ALICES_IOTA);
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertEquals(List.of("7: 1"), pending(alice)));
        }
    }

    @Test
    void operatorMaySeeAndClearForAnyone() throws Exception {
        SSLContext operator = OmegaTls.demo("operator");
        clear();
        notice(BOB);
        assertEquals(List.of("7: 1"), pending(operator));
        assertSuccess(call(operator, "DELETE", READ));
        assertEquals(List.of(), pending(operator));
    }

    @Test
    void readOfASenderThatDoesNotExistHasNothingToDo() throws Exception {
        assertSuccess(call(OmegaTls.demo("user-42"), "DELETE", "api/delete/notifications/42/999999"));
    }

    // What each caller may do

    @Test
    void notificationsNeedACertificate() throws Exception {
        for (HttpResponse<String> response : onNotifications(OmegaTls.anonymous())) {
            assertError(401, "error_not_authenticated", response);
            assertFalse(header(response, "WWW-Authenticate").isEmpty());
        }
    }

    @Test
    void certificateThatNamesNobodyIsAsNone() throws Exception {
        TestAuthority authority = TestAuthority.development(OmegaDeployment.data());
        TestIdentity nameless = authority.certificate("nobody").forClients().issue();
        for (HttpResponse<String> response : onNotifications(OmegaTls.showing(nameless))) {
            assertError(401, "error_not_authenticated", response);
        }
        assertEquals(200, call(OmegaTls.showing(nameless), "GET", PROFILE).statusCode());
    }

    @Test
    void notificationsAreNotForOtherUsers() throws Exception {
        clear();
        notice(BOB);
        for (HttpResponse<String> response : onNotifications(OmegaTls.demo("user-7"))) {
            assertError(403, "error_forbidden", response);
        }
        assertEquals(List.of("7: 1"), pending(OmegaTls.demo("user-42")), "still");
    }

    @Test
    void certificateOfAnotherAuthorityGetsNoAnswer() throws Exception {
        String sameName = TestAuthority.development(OmegaDeployment.data())
                .certificate()
                .getSubjectX500Principal()
                .getName()
                .substring("CN=".length());
        SSLContext stranger = OmegaTls.showing(TestAuthority.named(sameName).device(ALICE));
        assertThrows(IOException.class, () -> call(stranger, "GET", PENDING));
    }

    @Test
    void expiredCertificateGetsNoAnswer() throws Exception {
        TestAuthority authority = TestAuthority.development(OmegaDeployment.data());
        TestIdentity expired =
                authority.certificate("old").user(ALICE).forClients().expired().issue();
        assertThrows(IOException.class, () -> call(OmegaTls.showing(expired), "GET", PENDING));
    }

    // Errors

    @Test
    void unknownUsersAreNotFound() throws Exception {
        assertError(404, "error_not_found", call(OmegaTls.anonymous(), "GET", "api/get/user/999999"));
        SSLContext operator = OmegaTls.demo("operator");
        assertError(404, "error_not_found", call(operator, "GET", "api/get/notifications/999999"));
        assertError(404, "error_not_found", call(operator, "DELETE", "api/delete/notifications/999999/7"));
        TestIdentity removed = TestAuthority.development(OmegaDeployment.data()).device(999_999);
        assertError(404, "error_not_found", call(OmegaTls.showing(removed), "GET", "api/get/notifications/999999"));
    }

    @Test
    void malformedIdsAreBadRequests() throws Exception {
        SSLContext operator = OmegaTls.demo("operator");
        for (String id :
                List.of("0", "-1", "+1", "1.0", "abc", "%20", "9223372036854775808", "%D9%A4%D9%A2", "42%2F7")) {
            assertError(400, "error_bad_request", call(operator, "GET", "api/get/user/" + id));
            assertError(400, "error_bad_request", call(operator, "GET", "api/get/notifications/" + id));
            assertError(400, "error_bad_request", call(operator, "DELETE", "api/delete/notifications/" + id + "/7"));
            assertError(400, "error_bad_request", call(operator, "DELETE", "api/delete/notifications/42/" + id));
        }
    }

    @Test
    void anIdThatIsMissingIsABadRequest() throws Exception {
        assertError(400, "error_bad_request", call(OmegaTls.demo("operator"), "GET", "api/operations/devices/codes"));
    }

    @Test
    void unknownPathsAreNotFound() throws Exception {
        for (String path : List.of(
                "api",
                "api/",
                "api/get/user",
                "api/get/user/",
                "api/get/user/42/7",
                "nothing/here",
                "index.html",
                "application.wadl",
                "error",
                "WEB-INF/web.xml",
                "j_security_check",
                "docs/j_security_check",
                "META-INF/openapi.yaml")) {
            assertError(404, "error_not_found", call(OmegaTls.anonymous(), "GET", path));
        }
    }

    @Test
    void otherMethodsAreNotAllowed() throws Exception {
        SSLContext operator = OmegaTls.demo("operator");
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "FOO")) {
            HttpResponse<String> response = call(operator, method, PROFILE);
            assertError(405, "error_method_not_allowed", response);
            assertTrue(header(response, "Allow").contains("GET"));
        }
        assertError(405, "error_method_not_allowed", call(operator, "GET", READ));
        assertError(405, "error_method_not_allowed", call(operator, "POST", PENDING));
    }

    /** Of the server's own pages, too. */
    @Test
    void traceIsNotAllowedAnywhereAndNobodySaysSo() throws Exception {
        for (String path :
                List.of(PROFILE, "", "docs/", "ws/omikron", "openapi", "health", "metrics", "error", "nothing")) {
            String allowed = header(call(OmegaTls.anonymous(), "OPTIONS", path), "Allow");
            assertFalse(allowed.contains("TRACE"), path + " allows " + allowed);
        }
    }

    @Test
    void onlyJsonIsOnOffer() throws Exception {
        HttpRequest request =
                request("GET", PROFILE).header("Accept", "text/html").build();
        assertError(406, "error_not_acceptable", send(OmegaTls.anonymous(), request));
    }

    // Other origins

    @Test
    void certificateWithTooManyRequestsIsToldWhenToComeBackAndOthersAreNot() throws Exception {
        TestAuthority authority = TestAuthority.development(OmegaDeployment.data());
        HttpClient busy = HttpClient.newBuilder()
                .sslContext(OmegaTls.showing(authority.device(ALICE)))
                .build();
        HttpRequest profile = request("GET", PROFILE).build();
        int served = 0;
        HttpResponse<String> refused = busy.send(profile, BodyHandlers.ofString());
        while (refused.statusCode() == 200 && served < 2 * MOST_REQUESTS) { // a slow machine earns some more meanwhile
            served++;
            refused = busy.send(profile, BodyHandlers.ofString());
        }

        assertTrue(served >= MOST_REQUESTS, served + " were served");
        assertError(429, "error_too_many_requests", refused);
        int seconds = Integer.parseInt(header(refused, "Retry-After"));
        assertTrue(seconds >= 1 && seconds <= 13, () -> "Retry-After: " + seconds);
        assertEquals(
                200,
                busy.send(request("GET", "health").build(), BodyHandlers.discarding())
                        .statusCode());
        assertEquals(
                200,
                call(OmegaTls.showing(authority.device(ALICE)), "GET", PROFILE).statusCode());
        assertEquals(200, call(OmegaTls.anonymous(), "GET", PROFILE).statusCode());
    }

    @Test
    void pagesOfAnyOriginMayReadWithoutCredentials() throws Exception {
        HttpRequest request =
                request("GET", PROFILE).header("Origin", "https://app.example").build();
        HttpResponse<String> response = send(OmegaTls.anonymous(), request);
        assertEquals("*", header(response, "Access-Control-Allow-Origin"));
        assertEquals("", header(response, "Access-Control-Allow-Credentials"));
        assertEquals(
                "*",
                header(call(OmegaTls.anonymous(), "GET", "api/get/user/0"), "Access-Control-Allow-Origin"),
                "errors can be read, too");
    }

    @Test
    void preflightAllowsReadingOnly() throws Exception {
        HttpRequest request = request("OPTIONS", READ)
                .header("Origin", "https://app.example")
                .header("Access-Control-Request-Method", "DELETE")
                .build();
        HttpResponse<String> response = send(OmegaTls.anonymous(), request);
        assertEquals(204, response.statusCode());
        assertEquals("GET, HEAD", header(response, "Access-Control-Allow-Methods"));
        assertEquals("", header(call(OmegaTls.demo("operator"), "DELETE", READ), "Access-Control-Allow-Origin"));
    }

    // Beside the API

    // Callers that do not behave

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("net.tensamin.omega.http.HttpsSiege#handshakes")
    void onlyModernTlsIsSpoken(String what, String gets, List<String> offer) throws Exception {
        requireOpenssl();
        assertEquals(gets, HttpsSiege.handshake(offer));
    }

    @Test
    void aClientMayNotRenegotiate() throws Exception {
        requireOpenssl();
        String said = HttpsSiege.openssl(List.of("-tls1_2"), "R\n");
        assertTrue(said.contains("RENEGOTIATING"), said);
        assertFalse(said.substring(said.indexOf("RENEGOTIATING")).contains("verify return"), said);
    }

    private static void requireOpenssl() {
        boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> new File(directory, "openssl").canExecute());
        if (!there) {
            System.getLogger("HttpsApiIT").log(Level.WARNING, "openssl is not installed: TLS IS NOT TESTED");
        }
        assumeTrue(there, "openssl is not installed: not tested");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("net.tensamin.omega.http.HttpsSiege#requests")
    void brokenRequestsLearnNothing(String what, String gets, String request) throws Exception {
        String answer = HttpsSiege.answer(request);
        assertEquals(gets, HttpsSiege.summary(answer));
        assertFalse(
                answer.matches("(?is).*(server:|x-powered-by|payara|glassfish|grizzly|exception|<html|\\sat ).*"),
                answer);
    }

    @Test
    void aRequestThatShouldHaveBeenALinkIsToldSoAndTheAnswerEnds() throws Exception {
        try (RawClient client = RawClient.tls(OmegaTls.anonymous())) {
            client.tls().setSoTimeout(15_000); // a connection that is kept ends after half a minute
            client.send("GET /ws/omikron HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertEquals(426, client.status());
            assertTrue(client.ends());
        }
    }

    @Test
    void everyAnswerOfAnApplicationSaysHttpsOnlyAndNoSniffing() throws Exception {
        for (String path : List.of(
                PROFILE,
                PENDING,
                "nothing",
                "error",
                "WEB-INF/web.xml",
                "health",
                "health/ready",
                "metrics",
                "openapi",
                "ws/omikron",
                ".well-known/est/cacerts",
                "api/get/user/x")) {
            HttpResponse<String> response = call(OmegaTls.anonymous(), "GET", path);
            assertEquals("max-age=31536000", header(response, "Strict-Transport-Security"), path);
            assertEquals("nosniff", header(response, "X-Content-Type-Options"), path);
            assertEquals("", header(response, "Server") + header(response, "X-Powered-By"), path);
        }
    }

    @Test
    void healthAndMetricsAnswerBesideTheApi() throws Exception {
        assertEquals(200, call(OmegaTls.anonymous(), "GET", "health").statusCode());
        for (String kind : List.of("live", "ready", "started")) {
            JsonObject health =
                    json(call(OmegaTls.anonymous(), "GET", "health/" + kind).body());
            assertEquals("UP", health.getString("status"), health::toString);
            for (JsonValue check : health.getJsonArray("checks")) {
                String reason = check.asJsonObject().getJsonObject("data").getString("reason");
                assertFalse(reason.isBlank(), health::toString);
            }
        }
        for (String page : List.of("metrics", "metrics?scope=base", "metrics/", "metrics/base")) {
            assertError(401, "error_not_authenticated", call(OmegaTls.anonymous(), "GET", page));
            assertError(403, "error_forbidden", call(OmegaTls.demo("user-42"), "GET", page));
        }
        for (String page : List.of("metrics", "metrics?scope=base")) {
            HttpResponse<String> response = call(OmegaTls.demo("operator"), "GET", page);
            assertEquals(200, response.statusCode(), page);
            assertTrue(response.body().contains("memory_usedHeap_bytes"), page);
        }
        String page = call(OmegaTls.demo("operator"), "GET", "metrics").body();
        for (String sample : List.of("omega_database_connections_in_use", "omega_database_waiting")) {
            assertTrue(
                    Pattern.compile("^" + sample + " \\d+", Pattern.MULTILINE)
                            .matcher(page)
                            .find(),
                    sample);
        }
    }

    // Pages

    @Test
    void browserIsSentOnWithoutBeingToldAHost() throws Exception {
        String answer = HttpsSiege.answer("GET /docs HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 302 "), answer);
        assertTrue(answer.contains("\r\nLocation: /docs/\r\n"), answer);
        assertFalse(answer.contains("elsewhere"), answer);
    }

    @Test
    void documentsAreServedToBrowsers() throws Exception {
        Map<String, String> documents = Map.of(
                "docs/", "text/html",
                "docs/links.html", "text/html",
                "docs/openapi.js", "text/javascript",
                "docs/js-yaml.min.js", "text/javascript",
                "docs/swagger-ui-bundle.js", "text/javascript",
                "docs/swagger-ui.css", "text/css",
                "docs/asyncapi.yaml", "application/yaml");
        for (Map.Entry<String, String> document : documents.entrySet()) {
            HttpResponse<String> response = call(OmegaTls.anonymous(), "GET", document.getKey());
            assertEquals(200, response.statusCode(), document.getKey());
            assertTrue(header(response, "Content-Type").startsWith(document.getValue()), document.getKey());
            assertTrue(header(response, "Content-Security-Policy").contains("default-src 'self'"));
        }
        assertEquals(
                Files.readString(Path.of("src/main/webapp/docs/asyncapi.yaml")),
                call(OmegaTls.anonymous(), "GET", "docs/asyncapi.yaml").body());
    }

    @Test
    void aDocumentThatDidNotChangeIsNotSentAgain() throws Exception {
        String tag = header(call(OmegaTls.anonymous(), "GET", "docs/asyncapi.yaml"), "ETag");
        HttpRequest again = request("GET", "docs/asyncapi.yaml")
                .header("If-None-Match", tag)
                .build();

        HttpResponse<String> response = send(OmegaTls.anonymous(), again);

        assertEquals(304, response.statusCode());
        assertEquals("", response.body());
    }

    @Test
    void nothingElseIsServedFromTheWar() throws Exception {
        for (String path : List.of(
                "docs/nothing.html", "docs/../WEB-INF/web.xml", "docs/..%2fWEB-INF/web.xml", "docs/../index.html")) {
            assertError(404, "error_not_found", call(OmegaTls.anonymous(), "GET", path));
        }
    }

    /** Payara's own writer is not asked: what it adds, no generator takes. */
    @Test
    void theDescriptionIsTheOneThatTheBuildWroteWhereverItIsAskedFor() throws Exception {
        String written = ApiDescriptions.json();
        for (String path : List.of("docs/openapi.json", "openapi?format=JSON&anything=else")) {
            HttpResponse<String> json = call(OmegaTls.anonymous(), "GET", path);
            assertEquals(written, json.body(), path);
            assertTrue(header(json, "Content-Type").startsWith("application/json"), header(json, "Content-Type"));
        }
        HttpRequest accepting =
                request("GET", "openapi").header("Accept", "application/json").build();
        assertEquals(written, send(OmegaTls.anonymous(), accepting).body());

        HttpResponse<String> yaml = call(OmegaTls.anonymous(), "GET", "openapi");
        assertTrue(yaml.body().startsWith("---\nopenapi:"), yaml.body());
        assertTrue(header(yaml, "Content-Type").startsWith("application/yaml"), header(yaml, "Content-Type"));
        assertEquals(yaml.body(), call(OmegaTls.anonymous(), "GET", "openapi/").body());
        assertEquals(
                yaml.body(),
                call(OmegaTls.anonymous(), "GET", "docs/openapi.yaml").body());

        HttpResponse<String> head = call(OmegaTls.anonymous(), "HEAD", "openapi");
        assertEquals(header(yaml, "ETag"), header(head, "ETag"));
        assertEquals("", head.body());
        HttpRequest again = request("GET", "openapi")
                .header("If-None-Match", header(yaml, "ETag"))
                .build();
        assertEquals(304, send(OmegaTls.anonymous(), again).statusCode());
    }

    @Test
    void descriptionMatchesTheCalls() throws Exception {
        JsonObject schemas =
                json(ApiDescriptions.json()).getJsonObject("components").getJsonObject("schemas");
        notice(BOB);

        assertAll(
                () -> assertDescribed(schemas, "UserProfile", call(OmegaTls.anonymous(), "GET", PROFILE)),
                () -> assertDescribed(schemas, "PendingNotifications", call(OmegaTls.demo("user-42"), "GET", PENDING)),
                () -> assertDescribed(
                        schemas, "Trace", call(OmegaTls.demo("operator"), "GET", "api/operations/trace/42")),
                () -> assertDescribed(
                        schemas, "Operators", call(OmegaTls.demo("operator"), "GET", "api/operations/operators")),
                () -> assertDescribed(
                        schemas, "Operator", call(OmegaTls.demo("operator"), "GET", "api/operations/operators/demo")),
                () -> assertDescribed(schemas, "Audit", call(OmegaTls.demo("operator"), "GET", "api/operations/audit")),
                () -> assertDescribed(schemas, "Success", call(OmegaTls.demo("user-42"), "DELETE", READ)),
                () -> assertDescribed(schemas, "ApiError", call(OmegaTls.anonymous(), "GET", PENDING)));
    }

    private static void assertDescribed(JsonObject schemas, String name, HttpResponse<String> response) {
        JsonObject schema = schemas.getJsonObject(name);
        Set<String> members = json(response.body()).keySet();
        assertTrue(schema.getJsonObject("properties").keySet().containsAll(members), () -> name + " " + members);
        for (JsonValue required : schema.getJsonArray("required")) {
            assertTrue(members.contains(text(required)), () -> name + " lacks " + required);
        }
    }

    private static String text(JsonValue value) {
        return ((JsonString) value).getString();
    }

    // The operations page

    @Test
    void operationsPageIsServedAtTheRoot() throws Exception {
        HttpResponse<String> page = call(OmegaTls.anonymous(), "GET", "");
        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("<title>Omega operations</title>"), page::body);
        for (String file : List.of("", "page/page.css", "page/page.js", "page/uPlot.esm.js", "page/uPlot.min.css")) {
            HttpResponse<String> response = call(OmegaTls.anonymous(), "GET", file);
            String policy = header(response, "Content-Security-Policy");
            assertEquals(200, response.statusCode(), file);
            assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self';"), policy);
            assertFalse(policy.contains("unsafe"), policy);
            assertEquals("same-origin", header(response, "Referrer-Policy"));
        }
        for (String missing : List.of("page/nothing.js", "page/page.map", "index.html", "page/..;/WEB-INF/web.xml")) {
            assertEquals(404, call(OmegaTls.anonymous(), "GET", missing).statusCode(), missing);
        }
    }

    @Test
    void operatorsSeeThisServerLive() throws Exception {
        TestIdentity device = TestAuthority.development(OmegaDeployment.data()).device(ALICE);
        String id = DeviceId.of(device.certificate()).value();
        clear();
        try (LiveEvents live = LiveEvents.open(OmegaTls.demo("operator"), "find=" + id.toUpperCase());
                OmikronClient omikron = OmikronClient.identified()) {
            assertEquals(200, live.status());
            double pushes = pushes(live.await("reading", any -> true));
            assertEquals(List.of(), live.await("sessions", any -> true).getJsonArray("first"));
            try (TauriClient phone = TauriClient.identified(device, ALICE)) {
                JsonObject found = live.await("sessions", sessions -> sessions.getInt("matching") == 1);
                JsonObject session = found.getJsonArray("first").getJsonObject(0);
                assertTrue(found.getInt("total") >= 1, found::toString);
                assertEquals("42", session.getString("user_id"));
                assertEquals(id, session.getString("device_id"));
                assertEquals(-1, session.getInt("round_trip_ms"), "not pinged yet");

                omikron.notice(BOB, ALICE);

                live.await("reading", reading -> pushes(reading) == pushes + 1);
                JsonObject behind = live.await("sessions", any -> true)
                        .getJsonArray("first")
                        .getJsonObject(0);
                assertTrue(behind.getInt("lag") >= 1, behind::toString);
                JsonObject reading = live.await("reading", any -> true);
                assertEquals(1, reading.getJsonArray("nodes").size());
                assertTrue(
                        reading.getJsonArray("links").stream()
                                .anyMatch(link ->
                                        link.asJsonObject().get("omikron").equals(Json.createValue("1"))),
                        reading::toString);
                assertTrue(phone.talk().hear().toString().contains("read_notification"), "of the clear before");
            }
            live.await("sessions", sessions -> sessions.getInt("matching") == 0);
        }
    }

    private static double pushes(JsonObject reading) {
        return reading.getJsonObject("samples")
                .getJsonNumber("omega_tauri_pushes_total")
                .doubleValue();
    }

    @Test
    void whatIsPendingIsCountedForThePage() throws Exception {
        clear();
        notice(BOB);
        try (LiveEvents live = LiveEvents.open(OmegaTls.demo("operator"), "")) {
            live.await(
                    "reading",
                    reading -> reading.get("pending") instanceof JsonObject pending
                            && pending.getInt("pairs") >= 1
                            && pending.getInt("messages") >= 1);
        }
    }

    @Test
    void onlyOperatorsSeeTheLivePage() throws Exception {
        assertError(401, "error_not_authenticated", call(OmegaTls.anonymous(), "GET", LIVE));
        assertError(403, "error_forbidden", call(OmegaTls.demo("user-42"), "GET", LIVE));
        assertEquals(200, call(OmegaTls.demo("operator"), "HEAD", LIVE).statusCode());
        for (String query : List.of("sort=colour", "most=0", "most=501", "most=x", "find=" + "4".repeat(65))) {
            int status =
                    call(OmegaTls.demo("operator"), "GET", LIVE + "?" + query).statusCode();
            assertTrue(status == 400 || status == 404, query); // JAX-RS has 404 for what is no number
        }
    }

    @Test
    void fewMayLookAtOnceAndAPlaceIsFreeAgainWhenOneGoes() throws Exception {
        Deque<LiveEvents> viewers = new ArrayDeque<>();
        try {
            HttpResponse<String> refusal = null;
            while (refusal == null) {
                LiveEvents one = LiveEvents.open(OmegaTls.demo("operator"), "");
                viewers.push(one);
                if (one.status() != 200) {
                    refusal = call(OmegaTls.demo("operator"), "GET", LIVE);
                } else {
                    one.await("reading", any -> true);
                }
                assertTrue(viewers.size() <= 17);
            }
            assertError(429, "error_too_many_requests", refusal);
            assertFalse(header(refusal, "Retry-After").isEmpty());
        } finally {
            viewers.forEach(LiveEvents::close);
        }
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            try (LiveEvents again = LiveEvents.open(OmegaTls.demo("operator"), "")) {
                assertEquals(200, again.status());
            }
        });
    }

    /** A browser sends the operator's certificate whoever's page has it call. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Origin, https://evil.example",
        "Origin, null"
    })
    void pagesOfOtherSitesCannotUseTheOperatorsCertificate(String header, String value) throws Exception {
        for (String call : List.of("POST api/operations/drain", "DELETE " + READ, "GET " + LIVE)) {
            String[] methodAndPath = call.split(" ");
            HttpRequest request = request(methodAndPath[0], methodAndPath[1])
                    .header(header, value)
                    .build();
            assertError(403, "error_forbidden", send(OmegaTls.demo("operator"), request));
        }
        String state =
                call(OmegaTls.demo("operator"), "GET", "api/operations/drain").body();
        assertTrue(state.contains("serving"), state);
    }

    /** Whatever trick a path is written with, what is refused as it stands is refused. Each trick has callers of its own, for their limits. */
    @Test
    @Timeout(300)
    void pathsThatLookLikeOthersOpenNothing() throws Exception {
        TestAuthority authority = TestAuthority.development(OmegaDeployment.data());
        List<String> opened = new ArrayList<>();
        for (PathTricks.Call call : PathTricks.calls().toList()) {
            TestIdentity operator = authority.operator("tricks");
            TestIdentity stranger = authority.device(BOB);
            opened.addAll(opened(call, "nobody", OmegaTls.anonymous()));
            opened.addAll(opened(call, "another user", OmegaTls.showing(stranger)));
            opened.addAll(
                    opened(call, "another site's page", OmegaTls.showing(operator), "Sec-Fetch-Site: cross-site"));
        }
        assertEquals(List.of(), opened);
        assertTrue(PathTricks.calls().count() > 10, "calls were found");
    }

    private static List<String> opened(PathTricks.Call call, String who, SSLContext caller, String... headers)
            throws Exception {
        int plain = PathTricks.status(caller, call, "/" + call.path(), headers);
        List<String> opened = new ArrayList<>();
        if (headers.length > 0 && (call.isOfOperations() || !call.reads()) && plain != 403) {
            opened.add(who + ", " + call + ": " + plain);
        }
        for (Map.Entry<String, String> trick : PathTricks.written(call.path()).entrySet()) {
            int status = PathTricks.status(caller, call, trick.getValue(), headers);
            if (status != plain && !REFUSED.contains(status)) {
                opened.add(who + ", " + call + ", " + trick.getKey() + ": " + status + " and not " + plain);
            }
        }
        return opened;
    }

    @Test
    void whatIsAnsweredIsKeptByNoCache() throws Exception {
        for (String path : List.of(PROFILE, PENDING, "api/operations/trace/42", "metrics", "nothing")) {
            for (SSLContext caller : List.of(OmegaTls.anonymous(), OmegaTls.demo("operator"))) {
                assertEquals("no-store", header(call(caller, "GET", path), "Cache-Control"), path);
            }
        }
    }

    /** What came with them does not matter (RFC 9110 §9.3.1, §9.3.5). */
    @Test
    void readsAndDeletesWithABodyAreServed() throws Exception {
        SSLContext alice = OmegaTls.demo("user-42");
        for (String call : List.of("GET " + PENDING, "DELETE " + READ)) {
            String[] methodAndPath = call.split(" ");
            HttpRequest request = HttpRequest.newBuilder(OmegaDeployment.https().resolve(methodAndPath[1]))
                    .method(methodAndPath[0], BodyPublishers.ofString("{}"))
                    .header("Content-Type", "application/json")
                    .build();
            assertEquals(200, send(alice, request).statusCode(), call);
        }
    }

    @Test
    void inTheDemoRunThePageOfTheLogNeedsNoCertificate() throws Exception {
        String drain = "api/operations/drain";
        String cookie = cookieOf(pageOfTheLog());
        assertTrue(cookie.endsWith("; Path=/api/operations; Secure; HttpOnly; SameSite=Strict"), cookie);
        assertEquals(200, ofPage(cookie, "GET", drain).statusCode());
        assertError(401, "error_not_authenticated", ofPage(cookie, "GET", PENDING));
        assertError(401, "error_not_authenticated", ofPage(cookie, "GET", "api/get/notifications/42"));
        assertError(
                403,
                "error_forbidden",
                send(
                        OmegaTls.demo("user-42"),
                        request("GET", drain).header("Cookie", cookie).build()));
    }

    /** As a proxy on this machine may make it. */
    @Test
    void withoutTheTokenOfTheLogNoHeadersOpenIt() throws Exception {
        HttpRequest asIfHere = request("GET", "api/operations/drain")
                .header("Sec-Fetch-Site", "same-origin")
                .header("Origin", "https://localhost")
                .header("Referer", OmegaDeployment.https().toString())
                .header("Cookie", "omega-demo=00000000000000000000000000000000")
                .build();
        assertError(401, "error_not_authenticated", send(OmegaTls.anonymous(), asIfHere));
        assertEquals("", header(call(OmegaTls.anonymous(), "GET", "?demo=0000"), "Set-Cookie"));
    }

    private static String pageOfTheLog() throws IOException {
        Path file = OmegaDeployment.data().resolve("demo/operations-page.txt");
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(file));
        return Files.readString(file).strip();
    }

    private static String cookieOf(String page) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(page)).build();
        HttpResponse<String> response = send(OmegaTls.anonymous(), request);
        assertEquals(302, response.statusCode());
        assertEquals(OmegaDeployment.https().getPath(), header(response, "Location"));
        return header(response, "Set-Cookie");
    }

    private static HttpResponse<String> ofPage(String cookie, String method, String path) throws Exception {
        HttpRequest request = request(method, path)
                .header("Sec-Fetch-Site", "same-origin")
                .header("Cookie", cookie.substring(0, cookie.indexOf(';')))
                .build();
        return send(OmegaTls.anonymous(), request);
    }

    // What the tests are written in

    private static void notice(long... sendersToAlice) throws Exception {
        try (OmikronClient omikron = OmikronClient.identified()) {
            for (long sender : sendersToAlice) {
                omikron.notice(sender, ALICE);
            }
        }
    }

    private static void clear() throws Exception {
        for (long sender : List.of(ALICE, BOB)) {
            assertSuccess(call(OmegaTls.demo("user-42"), "DELETE", "api/delete/notifications/42/" + sender));
        }
    }

    private static String shownStatus() throws Exception {
        return json(call(OmegaTls.anonymous(), "GET", PROFILE).body()).getString("online_status");
    }

    private static List<String> pending(SSLContext caller) throws Exception {
        HttpResponse<String> response = call(caller, "GET", PENDING);
        JsonObject body = json(response.body());
        assertEquals(200, response.statusCode(), response::body);
        assertEquals("success", body.getString("status"));
        assertEquals(Set.of("status", "revision", "notifications"), body.keySet());
        JsonArray notifications = body.getJsonArray("notifications");
        return notifications.stream()
                .map(JsonValue::asJsonObject)
                .map(pair -> pair.getJsonNumber("sender_id") + ": " + pair.getJsonNumber("amount"))
                .toList();
    }

    private static List<HttpResponse<String>> onNotifications(SSLContext caller) throws Exception {
        return List.of(call(caller, "GET", PENDING), call(caller, "DELETE", READ));
    }

    private static void assertSuccess(HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), response::body);
        assertEquals(json("{\"status\": \"success\"}"), json(response.body()));
    }

    private static void assertError(int status, String name, HttpResponse<String> response) {
        String called = response.request().method() + " " + response.uri();
        assertEquals(status, response.statusCode(), called);
        assertTrue(header(response, "Content-Type").startsWith("application/json"), called);
        JsonObject body = json(response.body());
        assertEquals(Set.of("status", "message"), body.keySet(), called);
        assertEquals(name, body.getString("status"), called);
        assertFalse(body.getString("message").isBlank(), called);
    }

    private static HttpResponse<String> call(SSLContext caller, String method, String path) throws Exception {
        return send(caller, request(method, path).build());
    }

    private static HttpRequest.Builder request(String method, String path) {
        return HttpRequest.newBuilder(OmegaDeployment.https().resolve(path)).method(method, BodyPublishers.noBody());
    }

    private static HttpResponse<String> send(SSLContext caller, HttpRequest request) throws Exception {
        return HttpClient.newBuilder().sslContext(caller).build().send(request, BodyHandlers.ofString());
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
