package net.tensamin.omega;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestAuthority;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole way, notice to push and read to clear, on the WAR as it ships: Omikron, database, QUIC, HTTPS, command line. */
@ArquillianTest
@Timeout(120)
class MainJobIT {
    private static final long ALICE = 42;
    private static final long BOB = 7;
    private static final long ALICES_IOTA = 1001;

    @Deployment(testable = false)
    static WebArchive omega() {
        return OmegaDeployment.war(Map.of("omega.presence.late-offline-window", "PT20S"));
    }

    @Test
    void aNoticeReachesEveryDeviceOfAnOfflineUserAndAReadClearsItOnEach() throws Exception {
        try (TauriClient phone = device();
                TauriClient desktop = device();
                OmikronClient omikron = OmikronClient.identified()) {
            omikron.notice(BOB, ALICE);
            assertHears(phone, "push_notification");
            assertHears(desktop, "push_notification");

            omikron.read(ALICE, BOB);
            assertHears(phone, "read_notification");
            assertHears(desktop, "read_notification");
        }
    }

    @Test
    void aDeviceThatComesLaterIsToldWhatIsPending() throws Exception {
        try (OmikronClient omikron = OmikronClient.identified()) {
            omikron.notice(BOB, ALICE);
            omikron.notice(BOB, ALICE);
            try (TauriClient phone = device()) {
                assertHears(phone, "push_notification");
                JsonObject pending = phone.talk().ask("{'type':'get_notifications'}");
                JsonObject data = pending.getJsonObject("data");
                assertEquals(
                        "[{\"sender_id\":\"7\",\"amount\":2,\"revision\":" + data.getInt("revision") + "}]",
                        data.getJsonArray("notifications").toString());
                clear(phone);
            }
        }
    }

    @Test
    void aReadOnOneDeviceClearsTheOther() throws Exception {
        try (TauriClient phone = device();
                TauriClient desktop = device();
                OmikronClient omikron = OmikronClient.identified()) {
            omikron.notice(BOB, ALICE);
            assertHears(phone, "push_notification");
            assertHears(desktop, "push_notification");
            phone.talk().say("{'type':'read_notification','data':{'sender_id':'7'}}");
            assertHears(desktop, "read_notification");
        }
    }

    @Test
    void anHttpsDeleteClearsTheBadge() throws Exception {
        try (TauriClient phone = device();
                OmikronClient omikron = OmikronClient.identified()) {
            omikron.notice(BOB, ALICE);
            assertHears(phone, "push_notification");
            String pending = https("user-42", HttpRequest.newBuilder(call("get/notifications/42")));
            assertEquals(
                    "{\"status\":\"success\",\"revision\":N,\"notifications\":[{\"sender_id\":7,\"amount\":1,\"revision\":N}]}",
                    pending.replaceAll("\"revision\":[1-9][0-9]*", "\"revision\":N"));
            https(
                    "user-42",
                    HttpRequest.newBuilder(call("delete/notifications/42/7")).DELETE());
            assertHears(phone, "read_notification");
        }
    }

    @Test
    void aUserWhoIsOnlineIsNotPushedUnlessItsIotaIsLost() throws Exception {
        try (TauriClient phone = device();
                OmikronClient omikron = OmikronClient.identified()) {
            omikron.iotaConnected(ALICES_IOTA);
            omikron.userConnected(ALICE);
            omikron.notice(BOB, ALICE);
            assertEquals("[]", pending(phone));

            omikron.iotaDisconnected(ALICES_IOTA);
            assertHears(phone, "push_notification");
            clear(phone);
        }
    }

    @Test
    void presenceEndsWithTheLinkThatReportedIt() throws Exception {
        try (TauriClient phone = device()) {
            try (OmikronClient omikron = OmikronClient.identified()) {
                omikron.iotaConnected(ALICES_IOTA);
                omikron.userConnected(ALICE);
                assertTrue(profile().contains("\"online_status\":\"user_online\""));
            }
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> profile().contains("\"online_status\":\"iota_offline\""));
            try (OmikronClient omikron = OmikronClient.identified()) {
                omikron.notice(BOB, ALICE);
                assertHears(phone, "push_notification");
                clear(phone);
            }
        }
    }

    @Test
    void theCommandLineShowsThePushThatItsOmikronCaused() throws Exception {
        Path shown = Files.createTempFile("listen", ".log");
        Process listening = commandLine(
                shown,
                List.of(
                        "listen",
                        "--user",
                        "7",
                        "--port",
                        "" + OmegaDeployment.quicPort(),
                        "--data-dir",
                        dataDirectory()));
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !listening.isAlive() || Files.readString(shown).contains("listening"));
            assertTrue(listening.isAlive(), () -> read(shown));
            assertEquals(0, omikron("notify", "--from", "42", "--to", "7"));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Files.readString(shown).contains("push_notification from 42"));
            assertEquals(0, omikron("read", "--reader", "7", "--sender", "42"));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Files.readString(shown).contains("read_notification from 42"));
        } finally {
            listening.destroy();
            assertTrue(listening.waitFor(20, TimeUnit.SECONDS));
            Files.delete(shown);
        }
    }

    private static int omikron(String... command) throws IOException, InterruptedException {
        String link =
                "wss" + OmegaDeployment.https().resolve("ws/omikron").toString().substring("https".length());
        List<String> arguments =
                new ArrayList<>(List.of("omikron", "--id", "1", "--url", link, "--data-dir", dataDirectory()));
        arguments.addAll(List.of(command));
        Process process = commandLine(null, arguments);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return process.exitValue();
    }

    /** @param output null for that of this test */
    private static Process commandLine(Path output, List<String> arguments) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-jar", System.getProperty("omega.cli")));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        return (output == null ? builder.inheritIO() : builder.redirectOutput(output.toFile())).start();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String dataDirectory() {
        return OmegaDeployment.data().toString();
    }

    /** A device of Alice's with nothing pending. */
    private static TauriClient device() {
        TestAuthority authority = TestAuthority.development(OmegaDeployment.data());
        return TauriClient.identified(authority.device(ALICE), ALICE);
    }

    private static void assertHears(TauriClient device, String type) {
        JsonObject message = device.talk().hear();
        while (type.equals("push_notification") && message.getString("type").equals("read_notification")) {
            message = device.talk().hear(); // a new device is told of what was read before, too
        }
        assertEquals(type, message.getString("type"));
        assertEquals("" + BOB, message.getJsonObject("data").getString("sender_id"));
    }

    private static void clear(TauriClient device) {
        device.talk().say("{'type':'read_notification','data':{'sender_id':'7'}}");
        await().atMost(Duration.ofSeconds(20)).until(() -> pending(device).equals("[]"));
    }

    /** What is pending; badge changes that come in between are passed over. */
    private static String pending(TauriClient device) {
        JsonObject reply = device.talk().ask("{'type':'get_notifications'}");
        while (!reply.getString("type").equals("get_notifications")) {
            reply = device.talk().hear();
        }
        return reply.getJsonObject("data").getJsonArray("notifications").toString();
    }

    private static URI call(String path) {
        return OmegaDeployment.https().resolve("api/" + path);
    }

    private static String profile() throws Exception {
        return https(null, HttpRequest.newBuilder(call("get/user/42")));
    }

    /** @param identity a certificate of the demo; null for none */
    private static String https(String identity, HttpRequest.Builder request)
            throws GeneralSecurityException, IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(identity == null ? OmegaTls.anonymous() : OmegaTls.demo(identity))
                .build();
        return client.send(request.build(), BodyHandlers.ofString()).body();
    }
}
