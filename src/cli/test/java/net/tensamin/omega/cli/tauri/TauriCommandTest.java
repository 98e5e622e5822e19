package net.tensamin.omega.cli.tauri;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import net.tensamin.omega.cli.CliRun;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;
import net.tensamin.omega.testing.OwnThread;
import net.tensamin.omega.testing.TestAuthority;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The client that stays, against a server that plays a script. */
@Timeout(60)
class TauriCommandTest {
    private static final TestAuthority AUTHORITY = TestAuthority.named("Omega");
    private static final String MAILBOX = ",\"data\":{\"revision\":5}";
    private static final String LAST_PING = ",\"data\":{\"last_ping\":-1}";
    private static final String NOTIFICATIONS =
            ",\"data\":{\"revision\":5,\"notifications\":[{\"sender_id\":\"7\",\"amount\":3,\"revision\":5}]}";

    @TempDir
    private Path data;

    private final StringWriter out = new StringWriter();

    @BeforeEach
    void writeDemoFiles() throws IOException {
        Files.createDirectories(data.resolve("demo"));
        Files.createDirectories(data.resolve("pki"));
        AUTHORITY.writePem(data.resolve("pki/ca.pem"));
        AUTHORITY.device(42).writeChain(data.resolve("demo/user-42.pem"));
        AUTHORITY.device(42).writeKey(data.resolve("demo/user-42.key"));
    }

    @Test
    void itComesBackAndWhatAPongProvesIsInTheFile() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        AtomicReference<String> fileAtPong = new AtomicReference<>("");
        ScriptedTauriServer.Script script = stage -> {
            stage.answer("success", MAILBOX);
            if (connections.incrementAndGet() == 1) {
                stage.read();
                stage.close(100, "retry-after-ms=50");
                return;
            }
            stage.answer("pong", LAST_PING);
            stage.answer("get_notifications", NOTIFICATIONS);
            stage.write("{\"type\":\"push_notification\",\"data\":{\"sender_id\":\"9\",\"amount\":2,\"revision\":6}}");
            stage.write("{\"type\":\"ping\",\"data\":{\"last_ping\":-1,\"revision\":6}}");
            Envelope message = stage.read();
            while (!message.type().equals("pong")) {
                message = stage.read();
            }
            fileAtPong.set(Files.readString(data.resolve("demo/user-42.badges-42.json")));
            stage.close(200, "device revoked");
        };
        assertEquals(ExitCode.ENDED_FOR_GOOD, run(script, "--json").exitCode());
        assertEquals(2, connections.get());
        assertEquals(
                "{\"revision\":6,\"badges\":[{\"sender_id\":\"7\",\"amount\":3,\"revision\":5},"
                        + "{\"sender_id\":\"9\",\"amount\":2,\"revision\":6}],\"reads\":[],\"user_id\":\"42\"}\n",
                fileAtPong.get());
        String time = "\\{\"time\":\"[^\"]+Z\",";
        String printed = out.toString();
        assertTrue(
                printed.matches(
                        "(?s)"
                                + time
                                + "\"type\":\"badges\",\"data\":\\{\"revision\":0,\"badges\":\\[],\"reads\":\\[]}}\\R"
                                + time + "\"type\":\"connection\",\"data\":\\{\"state\":\"identified\"}}\\R"
                                + time + "\"type\":\"connection\",\"data\":\\{\"state\":\"away\",\"words\":\"[^\"]+\","
                                + "\"wait_ms\":\\d+}}\\R"
                                + time + "\"type\":\"connection\",\"data\":\\{\"state\":\"identified\"}}\\R"
                                + time
                                + "\"type\":\"badges\",\"data\":\\{\"revision\":5,\"badges\":\\[\\{\"sender_id\":\"7\",\"amount\":3,"
                                + "\"revision\":5}],\"reads\":\\[]}}\\R.*"
                                + time
                                + "\"type\":\"push_notification\",\"data\":\\{\"sender_id\":\"9\",\"amount\":2,\"revision\":6}}\\R"),
                printed);
    }

    @Test
    void whatIsTypedIsDone() throws Exception {
        CompletableFuture<String> read = new CompletableFuture<>();
        ScriptedTauriServer.Script script = stage -> {
            stage.answer("success", MAILBOX);
            stage.answer("pong", LAST_PING);
            stage.answer("get_notifications", NOTIFICATIONS);
            read.complete(stage.answer("success", "").json().toString());
            stage.read();
        };
        try (PipedOutputStream keyboard = new PipedOutputStream();
                ScriptedTauriServer server = new ScriptedTauriServer(AUTHORITY.server(), "tauri", script)) {
            PipedInputStream input = new PipedInputStream(keyboard);
            CompletableFuture<Integer> code =
                    OwnThread.supply(() -> command(server.port()).run(input));
            await().atMost(Duration.ofSeconds(30)).until(() -> out.toString().contains("badges 3 from 7"));
            keyboard.write("nonsense\n\nread 7\n".getBytes(StandardCharsets.UTF_8));
            keyboard.flush();
            assertTrue(read.join().contains("\"type\":\"read_notification\""), read.join());
            await().atMost(Duration.ofSeconds(30)).until(() -> out.toString().endsWith("badges none\n"));
            keyboard.write("quit\n".getBytes(StandardCharsets.UTF_8));
            keyboard.flush();
            assertEquals(ExitCode.DONE, code.join());
        }
        assertTrue(out.toString().contains("There are: read SENDER, pending, badges, connect, quit"), out.toString());
        assertTrue(Files.readString(data.resolve("demo/user-42.badges-42.json"))
                .startsWith("{\"revision\":5,\"badges\":[],"));
    }

    private CliRun run(ScriptedTauriServer.Script script, String... more) {
        try (ScriptedTauriServer server = new ScriptedTauriServer(AUTHORITY.server(), "tauri", script)) {
            int code = command(server.port(), more).run(new ByteArrayInputStream(new byte[0]));
            return new CliRun(code, out.toString(), "");
        } catch (Failure e) {
            return new CliRun(e.exitCode(), out.toString(), e.getMessage());
        }
    }

    private TauriCommand command(int port, String... more) {
        CommandLine root = CliRun.commandLine().setOut(new PrintWriter(out, true));
        List<String> words = new ArrayList<>(
                List.of("tauri", "--user", "42", "--port", Integer.toString(port), "--data-dir", data.toString()));
        words.addAll(List.of(more));
        root.parseArgs(words.toArray(String[]::new));
        return root.getSubcommands().get("tauri").getCommand();
    }
}
