package net.tensamin.omega.cli.tauri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.tensamin.omega.cli.CliRun;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands of the Tauri client, against a server that plays a script. */
@Timeout(30)
class TauriCommandsTest {
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
        AUTHORITY.device(42).writeChain(data.resolve("demo/user-42.pem"));
        AUTHORITY.device(42).writeKey(data.resolve("demo/user-42.key"));
    }

    @Test
    void listenIdentifiesAndPrintsWhatComes() {
        CliRun run = against(
                stage -> {
                    stage.answer("success", "");
                    stage.write("{\"type\":\"push_notification\",\"data\":{\"sender_id\":\"7\"}}");
                    stage.write("{\"type\":\"tomorrow\",\"data\":{\"x\":1}}");
                    stage.write("{\"type\":\"read_notification\",\"data\":{\"sender_id\":\"7\"}}");
                },
                "listen",
                "--count",
                "2");
        assertEquals(ExitCode.DONE, run.exitCode(), run.err());
        assertEquals("tauri_identification", received.get(0).type());
        assertEquals("{\"user_id\":\"42\"}", received.get(0).data().toString());
        List<String> lines = run.out().lines().toList();
        assertEquals(5, lines.size(), run.out());
        assertTrue(lines.get(0).endsWith("identified as user 42"), run.out());
        assertTrue(lines.get(2).matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} push_notification from 7"), run.out());
        assertTrue(lines.get(3).endsWith(" tomorrow x=1"), run.out());
        assertTrue(lines.get(4).endsWith(" read_notification from 7: badge cleared"), run.out());
    }

    @Test
    void pingIsAnsweredWithItsLastPing() {
        CliRun run = against(
                stage -> {
                    stage.answer("success", "");
                    stage.write("{\"type\":\"ping\",\"data\":{\"last_ping\":-1}}");
                    stage.read();
                    stage.write("{\"type\":\"ping\",\"data\":{\"last_ping\":12}}");
                    stage.read();
                    stage.write("{\"type\":\"push_notification\",\"data\":{\"sender_id\":\"7\"}}");
                },
                "listen",
                "--count",
                "1",
                "--pings");
        assertEquals(ExitCode.DONE, run.exitCode(), run.err());
        assertEquals(
                List.of(
                        "{\"type\":\"pong\",\"data\":{\"last_ping\":-1}}",
                        "{\"type\":\"pong\",\"data\":{\"last_ping\":12}}"),
                received.stream()
                        .skip(1)
                        .map(Envelope::json)
                        .map(Object::toString)
                        .toList());
        assertTrue(run.out().contains("ping last_ping=12 ms, answered"), run.out());
    }

    @Test
    void eventsArePrintedAsJsonAlone() {
        CliRun run = against(
                stage -> {
                    stage.answer("success", "");
                    stage.write("{\"type\":\"push_notification\",\"data\":{\"sender_id\":\"7\"}}");
                },
                "listen",
                "--count",
                "1",
                "--json");
        assertTrue(
                run.out()
                        .matches("\\{\"time\":\"[^\"]+Z\",\"type\":\"push_notification\",\"data\":"
                                + "\\{\"sender_id\":\"7\"}}\\R"),
                run.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "read --sender 7 | success | `` | \"type\":\"success\",\"id\":\"2\"",
                "pending | get_notifications | `,\"data\":{\"notifications\":[]}` "
                        + "| \"type\":\"get_notifications\",\"id\":\"2\",\"data\":{\"notifications\":[]}"
            })
    void replyIsPrintedAsJsonAlone(String command, String type, String members, String printed) {
        CliRun run = against(
                stage -> {
                    stage.answer("success", "");
                    stage.answer(type, members);
                },
                (command + " --json").split(" "));
        assertEquals(ExitCode.DONE, run.exitCode(), run.err());
        assertEquals("{" + printed + "}", run.out().strip().replaceFirst("\"time\":\"[^\"]+Z\",", ""));
    }

    @Test
    void readIsSentAndItsReplyFoundAmongOtherMessages() {
        CliRun run = against(
                stage -> {
                    stage.answer("success", "");
                    stage.write("{\"type\":\"push_notification\",\"data\":{\"sender_id\":\"7\"}}");
                    stage.write("{\"type\":\"ping\",\"data\":{\"last_ping\":-1}}");
                    Envelope first = stage.read();
                    Envelope second = stage.read();
                    Envelope read = first.type().equals("pong") ? second : first;
                    stage.write("{\"type\":\"success\",\"id\":\"" + read.id() + "\"}");
                },
                "read",
                "--sender",
                "7");
        assertEquals(ExitCode.DONE, run.exitCode(), run.err());
        Envelope read = received.stream()
                .filter(message -> message.type().equals("read_notification"))
                .findFirst()
                .orElseThrow();
        assertEquals("{\"sender_id\":\"7\"}", read.data().toString());
        assertTrue(run.out().contains("success user 42 has read what 7 wrote"), run.out());
    }

    @Test
    void pendingAmountsArePrinted() {
        CliRun run = against(
                stage -> {
                    stage.answer("success", "");
                    stage.answer(
                            "get_notifications", ",\"data\":{\"notifications\":[{\"sender_id\":\"7\",\"amount\":3}]}");
                },
                "pending");
        assertEquals(ExitCode.DONE, run.exitCode(), run.err());
        assertTrue(run.out().contains("get_notifications 3 from 7"), run.out());
    }

    @ParameterizedTest
    @CsvSource({
        "error_invalid_user_id, there is no user 42",
        "error_not_authenticated, the certificate is not one of user 42",
        "error_invalid_data, does not accept"
    })
    void identificationThatIsNotAcceptedIsExplained(String error, String words) {
        CliRun run = against(stage -> stage.answer(error, ""), "listen");
        assertEquals(ExitCode.ERROR_REPLY, run.exitCode(), run.err());
        assertTrue(run.err().contains(error), run.err());
        assertTrue(run.err().contains(words), run.err());
    }

    @Test
    void errorReplyToARequestIsAnError() {
        CliRun run = against(
                stage -> {
                    stage.answer("success", "");
                    stage.answer("error_internal", "");
                },
                "pending");
        assertEquals(ExitCode.ERROR_REPLY, run.exitCode());
        assertTrue(run.err().startsWith("Omega answered error_internal"), run.err());
    }

    @ParameterizedTest
    @CsvSource({
        "100, retry-after-ms=1200, 6, 100: Omega is going away (retry-after-ms=1200)",
        "102, '', 6, 102: replaced by a newer session",
        "200, '', 7, 200: this device is revoked"
    })
    void closeCodeIsExplained(long code, String reason, int exitCode, String words) {
        CliRun run = against(
                stage -> {
                    stage.answer("success", "");
                    stage.close(code, reason);
                },
                "listen");
        assertEquals(exitCode, run.exitCode(), run.err());
        assertTrue(run.err().contains(words), run.err());
    }

    @Test
    void connectionThatIsRefusedByAlertSaysWhich() {
        CliRun run = run(SERVER, "something-else", stage -> {}, "listen");
        assertEquals(ExitCode.REFUSED, run.exitCode(), run.err());
        assertTrue(run.err().startsWith("Omega refused us: TLS alert 120, no_application_protocol"), run.err());
    }

    @Test
    void serverOfAnotherAuthorityIsRefused() {
        TestIdentity other = TestAuthority.named("Other").server();
        CliRun run = run(other, "tauri", stage -> stage.read(), "listen");
        assertEquals(ExitCode.REFUSED, run.exitCode(), run.err());
        assertTrue(run.err().startsWith("We refused Omega's certificate: "), run.err());
        assertTrue(received.isEmpty());
    }

    @Test
    void serverOfAnotherNameIsRefusedEvenWhenItsCommonNameMatches() {
        TestIdentity elsewhere = AUTHORITY
                .certificate("localhost")
                .name(new GeneralName(GeneralName.dNSName, "elsewhere.example"))
                .issue();
        CliRun run = run(elsewhere, "tauri", stage -> stage.read(), "listen");
        assertEquals(ExitCode.REFUSED, run.exitCode(), run.err());
        assertTrue(run.err().contains("it is not for the name localhost"), run.err());
        assertTrue(received.isEmpty());
    }

    @Test
    void insecureBelievesAnyServer() {
        TestIdentity other = TestAuthority.named("Other").server();
        CliRun run = run(
                other,
                "tauri",
                stage -> {
                    stage.answer("success", "");
                    stage.answer("get_notifications", "");
                },
                "pending",
                "--insecure");
        assertEquals(ExitCode.DONE, run.exitCode(), run.err());
    }

    @Test
    void loopbackAddressIsLocalhost() {
        CliRun run = against(
                stage -> {
                    stage.answer("success", "");
                    stage.answer("get_notifications", "");
                },
                "pending",
                "--host",
                "127.0.0.1");
        assertEquals(ExitCode.DONE, run.exitCode(), run.err());
    }

    @Test
    void streamThatOmegaEndsIsAnEnd() {
        CliRun run = against(
                stage -> {
                    stage.answer("success", "");
                    stage.stream().getOutputStream().close();
                },
                "listen");
        assertEquals(ExitCode.ENDED, run.exitCode(), run.err());
        assertTrue(run.err().startsWith("Omega ended the stream"), run.err());
    }

    @Test
    void whatIsNoMessageIsShown() {
        CliRun run = against(stage -> stage.write("hello"), "listen");
        assertEquals(ExitCode.ERROR_REPLY, run.exitCode(), run.err());
        assertTrue(run.err().contains("hello"), run.err());
    }

    @Test
    void silenceIsNoAnswer() throws IOException {
        try (DatagramSocket silent = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            CliRun run = CliRun.of(arguments(silent.getLocalPort(), "listen", "--server", "localhost:1"));
            assertEquals(ExitCode.NO_ANSWER, run.exitCode(), run.err());
            assertTrue(run.err().startsWith("No answer from localhost:"), run.err());
        }
    }

    @Test
    void hostThatDoesNotExistIsNamed() {
        CliRun run = CliRun.of(arguments(9189, "listen", "--host", "nowhere.invalid"));
        assertEquals(ExitCode.NO_ANSWER, run.exitCode(), run.err());
        assertTrue(run.err().startsWith("There is no host named nowhere.invalid"), run.err());
    }

    private CliRun against(ScriptedTauriServer.Script script, String... arguments) {
        return run(SERVER, "tauri", script, arguments);
    }

    private CliRun run(TestIdentity identity, String protocol, ScriptedTauriServer.Script script, String... arguments) {
        try (ScriptedTauriServer server = new ScriptedTauriServer(identity, protocol, script)) {
            CliRun run = CliRun.of(arguments(server.port(), arguments));
            received = server.received();
            return run;
        }
    }

    private String[] arguments(int port, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--user", "42", "--port", Integer.toString(port), "--data-dir", data.toString()));
        return all.toArray(String[]::new);
    }
}
