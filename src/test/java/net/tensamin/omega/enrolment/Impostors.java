package net.tensamin.omega.enrolment;

import static net.tensamin.omega.enrolment.Calls.ALICE;
import static net.tensamin.omega.enrolment.Calls.BOB;
import static net.tensamin.omega.enrolment.Calls.DEVICES;
import static net.tensamin.omega.enrolment.Calls.alert;
import static net.tensamin.omega.enrolment.Calls.anyRequest;
import static net.tensamin.omega.enrolment.Calls.authority;
import static net.tensamin.omega.enrolment.Calls.bob;
import static net.tensamin.omega.enrolment.Calls.code;
import static net.tensamin.omega.enrolment.Calls.enrolled;
import static net.tensamin.omega.enrolment.Calls.enrolledWith;
import static net.tensamin.omega.enrolment.Calls.est;
import static net.tensamin.omega.enrolment.Calls.newCode;
import static net.tensamin.omega.enrolment.Calls.notifications;
import static net.tensamin.omega.enrolment.Calls.outcome;
import static net.tensamin.omega.enrolment.Calls.post;
import static net.tensamin.omega.enrolment.Calls.renewal;
import static net.tensamin.omega.enrolment.Calls.request;
import static net.tensamin.omega.enrolment.Calls.revoke;
import static net.tensamin.omega.enrolment.Calls.said;
import static net.tensamin.omega.enrolment.Calls.send;
import static net.tensamin.omega.enrolment.Calls.twice;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Attempts to be somebody else, and what each gets (SPEC §1, §2, §5, §6, §7). Certificates without their keys and forged
 * handshakes are in {@code ForgedHandshakeTest}.
 */
final class Impostors {
    private Impostors() {}

    interface Attack {
        String outcome() throws Exception;
    }

    private static Arguments row(String who, String gets, Attack attack) {
        return Arguments.of(who, gets, attack);
    }

    static Stream<Arguments> attacks() {
        String unknown = "401 error_not_authenticated";
        String forbidden = "403 error_forbidden";
        String wrongUser = "error_not_authenticated";
        return Stream.of(
                // another's notifications
                row("nobody reads Alice's notifications", unknown, () -> notifications(OmegaTls.anonymous())),
                row(
                        "Bob reads them",
                        forbidden,
                        () -> notifications(OmegaTls.showing(authority().device(BOB)))),
                row(
                        "Bob, whose CN is Alice, reads them",
                        forbidden,
                        () -> notifications(OmegaTls.showing(authority()
                                .certificate("urn:tensamin:user:42")
                                .user(BOB)
                                .forClients()
                                .issue()))),
                row(
                        "a certificate of two users reads them",
                        unknown,
                        () -> notifications(OmegaTls.showing(authority()
                                .certificate("x")
                                .user(ALICE)
                                .user(BOB)
                                .forClients()
                                .issue()))),
                row(
                        "a user and operator reads them",
                        unknown,
                        () -> notifications(OmegaTls.showing(authority()
                                .certificate("x")
                                .user(BOB)
                                .uri("urn:tensamin:operator:x")
                                .forClients()
                                .issue()))),
                row(
                        "another CA's Alice reads them",
                        "no answer",
                        () -> notifications(OmegaTls.showing(
                                TestAuthority.named("Omega development CA").device(ALICE)))),
                row(
                        "an expired Alice reads them",
                        "no answer",
                        () -> notifications(OmegaTls.showing(authority()
                                .certificate("x")
                                .user(ALICE)
                                .forClients()
                                .expired()
                                .issue()))),
                row(
                        "Bob clears them",
                        forbidden,
                        () -> said(send(
                                OmegaTls.showing(authority().device(BOB)),
                                request("api/delete/notifications/42/7").DELETE()))),
                row(
                        "nobody shows Alice's certificate in a header",
                        unknown,
                        () -> said(send(
                                OmegaTls.anonymous(),
                                request("api/get/notifications/42")
                                        .header(
                                                "Proxy-auth-cert",
                                                base64(authority().device(ALICE)))
                                        .header(
                                                "X-SSL-Client-Cert",
                                                base64(authority().device(ALICE)))))),
                row(
                        "Bob reads them by a parameter of his path",
                        forbidden,
                        () -> said(send(bob(), request("api/get/notifications/42;user_id=7?user_id=7")))),
                row(
                        "Bob reads, and says it is a deletion",
                        "405 error_method_not_allowed",
                        () -> said(send(
                                bob(),
                                request("api/delete/notifications/42/7").header("X-HTTP-Method-Override", "DELETE")))),
                row("a revoked Alice reads them", unknown, () -> notifications(OmegaTls.showing(revoked()))),
                // an operator's work
                row("nobody drains", unknown, () -> said(post(OmegaTls.anonymous(), "api/operations/drain", null, ""))),
                row("Bob drains", forbidden, () -> said(post(bob(), "api/operations/drain", null, ""))),
                row("Bob gives out a code for Alice", forbidden, () -> said(code(bob(), ALICE))),
                row("Bob gives out a code for himself", forbidden, () -> said(code(bob(), BOB))),
                row("nobody lists devices", unknown, () -> said(send(OmegaTls.anonymous(), request(DEVICES + "42")))),
                row("Bob lists Alice's devices", forbidden, () -> said(send(bob(), request(DEVICES + "42")))),
                row("Bob lists his own", forbidden, () -> said(send(bob(), request(DEVICES + "7")))),
                row(
                        "Bob revokes",
                        forbidden,
                        () -> said(send(
                                bob(),
                                request(DEVICES + "42/0123456789abcdef0123456789abcdef")
                                        .DELETE()))),
                row(
                        "Bob, whose CN is an operator, lists",
                        forbidden,
                        () -> said(send(
                                OmegaTls.showing(authority()
                                        .certificate("urn:tensamin:operator:x")
                                        .user(BOB)
                                        .forClients()
                                        .issue()),
                                request(DEVICES + "42")))),
                row(
                        "whoever enrols as an operator is a user",
                        "urn:tensamin:user:7",
                        () -> enrolledWith(TestRequest.of(TestAuthority.p256()).uri("urn:tensamin:operator:me"))),
                row(
                        "whoever enrols as Alice with Bob's code is Bob",
                        "urn:tensamin:user:7",
                        () -> enrolledWith(TestRequest.of(TestAuthority.p256()).uri("urn:tensamin:user:42"))),
                // another's certificate
                row(
                        "Alice enrols with Bob's code",
                        "401",
                        () -> outcome(est(
                                OmegaTls.anonymous(),
                                "simpleenroll",
                                Optional.of(ALICE + ":" + newCode(BOB)),
                                anyRequest()))),
                row(
                        "somebody enrols with no code",
                        "401",
                        () -> outcome(est(OmegaTls.anonymous(), "simpleenroll", Optional.empty(), anyRequest()))),
                row(
                        "somebody enrols with a wrong code",
                        "401",
                        () -> outcome(est(
                                OmegaTls.anonymous(),
                                "simpleenroll",
                                Optional.of(BOB + ":23456-23456-23456-23456"),
                                anyRequest()))),
                row("a code is used again", "200, then 401", () -> twice(BOB + ":" + newCode(BOB))),
                row(
                        "a certificate is no code",
                        "401",
                        () -> outcome(est(bob(), "simpleenroll", Optional.empty(), anyRequest()))),
                row(
                        "nobody renews",
                        "401",
                        () -> outcome(est(OmegaTls.anonymous(), "simplereenroll", Optional.empty(), anyRequest()))),
                row(
                        "a code does not renew",
                        "401",
                        () -> outcome(est(
                                OmegaTls.anonymous(),
                                "simplereenroll",
                                Optional.of(BOB + ":" + newCode(BOB)),
                                anyRequest()))),
                row(
                        "an operator renews as somebody else",
                        "400",
                        () -> outcome(
                                est(OmegaTls.demo("operator"), "simplereenroll", Optional.empty(), anyRequest()))),
                row(
                        "an operator who is not registered lists",
                        forbidden,
                        () -> said(send(OmegaTls.showing(authority().operator("root")), request(DEVICES + "42")))),
                row("an operator who is not registered renews", "403", () -> {
                    TestIdentity stranger = authority().operator("root");
                    return renewal(OmegaTls.showing(stranger), stranger.certificate());
                }),
                row(
                        "Alice's code makes an operator",
                        "401",
                        () -> outcome(est(
                                OmegaTls.anonymous(),
                                "simpleenroll",
                                Optional.of("operator:" + newCode(ALICE)),
                                anyRequest()))),
                row(
                        "Bob renews as Alice's device",
                        "400",
                        () -> renewal(bob(), enrolled(ALICE).certificate())),
                // another's session
                row(
                        "Bob identifies as Alice",
                        wrongUser,
                        () -> identification(authority().device(BOB))),
                row(
                        "an operator identifies as Alice",
                        wrongUser,
                        () -> identification(authority().operator("root"))),
                row(
                        "a certificate of nobody identifies as Alice",
                        wrongUser,
                        () -> identification(
                                authority().certificate("x").forClients().issue())),
                row(
                        "a certificate of two users identifies as Alice",
                        wrongUser,
                        () -> identification(authority()
                                .certificate("x")
                                .user(ALICE)
                                .user(BOB)
                                .forClients()
                                .issue())),
                row("Bob becomes Alice in his session", wrongUser, Impostors::secondIdentification),
                row(
                        "Bob asks for what is pending before he identifies",
                        "success first",
                        Impostors::beforeIdentification),
                row("nobody connects", "alert 116", () -> alertOf(null)),
                row("a revoked Alice connects", "alert 44", () -> alertOf(revoked())),
                row(
                        "a server's certificate connects",
                        "alert 42",
                        () -> alertOf(authority()
                                .certificate("server")
                                .user(ALICE)
                                .extendedKeyUsage(KeyPurposeId.id_kp_serverAuth)
                                .issue())),
                row(
                        "an expired Alice connects",
                        "alert 45",
                        () -> alertOf(authority()
                                .certificate("x")
                                .user(ALICE)
                                .forClients()
                                .expired()
                                .issue())),
                row(
                        "another CA's Alice connects",
                        "alert 48",
                        () -> alertOf(TestAuthority.named("x").device(ALICE))),
                // an Omikron's link
                row(
                        "a notice before the challenge",
                        "error_not_authenticated, closed 1008",
                        () -> link(omikron -> omikron.ask(
                                "push_notification", OmikronClient.numbers("sender_id", BOB, "receiver_id", ALICE)))),
                row(
                        "a notice instead of the response",
                        "error_not_authenticated, closed 1008",
                        () -> link(omikron -> {
                            omikron.identify();
                            return omikron.ask(
                                    "push_notification", OmikronClient.numbers("sender_id", BOB, "receiver_id", ALICE));
                        })),
                row(
                        "a response before the challenge",
                        "error_not_authenticated, closed 1008",
                        () -> link(omikron -> omikron.ask("challenge_response", solution("x".repeat(32))))),
                row(
                        "a read for Alice instead of the response",
                        "error_not_authenticated, closed 1008",
                        () -> link(omikron -> {
                            omikron.identify();
                            return omikron.ask("read_notification", OmikronClient.numbers("sender_id", BOB));
                        })),
                row(
                        "a wrong response",
                        "error_invalid_challenge, closed 1008",
                        () -> link(omikron -> {
                            omikron.identify();
                            return omikron.ask("challenge_response", solution("x".repeat(32)));
                        })),
                row(
                        "the response of another link",
                        "error_invalid_challenge, closed 1008",
                        () -> link(omikron -> {
                            JsonObject replayed;
                            try (OmikronClient other = OmikronClient.connect()) {
                                replayed = other.solved(other.identify());
                                other.ask("challenge_response", replayed);
                            }
                            omikron.identify();
                            return omikron.ask("challenge_response", replayed);
                        })),
                row(
                        "an unknown Omikron",
                        "error_not_authenticated, closed 1008",
                        () -> link(
                                omikron -> omikron.ask("identification", OmikronClient.numbers("omikron", 999_999)))));
    }

    private static String alertOf(TestIdentity identity) {
        return alert(identity).map(number -> "alert " + number).orElse("none");
    }

    private static String base64(TestIdentity identity) throws Exception {
        return Base64.getEncoder().encodeToString(identity.certificate().getEncoded());
    }

    private static TestIdentity revoked() throws Exception {
        TestIdentity device = enrolled(ALICE);
        revoke(ALICE, device);
        return device;
    }

    /** Answers come in order, so that one to the first question would come first. */
    private static String beforeIdentification() {
        try (TauriClient client = TauriClient.connect(authority().device(BOB))) {
            client.talk().say("{\"type\":\"get_notifications\"}");
            return client.talk().ask(TauriClient.identification(BOB)).getString("type") + " first";
        }
    }

    private static String identification(TestIdentity identity) {
        try (TauriClient client = TauriClient.connect(identity)) {
            return client.talk().ask(TauriClient.identification(ALICE)).getString("type");
        }
    }

    private static String secondIdentification() {
        try (TauriClient client = TauriClient.identified(authority().device(BOB), BOB)) {
            JsonObject reply = client.talk().ask(TauriClient.identification(ALICE));
            while (reply.getString("type").endsWith("_notification")) {
                reply = client.talk().hear();
            }
            return reply.getString("type");
        }
    }

    private interface Talk {
        OmikronClient.Message with(OmikronClient omikron) throws Exception;
    }

    private static String link(Talk talk) throws Exception {
        OmikronClient omikron = OmikronClient.connect();
        String type = talk.with(omikron).type();
        return type + ", closed " + omikron.closeCode();
    }

    private static JsonObject solution(String text) {
        return Json.createObjectBuilder().add("challenge", text).build();
    }
}
