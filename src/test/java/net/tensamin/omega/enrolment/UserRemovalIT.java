package net.tensamin.omega.enrolment;

import static net.tensamin.omega.enrolment.Calls.ALICE;
import static net.tensamin.omega.enrolment.Calls.BOB;
import static net.tensamin.omega.enrolment.Calls.alert;
import static net.tensamin.omega.enrolment.Calls.authority;
import static net.tensamin.omega.enrolment.Calls.code;
import static net.tensamin.omega.enrolment.Calls.enrolled;
import static net.tensamin.omega.enrolment.Calls.est;
import static net.tensamin.omega.enrolment.Calls.json;
import static net.tensamin.omega.enrolment.Calls.newCode;
import static net.tensamin.omega.enrolment.Calls.notifications;
import static net.tensamin.omega.enrolment.Calls.outcome;
import static net.tensamin.omega.enrolment.Calls.renewal;
import static net.tensamin.omega.enrolment.Calls.request;
import static net.tensamin.omega.enrolment.Calls.said;
import static net.tensamin.omega.enrolment.Calls.send;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.testing.BadgeDevice;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestIdentity;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A user that is removed from a server with the embedded database, and what is handed out of it before (SPEC §7). */
@ArquillianTest
@Timeout(180)
class UserRemovalIT {
    private static final int REVOKED = 44; // RFC 8446 §6
    private static final String USERS = "api/operations/users/";
    private static final long NOBODY = 999_999;
    private static final Duration LONG = Duration.ofSeconds(60);

    @Deployment(testable = false)
    static WebArchive omega() {
        return OmegaDeployment.war(Map.of());
    }

    @Test
    void aUserIsExportedAndThenRemovedForGood() throws Exception {
        TestIdentity phone = enrolled(ALICE);
        TestIdentity foreign = authority().device(ALICE);
        TestIdentity neverSeen = authority().device(ALICE);
        TestIdentity bobs = authority().device(BOB);
        String code = newCode(ALICE);
        try (OmikronClient omikron = OmikronClient.identified();
                TauriClient listening = TauriClient.identified(phone, ALICE);
                TauriClient other = TauriClient.identified(foreign, ALICE);
                BadgeDevice bob = new BadgeDevice(() -> TauriClient.identified(bobs, BOB), LONG)) {
            bob.connect();
            omikron.notice(BOB, ALICE);
            omikron.notice(ALICE, BOB);
            bob.awaitBadge(ALICE);
            await().atMost(LONG).until(() -> export().getJsonArray("devices").size() == 2);
            assertExported(phone);

            assertEquals("200 success", said(remove(ALICE, "")));

            assertEquals(203, listening.awaitClose().error());
            assertEquals(203, other.awaitClose().error());
            bob.awaitBadgeGone(ALICE);
            assertEquals("error_invalid_user_id", answer(omikron, BOB, ALICE));
            assertEquals("error_invalid_user_id", answer(omikron, ALICE, BOB));
        }
        for (TestIdentity any : List.of(phone, foreign, neverSeen)) {
            assertEquals(Optional.of(REVOKED), alert(any));
            assertEquals("401 error_not_authenticated", notifications(OmegaTls.showing(any)));
        }
        assertEquals("401", renewal(OmegaTls.showing(phone), phone.certificate()));
        assertEquals(
                "401",
                outcome(est(
                        OmegaTls.anonymous(), "simpleenroll", Optional.of(ALICE + ":" + code), Calls.anyRequest())));
        assertGoneForOperators();
        assertRecordedAsAnIdAlone();
    }

    private static void assertExported(TestIdentity phone) throws Exception {
        JsonObject export = export();
        assertEquals(
                Set.of(
                        "status",
                        "exported",
                        "account",
                        "has_reset_token",
                        "online_through",
                        "devices",
                        "networks",
                        "codes",
                        "received",
                        "sent",
                        "trace",
                        "operators_calls"),
                export.keySet());
        assertEquals("alice", export.getJsonObject("account").getString("username"));
        assertTrue(export.getJsonArray("devices").getValuesAs(JsonObject.class).stream()
                .anyMatch(device -> device.getString("device_id")
                        .equals(DeviceId.of(phone.certificate()).value())));
        assertEquals(1, export.getJsonArray("codes").size());
        assertEquals(
                List.of(BOB + " 1"),
                export.getJsonArray("received").getValuesAs(JsonObject.class).stream()
                        .map(pair -> pair.getJsonNumber("sender_id") + " " + pair.getJsonNumber("amount"))
                        .toList());
        assertEquals(
                List.of(BOB + " 1"),
                export.getJsonArray("sent").getValuesAs(JsonObject.class).stream()
                        .map(pair -> pair.getJsonNumber("receiver_id") + " " + pair.getJsonNumber("amount"))
                        .toList());
        assertTrue(export.getJsonArray("trace").getValuesAs(JsonObject.class).stream()
                .anyMatch(event -> event.getString("kind").equals("noticed")));
        assertFalse(export.getJsonArray("operators_calls").toString().contains("demo"), "not who they are");
        assertEquals("404 error_not_found", said(send(operator(), request(USERS + NOBODY + "/export"))));
        assertEquals("403 error_forbidden", said(send(Calls.bob(), request(USERS + BOB + "/export"))));
    }

    private static void assertGoneForOperators() throws Exception {
        assertEquals("404 error_not_found", said(send(OmegaTls.anonymous(), request("api/get/user/" + ALICE))));
        assertEquals("404 error_not_found", said(send(operator(), request(Calls.DEVICES + ALICE))));
        assertEquals("404 error_not_found", said(send(operator(), request(USERS + ALICE + "/export"))));
        assertEquals("404 error_not_found", said(code(operator(), ALICE)));
        assertEquals(
                0,
                json(send(operator(), request("api/operations/trace/" + ALICE)).body())
                        .getJsonArray("events")
                        .size());
        assertEquals("200 success", said(remove(ALICE, "")), "again changes nothing");
        assertEquals("404 error_not_found", said(remove(NOBODY, "")));
        assertEquals("200 success", said(remove(NOBODY, "?again=true")));
        assertEquals("200 success", said(remove(NOBODY, "")), "nobody has it ever");
        assertEquals(
                "400 error_bad_request",
                said(send(operator(), request(USERS + "nobody").DELETE())));
        assertEquals(
                "403 error_forbidden",
                said(send(Calls.bob(), request(USERS + BOB).DELETE())));
        String revocation = Calls.DEVICES + BOB + "/" + "0123456789abcdef".repeat(2);
        assertEquals(
                "404 error_not_found", said(send(operator(), request(revocation).DELETE())));
        assertEquals(
                "200 success",
                said(send(operator(), request(revocation + "?again=true").DELETE())));
    }

    private static void assertRecordedAsAnIdAlone() throws Exception {
        List<String> written = Files.readAllLines(OmegaDeployment.data().resolve("audit.log"));
        assertTrue(written.stream()
                .map(Calls::json)
                .anyMatch(entry -> entry.getString("action").equals("user removed")
                        && entry.getString("subject").equals("user_id=" + ALICE)
                        && entry.getInt("status") == 200));
        assertTrue(written.stream().noneMatch(line -> line.contains("alice")), "her name was not recorded");
        await().atMost(LONG).until(() -> send(operator(), request("api/operations/audit?find=user%20removed"))
                .body()
                .contains("user_id=" + ALICE));
    }

    private static SSLContext operator() throws Exception {
        return OmegaTls.demo("operator");
    }

    private static JsonObject export() throws Exception {
        return json(send(operator(), request(USERS + ALICE + "/export")).body());
    }

    private static HttpResponse<String> remove(long user, String query) throws Exception {
        return send(operator(), request(USERS + user + query).DELETE());
    }

    /** What a notice is answered. */
    private static String answer(OmikronClient omikron, long sender, long receiver) throws Exception {
        omikron.send(
                "{\"id\":\"00000000-0000-0000-0000-000000000001\",\"type\":\"push_notification\",\"data\":{\"sender_id\":"
                        + sender + ",\"receiver_id\":" + receiver + "}}");
        return omikron.reply().type();
    }
}
