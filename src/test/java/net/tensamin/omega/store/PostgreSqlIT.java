package net.tensamin.omega.store;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.tensamin.omega.testing.Health;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.QuicheClient;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestAuthority;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same WAR on PostgreSQL, and what callers see when the database goes away and comes back. */
@ArquillianTest
@Timeout(120)
class PostgreSqlIT {
    private static Path directory;
    private static EmbeddedPostgres database;
    private static int port;

    @Deployment(testable = false)
    static WebArchive omega() throws IOException {
        directory = Files.createTempDirectory("omega-postgresql-");
        port = freePort();
        database = start();
        return OmegaDeployment.war(Map.of(
                "omega.db.url",
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                "omega.db.user",
                "postgres",
                "omega.omikron.unanswered-limit",
                "50",
                "omega.mailbox.answer-timeout",
                "PT2S"));
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
        TestDatabase.delete(directory);
    }

    @Test
    void noticesAndReadsAreStored() throws Exception {
        read();
        try (OmikronClient omikron = OmikronClient.identified()) {
            omikron.notice(7, 42);
            omikron.notice(7, 42);
        }
        assertTrue(pending().body().contains("\"amount\":2"), () -> "two notices");
        assertEquals(200, read().statusCode());
        assertFalse(pending().body().contains("amount"), () -> "nothing after a read");
    }

    @Test
    void anOutageIsSaidQuicklyAndIsOverWhenTheDatabaseIsBack() throws Exception {
        assertEquals(200, profile().statusCode());

        database.close();
        long before = System.nanoTime();
        HttpResponse<String> response = profile();
        assertEquals(503, response.statusCode());
        assertTrue(response.body().contains("\"error_unavailable\""), response::body);
        assertTrue(Duration.ofNanos(System.nanoTime() - before).toSeconds() < 5, "without waiting for the database");
        Health ready = Health.of("ready");
        assertEquals(503, ready.httpStatus());
        assertTrue(ready.checks().get("database").startsWith("DOWN cannot be reached"), ready::toString);
        assertEquals(200, call("GET", "ready/quic").statusCode(), "all nodes share it, and sessions go on");
        assertEquals(200, Health.of("live").httpStatus());
        assertEquals(200, Health.of("started").httpStatus());

        database = start();
        assertEquals(200, profile().statusCode(), "the first call after the outage gets a working connection");
    }

    /** SPEC §4: nothing is acknowledged before its commit, and nothing that was taken is dropped. */
    @Test
    void whatIsSentDuringAnOutageIsCommittedOnceAndAnsweredInOrderAfterIt() throws Exception {
        read();
        try (OmikronClient omikron = OmikronClient.identified()) {
            omikron.notice(7, 42);
            database.close();
            for (int i = 1; i <= 5; i++) {
                omikron.send("{\"id\":\"" + i + "\",\"type\":\"push_notification\","
                        + "\"data\":{\"sender_id\":7,\"receiver_id\":42}}");
            }
            assertEquals(
                    "pong",
                    omikron.ask("ping", OmikronClient.numbers("last_ping", -1)).type());
            HttpResponse<String> response = read();
            assertEquals(503, response.statusCode(), "withdrawn when its caller waits no longer");
            assertTrue(response.body().contains("\"error_unavailable\""), response::body);

            database = start();

            for (int i = 1; i <= 5; i++) {
                OmikronClient.Message answer = omikron.reply();
                assertEquals("push_notification", answer.type());
                assertEquals(Integer.toString(i), answer.id());
            }
        }
        assertTrue(pending().body().contains("\"amount\":6"), () -> "each once, and the read not at all");
    }

    /** SPEC §2, §6: a client that waits is told so, none is sent away, and all goes on by itself. */
    @Test
    void anOutageEndsNoSessionAndNoLink() throws Exception {
        read();
        try (OmikronClient omikron = OmikronClient.identified()) {
            omikron.notice(7, 42);
        }
        try (TauriClient phone = TauriClient.identified(authority().device(42), 42);
                OmikronClient omikron = OmikronClient.identified()) {
            TauriClient.Talk talk = phone.talk();
            assertEquals("push_notification", talk.hear().getString("type"));

            database.close();
            omikron.send("{\"id\":\"during\",\"type\":\"push_notification\","
                    + "\"data\":{\"sender_id\":7,\"receiver_id\":42}}");
            assertEquals(
                    "pong",
                    omikron.ask("ping", OmikronClient.numbers("last_ping", -1)).type());
            assertInternalError(talk.ask("{'type':'get_notifications','id':'1'}"), "1");
            assertInternalError(talk.ask("{'type':'read_notification','id':'2','data':{'sender_id':'7'}}"), "2");
            assertEquals(503, pending().statusCode());
            assertEquals(
                    "pong", talk.ask("{'type':'ping','data':{'last_ping':0}}").getString("type"));

            database = start();

            assertEquals("during", omikron.reply().id());
            assertEquals("push_notification", talk.hear().getString("type"));
            JsonObject answer = talk.ask("{'type':'get_notifications','id':'3'}");
            JsonObject data = answer.getJsonObject("data");
            assertEquals(
                    "[{\"sender_id\":\"7\",\"amount\":2,\"revision\":" + data.getInt("revision") + "}]",
                    data.getJsonArray("notifications").toString());
            talk.say("{'type':'read_notification','id':'4','data':{'sender_id':'7'}}");
            assertEquals(
                    Set.of("success", "read_notification"),
                    Set.of(talk.hear().getString("type"), talk.hear().getString("type")));
            assertEquals(200, pending().statusCode());
            omikron.notice(7, 42);
        }
    }

    /** SPEC §3: with 103 it would come back at once, to a database that is away. */
    @Test
    void aDeviceThatConnectsInAnOutageIsToldWhenToComeBack() throws Exception {
        database.close();
        try (TauriClient phone = TauriClient.connect(authority().device(42))) {
            phone.open().say(TauriClient.identification(42));
            QuicheClient.Close close = phone.awaitClose();
            assertEquals(100, close.error(), close::toString);
            long millis = Long.parseLong(close.reason().substring("retry-after-ms=".length()));
            assertTrue(millis >= 2_000, close::toString);
        } finally {
            database = start();
        }
        try (TauriClient phone = TauriClient.identified(authority().device(42), 42)) {
            assertFalse(phone.closedByServer());
        }
    }

    private static void assertInternalError(JsonObject reply, String id) {
        assertEquals("error_internal", reply.getString("type"), reply::toString);
        assertEquals(id, reply.getString("id"), reply::toString);
    }

    private static TestAuthority authority() {
        return TestAuthority.development(OmegaDeployment.data());
    }

    /** The bytes of a link that waits for too many answers stay with its Omikron; nobody else notices. */
    @Test
    void linkWithTooMuchUnansweredIsNotReadAndOthersAre() throws Exception {
        read();
        int frames = 400;
        String padding = "x".repeat(1 << 16);
        try (OmikronClient busy = OmikronClient.identified();
                OmikronClient other = OmikronClient.connect();
                Connection lock = database.getPostgresDatabase().getConnection()) {
            busy.notice(7, 42);
            lock.setAutoCommit(false);
            lock.createStatement().execute("select 1 from mailbox where user_id = 42 for update");

            List<CompletableFuture<?>> sent = IntStream.range(0, frames)
                    .<CompletableFuture<?>>mapToObj(i -> busy.beginSend("{\"id\":\"" + i + "\",\"x\":\"" + padding
                            + "\",\"type\":\"push_notification\",\"data\":{\"sender_id\":7,\"receiver_id\":42}}"))
                    .toList();
            AtomicLong last = new AtomicLong(-1);
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        long done =
                                sent.stream().filter(CompletableFuture::isDone).count();
                        return last.getAndSet(done) == done;
                    });
            assertTrue(last.get() < frames, () -> "all " + frames + " frames were read");
            assertEquals(
                    "pong",
                    other.ask("ping", OmikronClient.numbers("last_ping", -1)).type());
            assertEquals(200, profile().statusCode());

            lock.rollback();
            Set<String> answered = new HashSet<>(); // in any order: what waits for a lock is overtaken
            for (int i = 0; i < frames; i++) {
                var reply = busy.reply();
                assertEquals("push_notification", reply.type());
                answered.add(reply.id());
            }
            assertEquals(frames, answered.size());
        }
        assertTrue(pending().body().contains("\"amount\":" + (frames + 1)), () -> "nothing is dropped");
    }

    @Test
    void anUnexpectedFailureTellsAReferenceAndNothingElse() throws Exception {
        run("alter table users rename to hidden");
        try {
            HttpResponse<String> response = profile();
            assertEquals(500, response.statusCode());
            assertTrue(response.body().contains("\"error_internal\""), response::body);
            assertTrue(response.body().matches("(?s).*[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}.*"), response::body);
            assertFalse(response.body().matches("(?si).*(users|exception|sql|select).*"), response::body);
        } finally {
            run("alter table hidden rename to users");
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> profile().statusCode() == 200);
    }

    private static HttpResponse<String> profile() throws Exception {
        return call("GET", "api/get/user/42");
    }

    private static HttpResponse<String> pending() throws Exception {
        return call("GET", "api/get/notifications/42");
    }

    private static HttpResponse<String> read() throws Exception {
        return call("DELETE", "api/delete/notifications/42/7");
    }

    private static HttpResponse<String> call(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(OmegaDeployment.https().resolve(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newBuilder()
                .sslContext(OmegaTls.demo("user-42"))
                .build()
                .send(request, BodyHandlers.ofString());
    }

    private static void run(String statement) throws SQLException {
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement jdbc = connection.createStatement()) {
            jdbc.execute(statement);
        }
    }

    private static EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
