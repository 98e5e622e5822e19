package net.tensamin.omega.enrolment;

import static net.tensamin.omega.enrolment.Calls.ALICE;
import static net.tensamin.omega.enrolment.Calls.BOB;
import static net.tensamin.omega.enrolment.Calls.DEVICES;
import static net.tensamin.omega.enrolment.Calls.EST;
import static net.tensamin.omega.enrolment.Calls.alert;
import static net.tensamin.omega.enrolment.Calls.authority;
import static net.tensamin.omega.enrolment.Calls.code;
import static net.tensamin.omega.enrolment.Calls.enrol;
import static net.tensamin.omega.enrolment.Calls.enrolled;
import static net.tensamin.omega.enrolment.Calls.est;
import static net.tensamin.omega.enrolment.Calls.header;
import static net.tensamin.omega.enrolment.Calls.json;
import static net.tensamin.omega.enrolment.Calls.listed;
import static net.tensamin.omega.enrolment.Calls.notifications;
import static net.tensamin.omega.enrolment.Calls.only;
import static net.tensamin.omega.enrolment.Calls.post;
import static net.tensamin.omega.enrolment.Calls.renewal;
import static net.tensamin.omega.enrolment.Calls.renewed;
import static net.tensamin.omega.enrolment.Calls.request;
import static net.tensamin.omega.enrolment.Calls.revoke;
import static net.tensamin.omega.enrolment.Calls.said;
import static net.tensamin.omega.enrolment.Calls.send;
import static net.tensamin.omega.enrolment.Calls.shape;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.QuicheClient;
import net.tensamin.omega.testing.Shell;
import net.tensamin.omega.testing.SitePage;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SPEC §7 with the clients people have: curl, openssl and the command line; and what impostors get. */
@ArquillianTest
@Timeout(180)
class EnrolmentIT {
    private static final int REVOKED = 44; // RFC 8446 §6

    @TempDir
    Path directory;

    @Deployment(testable = false)
    static WebArchive omega() {
        return OmegaDeployment.war(Map.of("omega.enrolment.guesses", "1000/PT1M"));
    }

    @Test
    void whatTheReadmeSaysEnrolsAndRenewsADeviceWithCurlAndOpenssl() throws Exception {
        assumeTrue(
                installed("openssl", "version") && installed("curl", "--version"),
                "openssl and curl are not both installed: not tested");
        List<String> scripts = new SitePage("enrolment.md").scripts();

        Shell.run(directory, scripts.get(0));
        TestIdentity phone = TestIdentity.read(directory.resolve("phone.pem"), directory.resolve("phone.key"));
        try (TauriClient listening = TauriClient.identified(phone, ALICE)) {
            assertFalse(listening.closedByServer());
        }
        assertEquals("phone", only(phone).getString("name"));

        Shell.run(directory, scripts.get(1));
        TestIdentity renewed = TestIdentity.read(directory.resolve("phone.pem"), directory.resolve("phone.key"));
        assertNotEquals(phone.certificate(), renewed.certificate());
        assertEquals(
                phone.certificate().getSubjectX500Principal(),
                renewed.certificate().getSubjectX500Principal());
        assertEquals(
                renewed.certificate().getSerialNumber().toString(16),
                only(renewed).getString("serial"));
        assertEquals(2, scripts.size());
    }

    @Test
    void aRevokedDeviceLosesItsSessionAndIsLetInNoMore() throws Exception {
        TestIdentity phone = enrolled(ALICE);
        TestIdentity renewed = renewed(phone);
        TestIdentity desktop = enrolled(ALICE);
        try (TauriClient listening = TauriClient.identified(phone, ALICE);
                TauriClient other = TauriClient.identified(desktop, ALICE);
                TauriClient unidentified = TauriClient.connect(renewed)) {
            assertEquals(200, revoke(ALICE, phone).statusCode());
            Instant revoked = Instant.now();

            for (TauriClient one : List.of(listening, unidentified)) {
                QuicheClient.Close close = one.awaitClose();
                assertTrue(close.application(), close::toString);
                assertEquals(200, close.error(), close::toString);
            }
            assertFalse(other.closedByServer());
            assertFalse(Instant.parse(only(phone).getString("revoked")).isAfter(revoked));
        }
        for (TestIdentity any : List.of(phone, renewed)) {
            assertEquals(Optional.of(REVOKED), alert(any));
            assertEquals("401 error_not_authenticated", notifications(OmegaTls.showing(any)));
            assertEquals("401", renewal(OmegaTls.showing(any), any.certificate()));
        }
        assertEquals("200 success", notifications(OmegaTls.showing(desktop)));
        assertEquals(200, revoke(ALICE, phone).statusCode(), "again changes nothing");
    }

    @Test
    void aDeviceThatWasNotEnrolledHereIsRevokedToo() throws Exception {
        TestIdentity foreign = TestAuthority.development(OmegaDeployment.data()).device(ALICE);
        try (TauriClient listening = TauriClient.identified(foreign, ALICE)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> listed(foreign).isPresent());
            assertEquals(200, revoke(ALICE, foreign).statusCode());
            assertEquals(200, listening.awaitClose().error());
        }
        assertEquals(Optional.of(REVOKED), alert(foreign));
    }

    @Test
    void aRenewedDeviceGoesOnWhereItWas() throws Exception {
        TestIdentity phone = enrolled(BOB);
        try (OmikronClient omikron = OmikronClient.identified()) {
            omikron.notice(ALICE, BOB);
            try (TauriClient listening = TauriClient.identified(phone, BOB)) {
                assertEquals("push_notification", listening.talk().hear().getString("type"));
            }
            omikron.read(BOB, ALICE);
        }
        try (TauriClient first = TauriClient.identified(phone, BOB);
                TauriClient second = TauriClient.identified(renewed(phone), BOB)) {
            QuicheClient.Close close = first.awaitClose();
            assertEquals(102, close.error(), "the same device: " + close);
            assertFalse(second.closedByServer());
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> only(phone).containsKey("last_seen"));
    }

    @Test
    void aServerCertificateThatIsReplacedIsUsedWithoutAStart() throws Exception {
        Path file = OmegaDeployment.data().resolve("pki/server.p12");
        Path original = Files.copy(file, directory.resolve("server.p12"));
        TestAuthority others = TestAuthority.named("Others");
        TestIdentity phone = authority().device(ALICE);
        TestIdentity server = others.server();
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            char[] password = "development".toCharArray();
            keys.setKeyEntry("omega", server.key(), password, new Certificate[] {server.certificate()});
            try (OutputStream out = Files.newOutputStream(file)) {
                keys.store(out, password);
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> connects(phone, others));
            assertEquals(server.certificate(), overHttps());
        } finally {
            Files.copy(original, file, StandardCopyOption.REPLACE_EXISTING);
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> connects(phone, authority()));
        assertEquals("200 success", notifications(OmegaTls.showing(phone)));
    }

    /** The certificate that HTTPS shows to new connections. */
    private static Certificate overHttps() throws Exception {
        List<Certificate> shown = new ArrayList<>();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Witness(shown)}, null);
        try (Socket socket = context.getSocketFactory()
                .createSocket("localhost", OmegaDeployment.https().getPort())) {
            ((SSLSocket) socket).startHandshake();
        }
        return shown.get(0);
    }

    /** Trusts anyone, and remembers whom. */
    private record Witness(List<Certificate> shown) implements X509TrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            shown.addAll(List.of(chain));
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new AssertionError("is no server");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static boolean connects(TestIdentity device, TestAuthority servers) {
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", OmegaDeployment.quicPort());
        try (QuicheClient client = QuicheClient.connect(address, servers.certificate(), device)) {
            return client.connected();
        }
    }

    @Test
    void theCommandLineEnrolsListensRenewsListsAndRevokes() throws Exception {
        Path certificate = directory.resolve("laptop.pem");
        String code = cli("device", "code", "--user", "42", "--name", "laptop")
                .lines()
                .findFirst()
                .orElseThrow();
        cli("device", "enrol", "--user", "42", "--code", code, "--cert", certificate.toString());
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("laptop.key"))));
        TestIdentity laptop = TestIdentity.read(certificate, directory.resolve("laptop.key"));
        String id = listed(laptop).orElseThrow().getString("device_id");

        assertTrue(cliFails(5, "device", "enrol", "--user", "42", "--code", code, "--cert", certificate + ".2")
                .contains("Omega answered 401: The code is wrong, was used, or has expired."));
        cli("device", "renew", "--cert", certificate.toString());
        assertNotEquals(
                laptop.certificate(),
                TestIdentity.read(certificate, directory.resolve("laptop.key")).certificate());
        assertTrue(cli("device", "list", "--user", "42").contains(id + " \"laptop\", enrolled "));
        cliFails(5, "device", "revoke", "--user", "7", "--device", id);

        Path shown = directory.resolve("listen.log");
        Process listening = start(shown, listen(certificate));
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !listening.isAlive() || Files.readString(shown).contains("listening"));
            cli("device", "revoke", "--user", "42", "--device", id);
            assertTrue(listening.waitFor(60, TimeUnit.SECONDS));
            assertEquals(7, listening.exitValue(), () -> "for good: " + shown);
            assertTrue(Files.readString(shown).contains("200: this device is revoked"), () -> "in " + shown);
        } finally {
            listening.destroyForcibly();
        }
        assertEquals(4, run(directory.resolve("again.log"), listen(certificate)));
        assertTrue(Files.readString(directory.resolve("again.log")).contains("certificate_revoked"));
    }

    @Test
    void whatOperatorsAskWronglyIsAnError() throws Exception {
        SSLContext operator = OmegaTls.demo("operator");
        for (String body : List.of(
                "",
                "{}",
                "[]",
                "nonsense",
                "{\"user_id\":0}",
                "{\"user_id\":\"x\"}",
                "{\"user_id\":1.5}",
                "{\"user_id\":42,\"name\":7}",
                "{\"user_id\":42,\"name\":\"a\\nb\"}",
                "{\"user_id\":42,\"name\":\"" + "n".repeat(101) + "\"}")) {
            assertEquals(
                    "400 error_bad_request", said(post(operator, DEVICES + "codes", "application/json", body)), body);
        }
        assertEquals("404 error_not_found", said(code(operator, 999_999)));
        assertEquals("415 error_unsupported_media_type", said(post(operator, DEVICES + "codes", "text/plain", "{}")));
        assertEquals("404 error_not_found", said(send(operator, request(DEVICES + "999999"))));
        assertEquals("400 error_bad_request", said(send(operator, request(DEVICES + "alice"))));
        for (String id : List.of("0123456789abcdef", "X", "%20")) {
            assertEquals(
                    "404 error_not_found",
                    said(send(operator, request(DEVICES + "42/" + id).DELETE())),
                    id);
        }
    }

    @Test
    void whatOperatorsDoAndWhoIsRefusedIsInTheFileAndInTheTable() throws Exception {
        SSLContext operator = OmegaTls.demo("operator");
        code(operator, 999_998);
        send(operator, request(DEVICES + "999998/0123456789abcdef").DELETE());
        send(OmegaTls.demo("user-42"), request(DEVICES + "999998"));
        send(OmegaTls.anonymous(), request(DEVICES + "999998"));

        List<String> expected = List.of(
                "nobody GET /api/operations/devices/{user_id} user_id=999998 401",
                "urn:tensamin:user:42 GET /api/operations/devices/{user_id} user_id=999998 403",
                "urn:tensamin:operator:demo DELETE /api/operations/devices/{user_id}/{device_id}"
                        + " device_id=0123456789abcdef user_id=999998 404",
                "urn:tensamin:operator:demo POST /api/operations/devices/codes user_id=999998 404");
        JsonObject answer = json(send(operator, request("api/operations/audit?find=user_id%3D999998"))
                .body());
        assertTrue(answer.getBoolean("complete"));
        assertEquals(
                expected,
                answer.getJsonArray("calls").getValuesAs(JsonObject.class).stream()
                        .map(call -> told(call, "http_status"))
                        .toList());
        List<String> written = Files.readAllLines(OmegaDeployment.data().resolve("audit.log")).stream()
                .map(Calls::json)
                .map(call -> told(call, "status"))
                .filter(call -> call.contains("user_id=999998"))
                .toList();
        assertEquals(
                expected,
                written.stream()
                        .sorted(Comparator.comparing(written::lastIndexOf).reversed())
                        .toList());
        assertEquals("400 error_bad_request", said(send(operator, request("api/operations/audit?most=501"))));
    }

    private static String told(JsonObject call, String status) {
        return call.getString("caller", "nobody") + " " + call.getString("action") + " " + call.getString("subject", "")
                + " " + call.getInt(status);
    }

    @Test
    void estAnswersAsTheRfcSays() throws Exception {
        HttpResponse<String> authorities = send(OmegaTls.anonymous(), request(EST + "cacerts"));
        assertEquals("200 application/pkcs7-mime base64", shape(authorities));
        HttpResponse<String> issued =
                enrol(BOB, TestRequest.of(TestAuthority.p256()).body());
        assertEquals("200 application/pkcs7-mime;smime-type=certs-only base64", shape(issued));

        HttpResponse<String> noCode = est(OmegaTls.anonymous(), "simpleenroll", Optional.empty(), new byte[0]);
        assertEquals("401", "" + noCode.statusCode());
        assertTrue(header(noCode, "WWW-Authenticate").startsWith("Basic "));
        assertTrue(header(noCode, "Content-Type").startsWith("text/plain"));
        assertFalse(noCode.body().isBlank());
        HttpResponse<String> garbage = enrol(BOB, TestRequest.text("garbage"));
        assertEquals("400 text/plain", shape(garbage).replaceAll(";.*", ""));
        HttpResponse<String> large = enrol(BOB, new byte[16 * 1024 + 1]);
        assertEquals("413", "" + large.statusCode()); // by whatever stands before the call, in its words
        HttpResponse<String> otherType = send(
                OmegaTls.anonymous(),
                request(EST + "simpleenroll")
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("x")));
        assertEquals(415, otherType.statusCode());
        assertEquals(
                405, send(OmegaTls.anonymous(), request(EST + "simpleenroll")).statusCode());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("net.tensamin.omega.enrolment.Impostors#attacks")
    void anImpostorGetsNothing(String who, String gets, Impostors.Attack attack) throws Exception {
        assertEquals(gets, attack.outcome());
    }

    // Programs

    private static boolean installed(String... program) throws Exception {
        try {
            return new ProcessBuilder(program)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(30, TimeUnit.SECONDS);
        } catch (IOException missing) {
            return false;
        }
    }

    private List<String> listen(Path certificate) {
        return List.of(
                "listen", "--user", "42", "--cert", certificate.toString(), "--port", "" + OmegaDeployment.quicPort());
    }

    private String cli(String... command) throws Exception {
        return cliFails(0, command);
    }

    /** What the command line prints, having ended so. */
    private String cliFails(int exitCode, String... command) throws Exception {
        Path output = directory.resolve("cli.log");
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--url", OmegaDeployment.https().toString()));
        int code = run(output, arguments);
        assertEquals(exitCode, code, Files.readString(output));
        return Files.readString(output);
    }

    private static int run(Path output, List<String> arguments) throws Exception {
        Process process = start(output, arguments);
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertTrue(ended, Files.readString(output));
        return process.exitValue();
    }

    private static Process start(Path output, List<String> arguments) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-jar", System.getProperty("omega.cli")));
        command.addAll(arguments);
        command.addAll(List.of("--data-dir", OmegaDeployment.data().toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }
}
