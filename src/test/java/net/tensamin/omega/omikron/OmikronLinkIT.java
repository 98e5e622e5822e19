package net.tensamin.omega.omikron;

import static net.tensamin.omega.testing.OmikronClient.numbers;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.OmikronClient.Message;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every row of SPEC §5 over a real socket, as the demo's Omikron 1. A test's link replaces that of the test before. */
@ArquillianTest
@Timeout(60)
class OmikronLinkIT {
    private static final long ALICE = 42;
    private static final long BOB = 7;
    private static final long ALICES_IOTA = 1001;
    private static final long NOBODY = 999_999;
    private static final JsonObject NOTHING = JsonValue.EMPTY_JSON_OBJECT;

    @Deployment(testable = false)
    static WebArchive omega() {
        return OmegaDeployment.war(Map.of(
                "omega.omikron.ping-interval", "PT0.5S",
                "omega.omikron.silence-limit", "PT3S",
                "omega.omikron.messages-per-link", "100/PT1S"));
    }

    // Identification

    @Test
    void challengeIsSolvedByTheOwnerOfTheKey() throws Exception {
        try (OmikronClient omikron = OmikronClient.connect()) {
            Message challenge = omikron.identify();
            Message accepted = omikron.ask("challenge_response", omikron.solved(challenge));

            assertEquals("challenge", challenge.type());
            assertEquals("identification_response", accepted.type());
            assertTrue(accepted.data().getBoolean("accepted"));
        }
    }

    @Test
    void wrongSolutionEndsTheLink() throws Exception {
        OmikronClient omikron = OmikronClient.connect();
        omikron.identify();

        Message error = omikron.ask("challenge_response", text("challenge", "x".repeat(32)));

        assertEquals("error_invalid_challenge", error.type());
        assertEquals(1008, omikron.closeCode());
    }

    @Test
    void unknownOmikronIsRefused() throws Exception {
        OmikronClient omikron = OmikronClient.connect();

        Message error = omikron.ask("identification", numbers("omikron", NOBODY));

        assertEquals("error_not_authenticated", error.type());
        assertEquals(1008, omikron.closeCode());
    }

    @Test
    void anythingElseBeforeIdentificationEndsTheLink() throws Exception {
        OmikronClient omikron = OmikronClient.connect();

        Message error = omikron.ask("push_notification", numbers("sender_id", BOB, "receiver_id", ALICE));

        assertEquals("error_not_authenticated", error.type());
        assertEquals(1008, omikron.closeCode());
    }

    // Heartbeat

    @Test
    void pingIsAnsweredInAnyState() throws Exception {
        try (OmikronClient stranger = OmikronClient.connect();
                OmikronClient omikron = OmikronClient.identified()) {
            assertEquals("pong", stranger.ask("ping", numbers("last_ping", -1)).type());
            assertEquals("pong", omikron.ask("ping", numbers("last_ping", 3)).type());
        }
    }

    @Test
    void omegaPingsAndTellsTheRoundTrip() throws Exception {
        try (OmikronClient omikron = OmikronClient.identified()) {
            assertEquals(-1, omikron.ping().data().getInt("last_ping"));
            int lastPing = omikron.ping().data().getInt("last_ping");
            assertTrue(lastPing >= 0 && lastPing < 500, () -> "last_ping is " + lastPing);
        }
    }

    @Test
    void silentLinkIsClosed() throws Exception {
        OmikronClient omikron = OmikronClient.identified();
        omikron.mute();

        assertEquals(1008, omikron.closeCode());
    }

    @Test
    void linkThatDoesNotIdentifyIsClosed() throws Exception {
        OmikronClient omikron = OmikronClient.connect();

        assertEquals(1008, omikron.closeCode());
    }

    // Presence

    @Test
    void iotaConnectedIsAnsweredWithItsUsers() throws Exception {
        try (OmikronClient omikron = OmikronClient.identified()) {
            Message users = omikron.ask("iota_connected", numbers("iota_id", ALICES_IOTA));

            assertEquals("iota_user_data", users.type());
            assertEquals(numberArray("user_ids", ALICE), users.data());
            assertEquals(
                    "error_not_found",
                    omikron.ask("iota_connected", numbers("iota_id", NOBODY)).type());
        }
    }

    @Test
    void profileFollowsTheReports() throws Exception {
        try (OmikronClient omikron = OmikronClient.identified()) {
            assertEquals("iota_offline", shown(omikron, ALICE));
            omikron.iotaConnected(ALICES_IOTA);
            assertEquals("user_offline", shown(omikron, ALICE));
            omikron.userConnected(ALICE);
            assertEquals("user_online", shown(omikron, ALICE));
            for (String status : List.of("user_dnd", "user_idle", "user_wc", "user_online")) {
                omikron.userConnected(ALICE, status);
                assertEquals(status, shown(omikron, ALICE));
            }
            omikron.userConnected(ALICE, "user_invisible");
            assertEquals("user_offline", shown(omikron, ALICE));
            omikron.userConnected(ALICE, "user_online");
            omikron.userDisconnected(ALICE);
            assertEquals("user_offline", shown(omikron, ALICE));
            omikron.iotaDisconnected(ALICES_IOTA);
            assertEquals("iota_offline", shown(omikron, ALICE));
        }
    }

    @Test
    void syncReplacesWhatWasReported() throws Exception {
        try (OmikronClient omikron = OmikronClient.identified()) {
            omikron.iotaConnected(ALICES_IOTA);
            omikron.userConnected(ALICE);

            omikron.sync(new long[] {1002, NOBODY}, new long[] {BOB, NOBODY});

            assertEquals("iota_offline", shown(omikron, ALICE));
            assertEquals("user_online", shown(omikron, BOB));
        }
    }

    @Test
    void unknownUserCannotConnect() throws Exception {
        try (OmikronClient omikron = OmikronClient.identified()) {
            assertEquals(
                    "error_invalid_user_id",
                    omikron.ask("user_connected", numbers("user_id", NOBODY)).type());
        }
    }

    @Test
    void linkThatEndsTakesItsPresenceWithIt() throws Exception {
        OmikronClient omikron = OmikronClient.identified();
        omikron.sync(new long[] {ALICES_IOTA}, new long[] {ALICE});
        assertEquals("user_online", profile(ALICE).getString("online_status"));

        omikron.cut();

        await().until(() -> profile(ALICE).getString("online_status").equals("iota_offline"));
    }

    @Test
    void secondLinkReplacesTheFirst() throws Exception {
        OmikronClient first = OmikronClient.identified();
        first.sync(new long[] {ALICES_IOTA}, new long[] {ALICE});
        try (OmikronClient second = OmikronClient.identified()) {
            assertEquals("iota_offline", shown(second, ALICE));
            assertEquals(1008, first.closeCode());
            second.iotaConnected(ALICES_IOTA);
            assertEquals("user_offline", shown(second, ALICE));
        }
    }

    // Notices

    @Test
    void noticeForAnOfflineUserIsPendingUntilRead() throws Exception {
        try (OmikronClient omikron = OmikronClient.identified()) {
            omikron.read(ALICE, BOB);
            omikron.notice(BOB, ALICE);
            omikron.send(
                    "{\"type\":\"push_notification\",\"id\":\"n\",\"receiver\":\"42\",\"data\":{\"sender_id\":\"7\"}}");
            assertEquals(new Message("n", "push_notification", NOTHING), omikron.reply());

            assertEquals(notifications(BOB, 2), pending(omikron, ALICE));

            omikron.read(ALICE, BOB);
            assertEquals(notifications(), pending(omikron, ALICE));
            omikron.read(ALICE, BOB);
        }
    }

    @Test
    void noticeForAnOnlineUserIsAcknowledgedAndNotPending() throws Exception {
        try (OmikronClient omikron = OmikronClient.identified()) {
            omikron.read(ALICE, BOB);
            omikron.sync(new long[] {ALICES_IOTA}, new long[] {ALICE});

            omikron.notice(BOB, ALICE);

            omikron.userDisconnected(ALICE); // cleanly, so that the notice was not late
            assertEquals(notifications(), pending(omikron, ALICE));
        }
    }

    @Test
    void unknownUsersAreAnError() throws Exception {
        try (OmikronClient omikron = OmikronClient.identified()) {
            for (JsonObject users : List.of(
                    numbers("sender_id", BOB, "receiver_id", NOBODY),
                    numbers("sender_id", NOBODY, "receiver_id", ALICE))) {
                assertEquals(
                        "error_invalid_user_id",
                        omikron.ask("push_notification", users).type());
            }
            omikron.send("{\"type\":\"read_notification\",\"sender\":999999,\"data\":{\"sender_id\":7}}");
            assertEquals("error_invalid_user_id", omikron.reply().type());
            omikron.send("{\"type\":\"get_notifications\",\"sender\":999999}");
            assertEquals("error_invalid_user_id", omikron.reply().type());
        }
    }

    /** They are three times what a link may send at once: it is read more slowly, and nothing is lost. */
    @Test
    void pipelinedNoticesAreAcknowledgedInOrder() throws Exception {
        try (OmikronClient omikron = OmikronClient.identified()) {
            omikron.read(BOB, ALICE);
            List<String> ids =
                    IntStream.range(0, 300).mapToObj(Integer::toString).toList();
            for (String id : ids) {
                omikron.send("{\"type\":\"push_notification\",\"id\":\"" + id
                        + "\",\"data\":{\"sender_id\":42,\"receiver_id\":7}}");
            }
            List<String> acknowledged = new ArrayList<>();
            while (acknowledged.size() < ids.size()) {
                acknowledged.add(omikron.reply().id());
            }

            assertEquals(ids, acknowledged);
            assertEquals(notifications(ALICE, 300), pending(omikron, BOB));
        }
    }

    // Look-ups

    @Test
    void userDataIsTheProfileOfTheHttpsApi() throws Exception {
        try (OmikronClient omikron = OmikronClient.identified()) {
            JsonObject profile =
                    Json.createObjectBuilder(profile(ALICE)).remove("status").build();

            Message byId = omikron.ask("get_user_data", numbers("user_id", ALICE));
            assertEquals("get_user_data", byId.type());
            assertEquals(profile, byId.data());
            assertEquals(
                    profile,
                    omikron.ask("get_user_data", text("username", "alice")).data());
            assertEquals(
                    profile, omikron.ask("get_user_data", text("user_id", "42")).data());
            assertEquals(
                    "error_not_found",
                    omikron.ask("get_user_data", numbers("user_id", NOBODY)).type());
            assertEquals(
                    "error_not_found",
                    omikron.ask("get_user_data", text("username", "nobody")).type());
        }
    }

    @Test
    void iotaDataTellsWhereTheIotaIs() throws Exception {
        try (OmikronClient omikron = OmikronClient.identified()) {
            omikron.iotaConnected(ALICES_IOTA);
            JsonObject expected = Json.createObjectBuilder(numberArray("omikron_connections", 1))
                    .add("iota_id", ALICES_IOTA)
                    .add("public_key", "ZGVtbw==")
                    .build();

            assertEquals(
                    expected,
                    omikron.ask("get_iota_data", numbers("iota_id", ALICES_IOTA))
                            .data());
            assertEquals(
                    expected,
                    omikron.ask("get_iota_data", numbers("user_id", ALICE)).data());
            assertEquals(
                    expected,
                    omikron.ask("get_iota_data", text("username", "alice")).data());
            assertEquals(
                    "error_not_found",
                    omikron.ask("get_iota_data", numbers("iota_id", NOBODY)).type());
        }
    }

    // What no one should send

    @Test
    void malformedFramesAreErrorsAndTheLinkStays() throws Exception {
        try (OmikronClient omikron = OmikronClient.identified()) {
            for (String frame : List.of("", "no JSON", "[]", "{}", "{\"type\":\"dance\"}")) {
                omikron.send(frame);
                assertEquals("error_protocol", omikron.reply().type(), frame);
            }
            assertEquals(
                    "error_invalid_data", omikron.ask("user_connected", NOTHING).type());
            assertEquals("pong", omikron.ask("ping", NOTHING).type());
        }
    }

    @Test
    void frameOverTheLimitEndsTheLink() throws Exception {
        OmikronClient omikron = OmikronClient.identified();

        omikron.send(" ".repeat((4 << 20) + 1));

        assertEquals(1009, omikron.closeCode());
    }

    @Test
    void shorterFrameEndsALinkThatHasNotIdentified() throws Exception {
        OmikronClient omikron = OmikronClient.connect();

        omikron.send(" ".repeat((4 << 10) + 1));

        assertEquals(1009, omikron.closeCode());
    }

    @Test
    void largeSyncIsTaken() throws Exception {
        try (OmikronClient omikron = OmikronClient.identified()) {
            long[] users = IntStream.rangeClosed(1, 500).mapToLong(i -> i).toArray();

            omikron.sync(new long[] {ALICES_IOTA}, users);

            assertEquals("user_online", shown(omikron, ALICE));
        }
    }

    @Test
    void binaryFrameEndsTheLink() throws Exception {
        OmikronClient omikron = OmikronClient.identified();

        omikron.sendBinary(new byte[] {1, 2, 3});

        assertEquals(1003, omikron.closeCode());
    }

    private static String shown(OmikronClient omikron, long user) throws InterruptedException {
        return omikron.ask("get_user_data", numbers("user_id", user)).data().getString("online_status");
    }

    private static JsonObject pending(OmikronClient omikron, long user) throws InterruptedException {
        omikron.send("{\"type\":\"get_notifications\",\"sender\":" + user + "}");
        Message reply = omikron.reply();
        assertFalse(reply.id().isBlank());
        return reply.data();
    }

    private static JsonObject profile(long user) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(OmegaDeployment.https().resolve("api/get/user/" + user))
                .build();
        HttpResponse<String> response = HttpClient.newBuilder()
                .sslContext(OmegaTls.anonymous())
                .build()
                .send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(200, response.statusCode());
        try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
            return reader.readObject();
        }
    }

    private static JsonObject notifications() {
        return Json.createObjectBuilder()
                .add("notifications", JsonValue.EMPTY_JSON_ARRAY)
                .build();
    }

    private static JsonObject notifications(long sender, long amount) {
        return Json.createObjectBuilder()
                .add("notifications", Json.createArrayBuilder().add(numbers("sender_id", sender, "amount", amount)))
                .build();
    }

    private static JsonObject numberArray(String name, long value) {
        return Json.createObjectBuilder()
                .add(name, Json.createArrayBuilder().add(value))
                .build();
    }

    private static JsonObject text(String name, String value) {
        return Json.createObjectBuilder().add(name, value).build();
    }
}
