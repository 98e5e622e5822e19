package net.tensamin.omega.enrolment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.QuicheClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;

/** What tests ask of the server of {@link OmegaDeployment}, over HTTPS. */
final class Calls {
    static final String EST = ".well-known/est/";
    static final String DEVICES = "api/operations/devices/";
    static final long ALICE = 42;
    static final long BOB = 7;

    private Calls() {}

    static SSLContext bob() throws Exception {
        return OmegaTls.showing(authority().device(BOB));
    }

    static TestAuthority authority() {
        return TestAuthority.development(OmegaDeployment.data());
    }

    static String notifications(SSLContext caller) throws Exception {
        try {
            return said(send(caller, request("api/get/notifications/42")));
        } catch (IOException refused) {
            return "no answer";
        }
    }

    static HttpResponse<String> code(SSLContext caller, long user) throws Exception {
        return post(caller, DEVICES + "codes", "application/json", "{\"user_id\":" + user + "}");
    }

    static String newCode(long user) throws Exception {
        return json(code(OmegaTls.demo("operator"), user).body()).getString("code");
    }

    static byte[] anyRequest() throws Exception {
        return TestRequest.of(TestAuthority.p256()).body();
    }

    static String twice(String credentials) throws Exception {
        String first = outcome(est(OmegaTls.anonymous(), "simpleenroll", Optional.of(credentials), anyRequest()));
        String second = outcome(est(OmegaTls.anonymous(), "simpleenroll", Optional.of(credentials), anyRequest()));
        return first + ", then " + second;
    }

    static HttpResponse<String> enrol(long user, byte[] body) throws Exception {
        return est(OmegaTls.anonymous(), "simpleenroll", Optional.of(user + ":" + newCode(user)), body);
    }

    static String enrolledWith(TestRequest request) throws Exception {
        List<?> names = Issued.certificate(enrol(BOB, request.body()).body())
                .getSubjectAlternativeNames()
                .iterator()
                .next();
        return (String) names.get(1);
    }

    static TestIdentity enrolled(long user) throws Exception {
        var keys = TestAuthority.p256();
        HttpResponse<String> issued = enrol(user, TestRequest.of(keys).body());
        assertEquals(200, issued.statusCode(), issued::body);
        return new TestIdentity(keys.getPrivate(), List.of(Issued.certificate(issued.body())));
    }

    static TestIdentity renewed(TestIdentity device) throws Exception {
        var keys = TestAuthority.p256();
        byte[] body = TestRequest.of(keys)
                .subject(device.certificate().getSubjectX500Principal())
                .body();
        HttpResponse<String> issued = est(OmegaTls.showing(device), "simplereenroll", Optional.empty(), body);
        assertEquals(200, issued.statusCode(), issued::body);
        return new TestIdentity(keys.getPrivate(), List.of(Issued.certificate(issued.body())));
    }

    static String renewal(SSLContext caller, X509Certificate as) throws Exception {
        byte[] body = TestRequest.of(TestAuthority.p256())
                .subject(as.getSubjectX500Principal())
                .body();
        return outcome(est(caller, "simplereenroll", Optional.empty(), body));
    }

    static HttpResponse<String> est(SSLContext caller, String operation, Optional<String> credentials, byte[] body)
            throws Exception {
        HttpRequest.Builder request = request(EST + operation)
                .header("Content-Type", "application/pkcs10")
                .POST(BodyPublishers.ofByteArray(body));
        credentials.ifPresent(some ->
                request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(TestRequest.text(some))));
        return send(caller, request);
    }

    static HttpResponse<String> revoke(long user, TestIdentity device) throws Exception {
        return send(
                OmegaTls.demo("operator"),
                request(DEVICES + user + "/" + listed(device).orElseThrow().getString("device_id"))
                        .DELETE());
    }

    static JsonObject only(TestIdentity device) throws Exception {
        return listed(device).orElseThrow();
    }

    /** What operators see of the device. */
    static Optional<JsonObject> listed(TestIdentity device) throws Exception {
        String id = DeviceId.of(device.certificate()).value();
        for (long user : new long[] {ALICE, BOB}) {
            JsonObject answer = json(
                    send(OmegaTls.demo("operator"), request(DEVICES + user)).body());
            for (JsonValue one : answer.getJsonArray("devices")) {
                if (one.asJsonObject().getString("device_id").equals(id)) {
                    return Optional.of(one.asJsonObject());
                }
            }
        }
        return Optional.empty();
    }

    static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(OmegaDeployment.https().resolve("/" + path))
                .timeout(Duration.ofSeconds(60));
    }

    static HttpResponse<String> post(SSLContext caller, String path, String type, String body) throws Exception {
        HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(body));
        if (type != null) {
            request.header("Content-Type", type);
        }
        return send(caller, request);
    }

    static HttpResponse<String> send(SSLContext caller, HttpRequest.Builder request) throws Exception {
        return HttpClient.newBuilder().sslContext(caller).build().send(request.build(), BodyHandlers.ofString());
    }

    /** Status and name of an answer of the API. */
    static String said(HttpResponse<String> response) {
        return response.statusCode() + " " + json(response.body()).getString("status");
    }

    static String outcome(HttpResponse<String> response) {
        return Integer.toString(response.statusCode());
    }

    static String shape(HttpResponse<String> response) {
        return (response.statusCode() + " " + header(response, "Content-Type").replace(" ", "") + " "
                        + header(response, "Content-Transfer-Encoding"))
                .strip();
    }

    static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    /** Why a handshake was refused; empty when it was not by TLS. */
    static Optional<Integer> alert(TestIdentity identity) {
        InetSocketAddress server = new InetSocketAddress("127.0.0.1", OmegaDeployment.quicPort());
        try (QuicheClient client = QuicheClient.connect(server, authority().certificate(), identity)) {
            return client.awaitClose(Duration.ofSeconds(30)).alert();
        }
    }
}
