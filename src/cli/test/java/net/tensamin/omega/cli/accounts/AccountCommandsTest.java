package net.tensamin.omega.cli.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.tensamin.omega.cli.CliRun;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.PlayedOmega;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the commands on accounts ask and print, against a server that plays Omega's HTTPS. */
@Timeout(60)
class AccountCommandsTest {
    private static final String ALICE = "{\"user_id\":42,\"username\":\"alice\"}";

    @TempDir
    private Path data;

    private final List<String> asked = new ArrayList<>();
    private BiFunction<String, JsonObject, String> omegaSays = (call, body) -> "200 {\"status\":\"success\"}";
    private PlayedOmega omega;

    @BeforeEach
    void serve() throws Exception {
        omega = PlayedOmega.start(data, this::answer);
    }

    @AfterEach
    void stop() {
        omega.close();
    }

    // One by one

    @Test
    void usersAreAddedShownChangedAndRemoved() {
        omegaSays = (call, body) -> "201 {\"status\":\"success\",\"user_id\":42,\"username\":\"alice\"}";
        assertEquals(
                ALICE + "\n",
                done("user", "add", "--id", "42", "--name", "alice", "--iota", "1001", "--public-key", "k"));
        assertEquals(ALICE + "\n", done("user", "add", "--name", "alice", "--iota", "1001", "--public-key", "k"));
        assertEquals(ALICE + "\n", done("user", "show", "42"));
        assertEquals(ALICE + "\n", done("user", "change", "42", "--display", "A", "--clear", "status-message"));
        assertEquals("{\"removed\":42}\n", done("user", "remove", "42"));
        assertEquals(
                List.of(
                        "PUT /api/operations/users/42 {\"username\":\"alice\",\"iota_id\":1001,\"public_key\":\"k\"}",
                        "POST /api/operations/users {\"username\":\"alice\",\"iota_id\":1001,\"public_key\":\"k\"}",
                        "GET /api/operations/users/42",
                        "PATCH /api/operations/users/42 {\"display\":\"A\",\"status_message\":null}",
                        "DELETE /api/operations/users/42"),
                asked);
    }

    @Test
    void peopleGetWords() {
        omegaSays = (call, body) ->
                "200 {\"status\":\"success\",\"user_id\":42,\"username\":\"al\\u001bice\",\"iota_id\":1001}";
        assertEquals(
                "user 42: username al?ice, iota_id 1001\n",
                words("user", "show", "42").out());
    }

    @Test
    void aListIsReadPageByPage() {
        omegaSays = (call, body) -> call.contains("after=0")
                ? "200 {\"status\":\"success\",\"users\":[" + ALICE + "],\"next\":42}"
                : "200 {\"status\":\"success\",\"users\":[" + ALICE + "]}";
        assertEquals(ALICE + "\n" + ALICE + "\n", done("user", "list", "--find", "al ice"));
        assertEquals(
                List.of(
                        "GET /api/operations/users?limit=500&find=al+ice&after=0",
                        "GET /api/operations/users?limit=500&find=al+ice&after=42"),
                asked);
    }

    @Test
    void anIotaIsRemovedStepByStep() {
        omegaSays = (call, body) ->
                asked.size() < 3 ? "202 {\"status\":\"success\",\"remaining\":true}" : "200 {\"status\":\"success\"}";
        assertEquals("{\"removed\":1001}\n", done("iota", "remove", "1001", "--delete-users"));
        assertEquals(3, asked.size());
        assertEquals("DELETE /api/operations/iotas/1001?users=delete", asked.get(0));
        done("iota", "remove", "1001", "--move-to", "1002");
        assertEquals("DELETE /api/operations/iotas/1001?move_to=1002", asked.get(3));
        assertEquals(
                ExitCode.USAGE,
                run("iota", "remove", "1", "--move-to", "2", "--delete-users").exitCode());
    }

    @Test
    void whatOmegaRefusesIsSaid() {
        omegaSays = (call, body) -> "409 {\"status\":\"error_conflict\",\"message\":\"The username is taken.\"}";
        CliRun run = run("user", "add", "--name", "alice", "--iota", "1", "--public-key", "k");
        assertEquals(ExitCode.ERROR_REPLY, run.exitCode());
        assertEquals("Omega answered 409: The username is taken.\n", run.err());
    }

    @Test
    void anOmikronGetsAKeyAndIsAdded() throws Exception {
        Path file = data.resolve("omikron-2.json");
        CliRun made = CliRun.of("omikron", "keygen", "--id", "2", "--out", file.toString(), "--json");
        assertEquals(ExitCode.DONE, made.exitCode(), made.err());
        JsonObject key = json(Files.readString(file));
        assertEquals(2, key.getInt("omikron_id"));
        assertEquals(56, Base64.getDecoder().decode(key.getString("private_key")).length);
        assertEquals(56, Base64.getDecoder().decode(key.getString("public_key")).length);
        assertEquals(key.getString("public_key"), json(made.out()).getString("public_key"));
        assertEquals(
                "[OWNER_READ, OWNER_WRITE]",
                Files.getPosixFilePermissions(file).stream().sorted().toList().toString());
        CliRun again = CliRun.of("omikron", "keygen", "--id", "2", "--out", file.toString());
        assertEquals(ExitCode.USAGE, again.exitCode());
        assertTrue(again.err().contains("would be overwritten"), again.err());

        omegaSays = (call, body) -> "201 {\"status\":\"success\",\"omikron_id\":2}";
        String publicKey = key.getString("public_key");
        done("omikron", "add", "--id", "2", "--public-key", publicKey, "--ip-address", "192.0.2.1");
        assertEquals(
                "PUT /api/operations/omikrons/2 {\"public_key\":\"" + publicKey + "\",\"ip_address\":\"192.0.2.1\"}",
                asked.get(0));
    }

    // Many

    @Test
    void aFileIsSentInChunksAndItsRefusalsAreSaid() throws Exception {
        omegaSays = (call, body) -> taken(body, "999");
        Path file = file("many.jsonl", IntStream.rangeClosed(1, 2_500).mapToObj(AccountCommandsTest::user));
        CliRun run = run("accounts", "import", file.toString());
        assertEquals(ExitCode.ERROR_REPLY, run.exitCode(), run.err());
        assertEquals(
                "{\"line\":999,\"message\":\"no\",\"members\":{}}\n"
                        + "{\"made\":2499,\"changed\":0,\"unchanged\":0,\"refused\":1}\n",
                run.out());
        assertEquals(
                List.of(1_000, 1_000, 500),
                asked.stream().map(AccountCommandsTest::accounts).toList());
    }

    @Test
    void longAccountsGoInSmallerChunks() throws Exception {
        omegaSays = (call, body) -> taken(body, "none");
        String about = "x".repeat(10_000);
        Path file = file("long.jsonl", IntStream.rangeClosed(1, 250).mapToObj(i -> user(i).replace(
                        "\"a\"", "\"" + about + "\"")));
        done("accounts", "import", file.toString());
        assertTrue(asked.stream().allMatch(call -> call.length() < 1024 * 1024));
        assertEquals(250, asked.stream().mapToInt(AccountCommandsTest::accounts).sum());
        assertEquals(3, asked.size());
    }

    @Test
    void linesThatAreNoAccountsAreSaidAndTheRestIsSent() throws Exception {
        omegaSays = (call, body) -> taken(body, "none");
        Path file = file("odd.jsonl", Stream.of("\ufeff" + user(1), "", "{", "{\"operator\":{}}", "[]", user(6)));
        CliRun run = run("accounts", "import", file.toString());
        assertEquals(
                List.of(3, 4, 5, "end"),
                run.out()
                        .lines()
                        .map(AccountCommandsTest::json)
                        .map(line -> line.containsKey("line") ? (Object) line.getInt("line") : "end")
                        .toList());
        assertEquals(2, accounts(asked.get(0)));
    }

    @Test
    void aTableOfUsersIsReadAsRfc4180HasIt() throws Exception {
        omegaSays = (call, body) -> taken(body, "none");
        Path file = file(
                "users.csv",
                Stream.of(
                        "user_id,username,public_key,iota_id,about",
                        "42,alice,ZGVtbw==,1001,\"two",
                        "lines, \"\"quoted\"\"\"",
                        ",bob,ZGVtbw==,1001,",
                        "43,carol"));
        CliRun run = run("accounts", "import", file.toString());
        assertTrue(run.out().startsWith("{\"line\":5,"), run.out());
        assertEquals(
                "{\"replace\":false,\"dry_run\":false,\"accounts\":["
                        + "{\"line\":2,\"user\":{\"user_id\":42,\"username\":\"alice\",\"public_key\":\"ZGVtbw==\","
                        + "\"iota_id\":1001,\"about\":\"two\\nlines, \\\"quoted\\\"\"}},"
                        + "{\"line\":4,\"user\":{\"username\":\"bob\",\"public_key\":\"ZGVtbw==\",\"iota_id\":1001}}]}",
                asked.get(0).substring("POST /api/operations/accounts/import ".length()));
    }

    @Test
    void aDryRunKnowsWhatTheFileHasBefore() throws Exception {
        omegaSays = (call, body) -> taken(body, "none");
        Stream<String> iota = Stream.of("{\"iota\":{\"iota_id\":1,\"public_key\":\"a\"}}");
        Stream<String> users = IntStream.rangeClosed(2, 1_001).mapToObj(AccountCommandsTest::user);
        Path file = file(
                "dry.jsonl", Stream.concat(iota, Stream.concat(users, Stream.of(user(2).replace("user2", "USER2")))));
        CliRun run = run("accounts", "import", file.toString(), "--dry-run");
        assertTrue(
                run.out().startsWith("{\"line\":1002,\"message\":\"The line has the username of line 2.\""), run.out());
        assertEquals(2, asked.size());
        assertTrue(asked.get(1).contains("\"dry_run\":true,\"assumed_iotas\":[1]"), asked.get(1));
    }

    @Test
    void whatPassesIsWaitedForAndOtherwiseItIsSaidWhereToGoOn() throws Exception {
        omegaSays = (call, body) -> asked.size() == 1 ? "503 {\"message\":\"not now\"}" : taken(body, "none");
        Path file = file("three.jsonl", IntStream.rangeClosed(1, 3).mapToObj(AccountCommandsTest::user));
        done("accounts", "import", file.toString(), "--from-line", "2");
        assertEquals(
                List.of(2, 2), asked.stream().map(AccountCommandsTest::accounts).toList());

        omegaSays = (call, body) -> "403 {\"message\":\"not you\"}";
        CliRun refused = run("accounts", "import", file.toString(), "--from-line", "2");
        assertEquals(ExitCode.ERROR_REPLY, refused.exitCode());
        assertEquals("Omega answered 403: not you Go on with --from-line 2\n", refused.err());
    }

    @Test
    void idsThatOmegaMakesAreWrittenToAFile() throws Exception {
        omegaSays = (call, body) -> "200 {\"made\":1,\"ids\":[{\"line\":1,\"user_id\":77}],\"refused\":[]}";
        Path ids = data.resolve("ids.jsonl");
        done("accounts", "import", file("one.jsonl", Stream.of(user(1))).toString(), "--ids", ids.toString());
        assertEquals("{\"line\":1,\"user_id\":77}\n", Files.readString(ids));
    }

    @Test
    void allKindsAreExportedPageByPage() {
        omegaSays = (call, body) -> call.contains("users&after=0")
                ? "200 {\"accounts\":[{\"user\":{\"user_id\":5}}],\"next\":5}"
                : "200 {\"accounts\":[]}";
        CliRun run = words("accounts", "export");
        assertEquals("{\"user\":{\"user_id\":5}}\n", run.out());
        assertEquals(
                List.of("iotas&after=0", "omikrons&after=0", "users&after=0", "users&after=5"),
                asked.stream()
                        .map(call -> call.substring(call.indexOf('=') + 1))
                        .toList());
    }

    @Test
    void anExportToAFileIsForItsOwnerOnly() throws Exception {
        omegaSays = (call, body) ->
                call.contains("users") ? "200 {\"accounts\":[{\"user\":{\"user_id\":5}}]}" : "200 {\"accounts\":[]}";
        Path file = data.resolve("accounts.jsonl");
        assertEquals("", words("accounts", "export", "--to", file.toString()).out());
        assertEquals("{\"user\":{\"user_id\":5}}\n", Files.readString(file));
        assertEquals(
                "[OWNER_READ, OWNER_WRITE]",
                Files.getPosixFilePermissions(file).stream().sorted().toList().toString());
        assertEquals(
                ExitCode.USAGE,
                words("accounts", "export", "--to", file.toString()).exitCode());
    }

    @Test
    void eachKindHasTheSameCommands() {
        for (Kind kind : Kind.ALL) {
            omegaSays = (call, body) -> call.contains("limit=")
                    ? "200 {\"" + kind.plural() + "\":[{\"" + kind.idMember() + "\":2}]}"
                    : "200 {\"status\":\"success\",\"" + kind.idMember() + "\":2}";
            asked.clear();
            String account = "{\"" + kind.idMember() + "\":2}\n";
            assertEquals(account, done(kind.name(), "add", "--id", "2", "--public-key", "k"));
            assertEquals(account, done(kind.name(), "show", "2"));
            assertEquals(account, done(kind.name(), "list", "--find", "2"));
            assertEquals(account, done(kind.name(), "change", "2", "--public-key", "l"));
            assertEquals("{\"removed\":2}\n", done(kind.name(), "remove", "2"));
            String path = "/api/operations/" + kind.plural();
            assertEquals(
                    List.of(
                            "PUT " + path + "/2 {\"public_key\":\"k\"}",
                            "GET " + path + "/2",
                            "GET " + path + "?limit=500&find=2&after=0",
                            "PATCH " + path + "/2 {\"public_key\":\"l\"}",
                            "DELETE " + path + "/2"),
                    asked);
        }
    }

    @Test
    void aPictureHasACallOfItsOwn() throws Exception {
        Path picture = Files.writeString(data.resolve("a.png"), "{}");
        omegaSays = (call, body) -> "200 {\"status\":\"success\",\"user_id\":42}";
        done("user", "add", "--id", "42", "--name", "alice", "--avatar", picture.toString());
        assertEquals("PUT /api/operations/users/42/avatar {}", asked.get(1));
        CliRun without = run("user", "add", "--name", "alice", "--avatar", picture.toString());
        assertEquals(ExitCode.USAGE, without.exitCode());
        assertTrue(without.err().startsWith("--avatar needs --id"), without.err());
        assertEquals(2, asked.size());
    }

    private static String taken(JsonObject body, String refused) {
        long lines = body.getJsonArray("accounts").size();
        boolean no = body.getJsonArray("accounts").stream()
                .anyMatch(each -> each.asJsonObject().get("line").toString().equals(refused));
        return "200 {\"made\":" + (lines - (no ? 1 : 0)) + ",\"changed\":0,\"unchanged\":0,\"ids\":[],\"refused\":["
                + (no ? "{\"line\":" + refused + ",\"message\":\"no\",\"members\":{}}" : "") + "]}";
    }

    private static int accounts(String call) {
        return json(call.substring(call.indexOf('{'))).getJsonArray("accounts").size();
    }

    private static String user(int i) {
        return "{\"user\":{\"user_id\":" + i + ",\"username\":\"user" + i + "\",\"iota_id\":1,\"about\":\"a\"}}";
    }

    private Path file(String name, Stream<String> lines) throws IOException {
        return Files.writeString(data.resolve(name), lines.collect(Collectors.joining("\n")));
    }

    private static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    private String done(String... arguments) {
        CliRun run = run(arguments);
        assertEquals(ExitCode.DONE, run.exitCode(), run.out() + run.err());
        return run.out();
    }

    private CliRun run(String... arguments) {
        return words(Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new));
    }

    private CliRun words(String... arguments) {
        String url = omega.url();
        return CliRun.of(Stream.concat(Stream.of(arguments), Stream.of("--url", url, "--data-dir", data.toString()))
                .toArray(String[]::new));
    }

    private void answer(HttpExchange call) throws IOException {
        String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String said = call.getRequestMethod() + " " + call.getRequestURI() + (body.isEmpty() ? "" : " " + body);
        asked.add(said);
        String answer = omegaSays.apply(said, body.isEmpty() ? JsonObject.EMPTY_JSON_OBJECT : json(body));
        byte[] bytes = answer.substring(4).getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), bytes.length);
        call.getResponseBody().write(bytes);
        call.close();
    }
}
