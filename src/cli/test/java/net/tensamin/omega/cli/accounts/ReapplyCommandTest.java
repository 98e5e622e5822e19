package net.tensamin.omega.cli.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import net.tensamin.omega.cli.CliRun;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.PlayedOmega;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code accounts reapply} against a server that plays Omega's HTTPS. */
@Timeout(60)
class ReapplyCommandTest {
    private static final String DEVICE = "0123456789abcdef";

    @TempDir
    private Path data;

    private final List<String> asked = new ArrayList<>();
    private final Deque<Integer> statuses = new ArrayDeque<>();
    private PlayedOmega omega;
    private Path log;

    @BeforeEach
    void serve() throws Exception {
        omega = PlayedOmega.start(data, this::answer);
        omega.writePorts(data);
        log = data.resolve("audit.log");
        Files.write(
                log,
                List.of(
                        entry("user removed", "user_id=42"),
                        entry(
                                "DELETE /api/operations/devices/{user_id}/{device_id}",
                                "device_id=" + DEVICE + " user_id=7"),
                        entry("user removed", "user_id=43"),
                        entry("DELETE /api/operations/operators/{name}", "name=ada@ops"),
                        entry(
                                "DELETE /api/operations/operators/{name}/certificates/{certificate_id}",
                                "certificate_id=" + DEVICE + " name=grace"),
                        "a line of the server's log"));
    }

    private static String entry(String action, String subject) {
        return "{\"at\":\"2026-11-29T01:00:00Z\",\"action\":\"" + action + "\",\"subject\":\"" + subject
                + "\",\"status\":200,\"node\":\"a:1\"}";
    }

    @AfterEach
    void stop() {
        omega.close();
    }

    @Test
    void allIsDoneAgain() {
        CliRun run = reapply();
        assertEquals(ExitCode.DONE, run.exitCode(), run.err());
        assertEquals(
                "done: 2 removed users, 1 revoked devices, 1 removed operators, 1 revoked certificates of operators, 0 failed; 1 lines were of no audit log\n",
                run.out());
        assertEquals(
                List.of(
                        "DELETE /api/operations/users/42?again=true",
                        "DELETE /api/operations/users/43?again=true",
                        "DELETE /api/operations/devices/7/" + DEVICE + "?again=true",
                        "DELETE /api/operations/operators/ada%40ops?again=2026-11-29T01%3A00%3A00Z",
                        "DELETE /api/operations/operators/grace/certificates/" + DEVICE + "?again=true"),
                asked);
    }

    @Test
    void whatFailsIsSaidAndTheRestIsDone() {
        statuses.add(503);
        CliRun run = reapply("--json");
        assertEquals(ExitCode.ERROR_REPLY, run.exitCode());
        assertEquals(
                "{\"removed\":1,\"revoked\":1,\"operators\":1,\"certificates\":1,\"failed\":1,\"other_lines\":1}\n",
                run.out());
        assertTrue(run.err().contains("users/42: Omega answered 503"), run.err());
        assertEquals(5, asked.size());
    }

    @Test
    void aServerThatAsksForPatienceGetsIt() {
        statuses.add(429);
        statuses.add(429);
        assertEquals(ExitCode.DONE, reapply().exitCode());
        assertEquals(7, asked.size());
    }

    @Test
    void aDryRunAsksNothing() {
        CliRun run = reapply("--dry-run");
        assertEquals(ExitCode.DONE, run.exitCode(), run.err());
        assertTrue(run.out().startsWith("to do: 2 removed users, 1 revoked devices"), run.out());
        assertEquals(List.of(), asked);
    }

    @Test
    void aLogThatIsNotThereIsAFaultOfTheCaller() {
        assertEquals(
                ExitCode.USAGE,
                CliRun.of("accounts", "reapply", "--data-dir", data.toString(), data + "/other.log")
                        .exitCode());
        assertEquals(
                ExitCode.USAGE,
                CliRun.of("accounts", "reapply", "--data-dir", data.toString()).exitCode());
        assertEquals(ExitCode.USAGE, CliRun.of("accounts").exitCode());
        assertEquals(List.of(), asked);
    }

    private CliRun reapply(String... options) {
        return CliRun.of(Stream.concat(
                        Stream.of("accounts", "reapply", "--data-dir", data.toString(), log.toString()),
                        Stream.of(options))
                .toArray(String[]::new));
    }

    private void answer(HttpExchange call) throws IOException {
        asked.add(call.getRequestMethod() + " " + call.getRequestURI());
        int status = statuses.isEmpty() ? 200 : statuses.remove();
        call.getResponseHeaders().add("Retry-After", "0");
        byte[] body = "{\"status\":\"any\"}".getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(status, body.length);
        call.getResponseBody().write(body);
        call.close();
    }
}
