package net.tensamin.omega.cli.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** What operators ask, against a server that plays Omega's HTTPS; it is found by what its data directory says. */
@Timeout(60)
class OperatorCommandsTest {

    @TempDir
    private Path data;

    private final List<String> asked = new ArrayList<>();
    private PlayedOmega omega;
    private int status = 200;
    private String answer = "";

    @BeforeEach
    void serve() throws Exception {
        omega = PlayedOmega.start(data, this::answer);
        omega.writePorts(data);
    }

    @AfterEach
    void stop() {
        omega.close();
    }

    @Test
    void drainBeginsAndSaysHowFarItIs() {
        answer = "{\"status\":\"success\",\"state\":\"draining\",\"remaining_ms\":900,\"devices\":1,\"omikrons\":2}";
        assertEquals("draining: 1 device and 2 Omikrons connected\n", done("drain"));
        assertEquals("draining: 1 device and 2 Omikrons connected\n", done("drain", "--status"));
        assertEquals(List.of("POST /api/operations/drain", "GET /api/operations/drain"), asked);
    }

    /** For {@code $(omega-cli operator add …)}. */
    @Test
    void aCodeIsAloneOnTheStandardOutputForScripts() {
        answer = "{\"status\":\"success\",\"code\":\"secret\",\"expires\":\"2026-03-01T13:00:00Z\"}";
        assertEquals("secret\n", done("operator", "add", "grace", "--role", "operate"));
        assertEquals("secret\n", done("operator", "code", "grace"));
    }

    @Test
    void traceSaysWhatHappenedAndHowTheUserStands() {
        answer = """
                {"status":"success","user_id":42,"node":"a","other_nodes":[],"silent_nodes":["b"],"online_through":"",
                 "sessions":1,"events":[
                  {"at":"2026-11-29T00:00:00Z","kind":"noticed","sender_id":7,"party":"omikron 1"},
                  {"at":"2026-11-29T00:00:01Z","kind":"pushed","sender_id":7,"revision":3,"party":"device 9c\\u001b"}]}
                """;
        assertEquals("""
                2026-11-29T00:00:00Z noticed from 7, omikron 1
                2026-11-29T00:00:01Z pushed from 7 revision 3, device 9c?
                user 42 is offline, with 1 session; no answer from ["b"]
                """, done("trace", "--user", "42"));
        assertEquals(List.of("GET /api/operations/trace/42"), asked);
    }

    @Test
    void auditSaysWhoDidWhat() {
        answer = """
                {"status":"success","complete":false,"calls":[
                  {"at":"2026-11-29T00:00:00Z","caller":"urn:tensamin:operator:ada","address":"192.0.2.1",
                   "action":"POST /x","subject":"user_id=42","http_status":200,"node":"a:1"},
                  {"at":"2026-11-29T00:00:00Z","action":"GET /x","http_status":401,"node":"a:1"}]}
                """;
        assertEquals("""
                2026-11-29T00:00:00Z urn:tensamin:operator:ada from 192.0.2.1: POST /x user_id=42: 200 (a:1)
                2026-11-29T00:00:00Z nobody: GET /x: 401 (a:1)
                the database is away: these are only the calls that this server has not written to it yet
                """, done("audit", "--find", "user_id=42 &", "--most", "7"));
        assertEquals(List.of("GET /api/operations/audit?most=7&find=user_id%3D42+%26"), asked);
    }

    @Test
    void healthSaysWhatIsWrongAndEndsSo() {
        answer = "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"database\",\"status\":\"DOWN\","
                + "\"data\":{\"reason\":\"does not answer\"}},{\"name\":\"quic\",\"status\":\"UP\",\"data\":{}}]}";
        status = 503;
        CliRun down = run("health");
        assertEquals(ExitCode.ERROR_REPLY, down.exitCode(), down.err());
        assertEquals("database DOWN: does not answer\nquic UP\nnot ready\n", down.out());

        status = 200;
        assertEquals(
                "{\"name\":\"database\",\"status\":\"DOWN\",\"reason\":\"does not answer\"}\n"
                        + "{\"name\":\"quic\",\"status\":\"UP\",\"reason\":\"\"}\n",
                done("health", "--json"));
    }

    @Test
    void whereTheServerIsCanBeSaidForEachCommand() {
        CliRun elsewhere = run("drain", "--server", "localhost:1");
        assertEquals(ExitCode.NO_ANSWER, elsewhere.exitCode());
        assertTrue(elsewhere.err().contains("https://localhost:1/"), elsewhere.err());
        assertEquals(
                ExitCode.USAGE, run("drain", "--server", "https://localhost/").exitCode());
        assertEquals(List.of(), asked);
    }

    private String done(String... command) {
        CliRun run = run(command);
        assertEquals(ExitCode.DONE, run.exitCode(), run.err());
        return run.out();
    }

    private CliRun run(String... command) {
        return CliRun.of(Stream.concat(Stream.of(command), Stream.of("--data-dir", data.toString()))
                .toArray(String[]::new));
    }

    private void answer(HttpExchange call) throws IOException {
        asked.add(call.getRequestMethod() + " " + call.getRequestURI());
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(status, body.length);
        call.getResponseBody().write(body);
        call.close();
    }
}
