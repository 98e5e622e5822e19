package net.tensamin.omega.cli.omikron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonNumber;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.tensamin.omega.cli.CliRun;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The commands of the Omikron, against an endpoint that plays a script. */
@Timeout(30)
class OmikronClientTest {
    private static final TestAuthority AUTHORITY = TestAuthority.named("Omega");
    private static final TestIdentity SERVER = AUTHORITY.server();

    @TempDir
    private Path data;

    /** What the server read in the last run. */
    private List<Envelope> received = List.of();

    @BeforeEach
    void writeDemoFiles() throws IOException {
        Files.createDirectories(data.resolve("demo"));
        Files.createDirectories(data.resolve("pki"));
        AUTHORITY.writePem(data.resolve("pki/ca.pem"));
        Files.writeString(
                data.resolve("demo/omikron-1.json"),
                "{\"omikron_id\":1,\"private_key\":\"" + OmikronKeyTest.OMIKRON_PRIVATE + "\"}");
    }

    @Test
    void noticeFollowsTheChallengeAndIsAcknowledged() {
        CliRun run = afterIdentification(
                link -> link.answer("push_notification", ""), "notify", "--from", "7", "--to", "42");
        assertEquals(ExitCode.DONE, run.exitCode(), run.err());
        assertEquals(
                List.of("identification", "challenge_response", "push_notification"),
                received.stream().map(Envelope::type).toList());
        assertEquals("{\"omikron\":1}", received.get(0).data().toString());
        assertEquals(OmikronKeyTest.ANSWER, received.get(1).data("challenge"));
        assertEquals(
                "{\"sender_id\":7,\"receiver_id\":42}", received.get(2).data().toString());
        assertTrue(run.out().contains("push_notification acknowledged: from 7 to 42"), run.out());
    }

    @Test
    void replyIsPrintedAsJsonAlone() {
        CliRun run = afterIdentification(link -> link.answer("pong", ",\"data\":{}"), "--json", "ping");
        assertEquals(ExitCode.DONE, run.exitCode(), run.err());
        assertTrue(
                run.out().matches("\\{\"time\":\"[^\"]+Z\",\"type\":\"pong\",\"id\":\"[^\"]+\",\"data\":\\{}}\\R"),
                run.out());
    }

    @Test
    void noticeIsRepeatedAsOftenAsAsked() {
        CliRun run = afterIdentification(
                link -> {
                    for (int i = 0; i < 3; i++) {
                        link.answer("push_notification", "");
                    }
                },
                "notify",
                "--from",
                "7",
                "--to",
                "42",
                "--count",
                "3");
        assertEquals(ExitCode.DONE, run.exitCode(), run.err());
        assertEquals(5, received.size());
        assertTrue(run.out().contains("from 7 to 42, 3 times"), run.out());
    }

    @Test
    void readIsOnBehalfOfItsReader() {
        CliRun run = afterIdentification(
                link -> link.answer("read_notification", ""), "read", "--reader", "42", "--sender", "7");
        assertEquals(ExitCode.DONE, run.exitCode(), run.err());
        Envelope read = received("read_notification");
        assertEquals(42, ((JsonNumber) read.json().get("sender")).longValue());
        assertEquals("{\"sender_id\":7}", read.data().toString());
    }

    @Test
    void pingOfOmegaIsAnsweredBeforeTheReplyComes() {
        CliRun run = afterIdentification(
                link -> {
                    Envelope request = link.read();
                    link.write("{\"id\":\"p\",\"type\":\"ping\",\"data\":{\"last_ping\":5}}");
                    link.read();
                    link.write("{\"type\":\"get_notifications\",\"id\":\"" + request.id()
                            + "\",\"data\":{\"notifications\":[{\"sender_id\":7,\"amount\":2}]}}");
                },
                "get-notifications",
                "--user",
                "42");
        assertEquals(ExitCode.DONE, run.exitCode(), run.err());
        assertEquals("p", received("pong").id());
        assertEquals("5", received("pong").data("last_ping"));
        assertTrue(run.out().contains("get_notifications 2 from 7"), run.out());
    }

    @Test
    void profileIsPrintedWholeEvenWhenItIsLong() {
        String about = "x".repeat(20_000);
        CliRun run = afterIdentification(
                link -> link.answer("get_user_data", ",\"data\":{\"about\":\"" + about + "\"}"),
                "get-user",
                "--name",
                "alice");
        assertEquals(ExitCode.DONE, run.exitCode(), run.err());
        assertEquals(
                "{\"username\":\"alice\"}", received("get_user_data").data().toString());
        assertTrue(run.out().contains("about=" + about), run.out());
    }

    @Test
    void errorReplyIsExplained() {
        CliRun run = afterIdentification(link -> link.answer("error_not_found", ""), "get-iota", "--iota", "99");
        assertEquals(ExitCode.ERROR_REPLY, run.exitCode());
        assertEquals("Omega answered error_not_found: there is none.", run.err().strip());
    }

    @Test
    void reportWithoutReplyIsTakenWhenThePingAfterItIsAnswered() {
        CliRun run = afterIdentification(
                link -> {
                    link.read();
                    link.answer("pong", "");
                },
                "user-connected",
                "--user",
                "42",
                "--status",
                "user_dnd",
                "--no-hold");
        assertEquals(ExitCode.DONE, run.exitCode(), run.err());
        assertEquals(
                "{\"user_id\":42,\"user_status\":\"user_dnd\"}",
                received("user_connected").data().toString());
        assertTrue(run.out().contains("user_connected reported: user_id=42 user_status=user_dnd"), run.out());
    }

    @Test
    void userMayComeOnlineWithItsIota() {
        CliRun run = afterIdentification(
                link -> {
                    link.answer("iota_user_data", ",\"data\":{\"user_ids\":[42]}");
                    link.read();
                    link.answer("pong", "");
                },
                "user-connected",
                "--iota",
                "1001",
                "--user",
                "42",
                "--no-hold");
        assertEquals(ExitCode.DONE, run.exitCode(), run.err());
        assertEquals("{\"iota_id\":1001}", received("iota_connected").data().toString());
        assertEquals("{\"user_id\":42}", received("user_connected").data().toString());
    }

    @Test
    void objectionToAReportIsAnError() {
        CliRun run = afterIdentification(
                link -> link.answer("error_invalid_user_id", ""), "user-disconnected", "--user", "99");
        assertEquals(ExitCode.ERROR_REPLY, run.exitCode());
        assertTrue(run.err().contains("there is no such user"), run.err());
    }

    @Test
    void objectionWithoutAnIdIsAnErrorToo() {
        CliRun run = afterIdentification(
                link -> {
                    link.read();
                    link.write("{\"type\":\"error_invalid_data\"}");
                },
                "sync",
                "--iotas",
                "1001,1002");
        assertEquals(ExitCode.ERROR_REPLY, run.exitCode());
    }

    @Test
    void presenceHoldsTheLinkUntilItEnds() {
        CliRun run = afterIdentification(
                link -> {
                    link.answer("iota_user_data", ",\"data\":{\"user_ids\":[42]}");
                    link.close(1000, "replaced");
                },
                "iota-connected",
                "--iota",
                "1001");
        assertEquals(ExitCode.ENDED, run.exitCode(), run.err());
        assertTrue(run.out().contains("iota_user_data user_ids=[42]"), run.out());
        assertTrue(run.out().contains("holding the link"), run.out());
        assertEquals(
                "Omega closed the link with WebSocket status 1000: replaced.",
                run.err().strip());
    }

    @Test
    void sessionSendsItsCommandsInOneLink() {
        StringWriter out = new StringWriter();
        int exitCode = session(
                link -> {
                    link.answer("iota_user_data", ",\"data\":{\"user_ids\":[42]}");
                    link.read();
                    link.answer("pong", "");
                    link.answer("push_notification", "");
                },
                "iota-connected --iota 1001\n\nuser-connected --user 42\nnotify --from 7 --to 42\n",
                out);
        assertEquals(ExitCode.DONE, exitCode, out.toString());
        assertEquals(
                List.of("iota_connected", "user_connected", "push_notification"),
                received.stream()
                        .skip(2)
                        .map(Envelope::type)
                        .filter(type -> !type.equals("ping"))
                        .toList());
    }

    @Test
    void sessionGoesOnAfterAFailureAndReportsIt() {
        StringWriter out = new StringWriter();
        int exitCode = session(
                link -> {
                    link.answer("error_not_found", "");
                    link.answer("push_notification", "");
                },
                "\nget-user --user 99\nnotify --from 7 --to 42\n",
                out);
        assertEquals(ExitCode.ERROR_REPLY, exitCode, out.toString());
        assertTrue(out.toString().contains("line 2: Omega answered error_not_found"), out.toString());
        assertEquals("42", received("push_notification").data("receiver_id"));
    }

    @Test
    void sessionRefusesWhatIsNoCommand() {
        StringWriter out = new StringWriter();
        assertEquals(ExitCode.USAGE, session(link -> link.read(), "session\n", out));
        assertTrue(out.toString().contains("line 1: There is no command session in a session"), out.toString());
    }

    @Test
    void wrongAnswerIsExplained() {
        CliRun run = run(
                SERVER,
                link -> {
                    challenge(link);
                    link.answer("error_invalid_challenge", "");
                    link.close(1008, "");
                },
                "ping");
        assertEquals(ExitCode.ERROR_REPLY, run.exitCode());
        assertTrue(run.err().contains("the challenge was not answered rightly"), run.err());
    }

    @Test
    void linkThatEndsInsteadOfAnAnswerSaysSo() {
        CliRun run = run(SERVER, link -> link.close(1008, "policy"), "ping");
        assertEquals(ExitCode.ENDED, run.exitCode());
        assertTrue(run.err().contains("1008: policy"), run.err());
    }

    @Test
    void whatIsNoMessageEndsTheLink() {
        CliRun run = run(SERVER, link -> link.write("hello"), "ping");
        assertEquals(ExitCode.ERROR_REPLY, run.exitCode());
        assertTrue(run.err().contains("hello"), run.err());
    }

    @Test
    void serverOfAnotherAuthorityIsRefused() {
        CliRun run = run(TestAuthority.named("Other").server(), link -> link.read(), "ping");
        assertEquals(ExitCode.REFUSED, run.exitCode(), run.err());
        assertTrue(received.isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "wss://localhost:1/ws/omikron, 3, nothing listens there",
        "https://localhost:1/ws/omikron, 2, is not a WebSocket URL",
        "nonsense, 2, is not a WebSocket URL"
    })
    void urlThatLeadsNowhereIsExplained(String url, int exitCode, String words) {
        CliRun run = CliRun.of("omikron", "--data-dir", data.toString(), "--url", url, "ping");
        assertEquals(exitCode, run.exitCode(), run.err());
        assertTrue(run.err().contains(words), run.err());
    }

    @Test
    void keyOfAnotherOmikronIsNotUsed() {
        Path key = data.resolve("demo/omikron-1.json");
        CliRun run = CliRun.of("omikron", "--id", "2", "--key", key.toString(), "--data-dir", data.toString(), "ping");
        assertEquals(ExitCode.USAGE, run.exitCode());
        assertTrue(run.err().contains("is the key of Omikron 1, --id is 2"), run.err());
    }

    private Envelope received(String type) {
        return received.stream()
                .filter(message -> message.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private CliRun afterIdentification(ScriptedOmikronEndpoint.Script script, String... arguments) {
        return run(SERVER, identifying(script), arguments);
    }

    private ScriptedOmikronEndpoint.Script identifying(ScriptedOmikronEndpoint.Script script) {
        return link -> {
            challenge(link);
            link.answer("identification_response", ",\"data\":{\"accepted\":true}");
            script.play(link);
        };
    }

    private void challenge(ScriptedOmikronEndpoint.Link link) throws IOException {
        link.answer(
                "challenge",
                ",\"data\":{\"public_key\":\"" + OmikronKeyTest.OMEGA_PUBLIC + "\",\"challenge\":\""
                        + OmikronKeyTest.CHALLENGE + "\"}");
    }

    private CliRun run(TestIdentity identity, ScriptedOmikronEndpoint.Script script, String... arguments) {
        try (ScriptedOmikronEndpoint endpoint = new ScriptedOmikronEndpoint(identity, script)) {
            List<String> all =
                    new ArrayList<>(List.of("omikron", "--data-dir", data.toString(), "--url", endpoint.url()));
            all.addAll(List.of(arguments));
            CliRun run = CliRun.of(all.toArray(String[]::new));
            received = endpoint.received();
            return run;
        }
    }

    private int session(ScriptedOmikronEndpoint.Script script, String input, StringWriter printed) {
        try (ScriptedOmikronEndpoint endpoint = new ScriptedOmikronEndpoint(SERVER, identifying(script))) {
            CommandLine root =
                    CliRun.commandLine().setOut(new PrintWriter(printed)).setErr(new PrintWriter(printed));
            root.parseArgs("omikron", "--data-dir", data.toString(), "--url", endpoint.url());
            OmikronCommand omikron = root.getSubcommands().get("omikron").getCommand();
            int exitCode = omikron.session(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
            received = endpoint.received();
            return exitCode;
        }
    }
}
