package net.tensamin.omega.store;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaProcess;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.QuicheClient;
import net.tensamin.omega.testing.ReferenceClient;
import net.tensamin.omega.testing.Shell;
import net.tensamin.omega.testing.SitePage;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code src/site/operations.md} says of backups, done with what it says to type. */
@Timeout(300)
class BackupIT {
    private static final long ALICE = 42;
    private static final long BOB = 7;
    private static final long LATER = 43;
    private static final int REVOKED = 44; // RFC 8446 §6
    private static final Duration REFUSAL = Duration.ofMillis(500);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final String PENDING = "{'type':'get_notifications','id':'p'}";

    @TempDir
    Path directory;

    private OmegaProcess omega;

    @AfterEach
    void close() {
        omega.close();
    }

    /** A client stays all the while, and shows what is there whichever way the server went. */
    @Test
    void whatWasThereIsThereAgainAndWhatCameAfterIsNot() throws Exception {
        List<String> scripts = new SitePage("operations.md").scripts();
        assertEquals(5, scripts.size(), "and PostgreSQL's");
        OmegaDeployment.clear();
        omega = OmegaProcess.start(Map.of());
        TestIdentity phone = TestAuthority.development(OmegaDeployment.data()).device(ALICE);
        notice(BOB);
        try (ReferenceClient client = ReferenceClient.start(directory, ALICE)) {
            client.awaitBadges("7:1");
            stop();

            Shell.run(directory, scripts.get(0));

            omega = OmegaProcess.start(Map.of());
            notice(BOB);
            notice(ALICE);
            assertEquals(
                    "[{\"sender_id\":\"42\",\"amount\":1,\"revision\":3},"
                            + "{\"sender_id\":\"7\",\"amount\":2,\"revision\":2}]",
                    pending(phone));
            client.awaitBadges("7:2 42:1");
            assertFalse(client.log().contains("restored"), client::log);
            stop();

            Shell.run(directory, scripts.get(1));

            omega = OmegaProcess.start(Map.of());
            client.awaitBadges("7:1");
            assertTrue(client.log().contains("Omega was restored from a backup"), client::log);
            assertEquals(
                    "[{\"sender_id\":\"7\",\"amount\":1,\"revision\":1}]",
                    pending(phone),
                    "the keys are the same, too");
            notice(BOB);
            client.awaitBadges("7:2");
        }
        stop();
    }

    /** A user and a device that the copy has, and such as it does not know. */
    @Test
    void whatWasRemovedAndRevokedSinceTheCopyIsSoAgain() throws Exception {
        List<String> scripts = new SitePage("operations.md").scripts();
        OmegaDeployment.clear();
        omega = OmegaProcess.start(Map.of());
        TestAuthority authority = TestAuthority.development(OmegaDeployment.data());
        TestIdentity alices = authority.device(ALICE);
        TestIdentity bobs = authority.device(BOB);
        TestIdentity bobsLater = authority.device(BOB);
        TauriClient.identified(bobs, BOB).close();
        for (String name : List.of("ada", "grace")) {
            assertEquals(201, call(OmegaTls.demo("operator"), "PUT", "operators/" + name, "{\"role\":\"view\"}"));
        }
        TestIdentity ada = authority.operator("ada");
        TestIdentity graces = authority.operator("grace");
        stop();

        Shell.run(directory, scripts.get(0));

        omega = OmegaProcess.start(Map.of());
        TauriClient.identified(bobsLater, BOB).close();
        awaitDone("devices/" + BOB + "/" + DeviceId.of(bobs.certificate()).value());
        awaitDone("devices/" + BOB + "/" + DeviceId.of(bobsLater.certificate()).value());
        awaitDone("users/" + ALICE);
        awaitDone("users/" + LATER + "?again=true");
        awaitDone("operators/ada");
        awaitDone("operators/grace/certificates/"
                + DeviceId.of(graces.certificate()).value());
        stop();

        Shell.run(directory, scripts.get(1));

        omega = OmegaProcess.start(Map.of());
        for (TestIdentity device : List.of(alices, bobs, bobsLater)) {
            assertEquals(Optional.empty(), alert(device), "the copy lets it in");
        }
        assertEquals(List.of(200, 200), List.of(drainOf(ada), drainOf(graces)));

        Shell.run(
                directory,
                scripts.get(4)
                        .replace("target/omega-cli.jar", System.getProperty("omega.cli"))
                        .replace("reapply", "reapply --data-dir " + OmegaDeployment.data()));

        for (TestIdentity device : List.of(alices, bobs, bobsLater, authority.device(LATER))) {
            assertEquals(Optional.of(REVOKED), alert(device));
        }
        assertEquals(200, delete("users/" + LATER), "it is barred");
        assertEquals(List.of(403, 401), List.of(drainOf(ada), drainOf(graces)));
        stop();
    }

    /** A device is listed when its first cursor is written. */
    private static void awaitDone(String what) {
        await().atMost(STOP).until(() -> delete(what), Integer.valueOf(200)::equals);
    }

    private static int delete(String what) throws Exception {
        return call(OmegaTls.demo("operator"), "DELETE", what, "");
    }

    private static int drainOf(TestIdentity operator) throws Exception {
        return call(OmegaTls.showing(operator), "GET", "drain", "");
    }

    private static int call(SSLContext tls, String method, String what, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(OmegaDeployment.https().resolve("api/operations/" + what))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return HttpClient.newBuilder()
                .sslContext(tls)
                .build()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    /** By which a device is refused; empty when it is let in. */
    private static Optional<Integer> alert(TestIdentity device) {
        InetSocketAddress quic = new InetSocketAddress("127.0.0.1", OmegaDeployment.quicPort());
        TestAuthority authority = TestAuthority.development(OmegaDeployment.data());
        try (QuicheClient client = QuicheClient.connect(quic, authority.certificate(), device)) {
            return client.awaitClose(REFUSAL).alert();
        } catch (AssertionError letIn) {
            return Optional.empty();
        }
    }

    private static void notice(long sender) throws Exception {
        try (OmikronClient omikron = OmikronClient.identified()) {
            omikron.notice(sender, ALICE);
        }
    }

    private static String pending(TestIdentity device) {
        try (TauriClient client = TauriClient.identified(device, ALICE)) {
            JsonObject heard = client.talk().hear();
            assertEquals("push_notification", heard.getString("type"));
            client.talk().say(PENDING);
            while (heard.getString("type").equals("push_notification")) {
                heard = client.talk().hear();
            }
            return heard.getJsonObject("data").getJsonArray("notifications").toString();
        }
    }

    private void stop() {
        omega.terminate();
        omega.awaitEnd(STOP);
    }
}
