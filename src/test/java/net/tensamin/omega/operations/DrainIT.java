package net.tensamin.omega.operations;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import net.tensamin.omega.description.GeneratedClient;
import net.tensamin.omega.testing.Health;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaProcess;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.QuicheClient;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An operator takes a server out of service (SPEC §3, code 100); for the signal that stops it, see {@code RestartIT}. */
@Timeout(600)
class DrainIT {
    private static final long ALICE = 42;
    private static final int GOING_AWAY = 1001; // RFC 6455 §7.4.1
    private static final long CONNECTION_REFUSED = 0x2; // RFC 9000 §20.1
    private static final long WINDOW_MILLIS = 4_000;

    @BeforeEach
    void clear() {
        OmegaDeployment.clear();
    }

    @Test
    void anOperatorTakesTheServerOutOfService() throws Exception {
        try (TraceCollector collector = new TraceCollector();
                OmegaProcess omega = OmegaProcess.start(config(collector));
                TauriClient phone = device();
                TauriClient desktop = device();
                OmikronClient omikron = OmikronClient.identified()) {
            for (String method : List.of("GET", "POST")) {
                assertEquals(401, drain(OmegaTls.anonymous(), method).statusCode());
                assertEquals(403, drain(OmegaTls.demo("user-42"), method).statusCode());
            }
            JsonObject before = json(drain(OmegaTls.demo("operator"), "GET").body());
            assertEquals(
                    "{\"status\":\"success\",\"state\":\"serving\",\"remaining_ms\":4000,\"devices\":2,\"omikrons\":1}",
                    before.toString());

            omikron.notice(7, ALICE);
            await().atMost(Duration.ofSeconds(20)).until(() -> collector.sawNamed("notice", "push"));

            CompletableFuture<HttpResponse<String>> wait = waiting();
            HttpResponse<String> begun = drain(OmegaTls.demo("operator"), "POST");

            assertEquals(200, begun.statusCode());
            assertTrue(json(begun.body()).getInt("remaining_ms") <= WINDOW_MILLIS, begun::body);
            assertSentAway(wait);
            assertSentAway(phone);
            assertSentAway(desktop);
            assertEquals(GOING_AWAY, omikron.closeCode());
            assertEquals(503, omega.readiness());
            assertEquals(
                    "DOWN is being taken out of service",
                    Health.of("ready").checks().get("drain"));
            assertEquals(503, asBalancersOfQuicAsk());
            assertEquals(200, Health.of("live").httpStatus());
            assertRefused(authority().device(ALICE));
            assertEquals(GOING_AWAY, OmikronClient.connect().closeCode());
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> json(drain(OmegaTls.demo("operator"), "POST").body())
                            .getString("state")
                            .equals("drained"));
            GeneratedClient.callsEveryOperation(); // HTTPS answers on
        }
    }

    private static Map<String, String> config(TraceCollector collector) {
        return Map.of(
                "omega.drain.window",
                "PT4S",
                "omega.tracing",
                "true",
                "otel.sdk.disabled",
                "false",
                "otel.bsp.schedule.delay",
                "200",
                "otel.exporter.otlp.protocol",
                "http/protobuf",
                "otel.exporter.otlp.endpoint",
                collector.endpoint().toString());
    }

    private static TestAuthority authority() {
        return TestAuthority.development(OmegaDeployment.data());
    }

    private static TauriClient device() {
        return TauriClient.identified(authority().device(ALICE), ALICE);
    }

    /** A device that waits over HTTPS, as the server's metrics show by the time that this returns. */
    private static CompletableFuture<HttpResponse<String>> waiting() throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(OmegaTls.showing(authority().device(ALICE)))
                .build();
        HttpRequest.Builder pending =
                HttpRequest.newBuilder(OmegaDeployment.https().resolve("api/get/notifications/" + ALICE));
        String tag = client.send(pending.build(), BodyHandlers.ofString())
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        CompletableFuture<HttpResponse<String>> wait = client.sendAsync(
                pending.headers("If-None-Match", tag, "Prefer", "wait=60").build(), BodyHandlers.ofString());
        await().atMost(Duration.ofSeconds(20)).until(() -> metrics().contains("\nomega_longpoll_waits 1"));
        return wait;
    }

    private static String metrics() throws Exception {
        return HttpClient.newBuilder()
                .sslContext(OmegaTls.demo("operator"))
                .build()
                .send(
                        HttpRequest.newBuilder(OmegaDeployment.https().resolve("metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private static void assertSentAway(CompletableFuture<HttpResponse<String>> wait) {
        HttpResponse<String> answer = wait.join();
        assertEquals(503, answer.statusCode());
        long seconds = answer.headers().firstValueAsLong("Retry-After").orElseThrow();
        assertTrue(seconds >= 1 && seconds * 1_000 <= WINDOW_MILLIS, answer::toString);
    }

    private static void assertSentAway(TauriClient device) {
        QuicheClient.Close close = device.awaitClose();
        assertTrue(close.application(), close::toString);
        assertEquals(100, close.error(), close::toString);
        long millis = Long.parseLong(close.reason().substring("retry-after-ms=".length()));
        assertTrue(millis >= 0 && millis < WINDOW_MILLIS, close::toString);
    }

    private static void assertRefused(TestIdentity device) {
        InetSocketAddress server = new InetSocketAddress("127.0.0.1", OmegaDeployment.quicPort());
        try (QuicheClient late = QuicheClient.connect(server, authority().certificate(), device)) {
            assertEquals(CONNECTION_REFUSED, late.awaitClose().error());
        }
    }

    private static int asBalancersOfQuicAsk() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(OmegaDeployment.https().resolve("ready/quic"))
                .build();
        return HttpClient.newBuilder()
                .sslContext(OmegaTls.anonymous())
                .build()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    private static HttpResponse<String> drain(SSLContext caller, String method) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(OmegaDeployment.https().resolve("api/operations/drain"))
                .method(method, BodyPublishers.noBody())
                .build();
        return HttpClient.newBuilder().sslContext(caller).build().send(request, BodyHandlers.ofString());
    }

    private static JsonObject json(String body) {
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            return reader.readObject();
        }
    }
}
