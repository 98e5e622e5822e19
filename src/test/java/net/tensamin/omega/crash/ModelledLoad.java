package net.tensamin.omega.crash;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import javax.net.ssl.SSLHandshakeException;
import javax.sql.DataSource;
import net.tensamin.omega.crash.CrashModel.Change;
import net.tensamin.omega.crash.CrashModel.Pair;
import net.tensamin.omega.store.SchemaMigration;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.OmikronClient;

/** Notices and reads among a few users, at random, and what the store must hold of them. Not thread-safe. */
public final class ModelledLoad {
    private static final int TOO_MANY_REQUESTS = 429; // RFC 6585 §4
    public static final long[] USERS = LongStream.rangeClosed(101, 108).toArray();

    /** A sender that is in no request but those a test makes itself. */
    static final long MARK = 100;

    private static final long[] SENDERS = LongStream.rangeClosed(MARK, 108).toArray();
    private static final int MOST_UNANSWERED = 64;
    private static final int READ_PERCENT = 30;

    private static final int REQUESTS_A_REMOVAL = 50;
    private static final int MORTALS = 4;
    private static final int MORTAL_PERCENT = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final AtomicLong LAST_MORTAL = new AtomicLong(1_000);

    private final CrashModel model = new CrashModel();
    private final List<Long> mortals = new ArrayList<>();
    private Optional<Registry> registry = Optional.empty();
    private final Random random;
    private long acknowledged;

    public ModelledLoad(Random random) {
        this.random = random;
    }

    /** Where users come and go. */
    interface Registry {
        void register(long user);

        /** Returns when the user is removed. */
        void remove(long user);
    }

    /** From now on some users are removed, one in so many requests, and others come; no id comes twice. */
    void removing(Registry from) {
        registry = Optional.of(from);
        for (int i = 0; i < MORTALS; i++) {
            oneMore(from);
        }
    }

    private void oneMore(Registry to) {
        long user = LAST_MORTAL.incrementAndGet();
        to.register(user);
        mortals.add(user);
    }

    private void replaceOne(Registry in) {
        long user = mortals.remove(random.nextInt(mortals.size()));
        model.removed(user);
        in.remove(user);
        oneMore(in);
    }

    /** Makes the users, in an empty database. */
    public static void register(DataSource database) throws SQLException {
        SchemaMigration.migrate(database);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into iota (iota_id, public_key) values (1, 'key')");
            for (long user : SENDERS) {
                register(connection, user);
            }
        }
    }

    /** Makes one more, whom no request of the model names. */
    public static void register(Connection connection, long user) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("insert into users (user_id, username, public_key, iota_id, sub_level, sub_end)"
                    + " values (%d, 'user%d', 'key', 1, 0, 0)".formatted(user, user));
        }
    }

    /** How many requests were acknowledged. */
    public long acknowledged() {
        return acknowledged;
    }

    public int unanswered() {
        return model.unacknowledged();
    }

    public boolean tooMuchUnanswered() {
        return model.unacknowledged() >= MOST_UNANSWERED;
    }

    /** A request for one of these users. */
    public void request(OmikronClient omikron, long... receivers) {
        registry.filter(any -> random.nextInt(REQUESTS_A_REMOVAL) == 0).ifPresent(this::replaceOne);
        Pair pair = new Pair(oneOf(receivers), oneOf(USERS));
        send(omikron, pair, random.nextInt(100) < READ_PERCENT ? Change.READ : Change.NOTICE);
    }

    /** Or one that comes and goes, or has gone. */
    private long oneOf(long... users) {
        if (registry.isPresent() && random.nextInt(100) < MORTAL_PERCENT) {
            List<Long> some = new ArrayList<>(mortals);
            model.removed().stream()
                    .skip(Math.max(0, model.removed().size() - MORTALS))
                    .forEach(some::add);
            return some.get(random.nextInt(some.size()));
        }
        return users[random.nextInt(users.length)];
    }

    /** What the server never gets is as any request without an answer. */
    void send(OmikronClient omikron, Pair pair, Change change) {
        String id = UUID.randomUUID().toString();
        JsonObjectBuilder data = Json.createObjectBuilder().add("sender_id", pair.sender());
        JsonObjectBuilder frame = Json.createObjectBuilder().add("id", id);
        if (change == Change.READ) {
            frame.add("type", "read_notification")
                    .add("sender", pair.receiver())
                    .add("data", data);
        } else {
            frame.add("type", "push_notification").add("data", data.add("receiver_id", pair.receiver()));
        }
        model.sent(id, pair, change);
        try {
            omikron.send(frame.build().toString());
        } catch (CompletionException ended) {
            assertTrue(omikron.ended(), () -> "not sent on an open link: " + ended);
        }
    }

    public void awaitReply(OmikronClient omikron) throws InterruptedException {
        acknowledge(omikron.reply());
    }

    public void awaitReplies(OmikronClient omikron) throws InterruptedException {
        while (model.unacknowledged() > 0) {
            awaitReply(omikron);
        }
    }

    /** Takes the replies that have come. */
    public void takeReplies(OmikronClient omikron) {
        for (Optional<OmikronClient.Message> reply = omikron.replyNow();
                reply.isPresent();
                reply = omikron.replyNow()) {
            acknowledge(reply.get());
        }
    }

    private void acknowledge(OmikronClient.Message reply) {
        if (reply.type().equals("error_invalid_user_id")) {
            model.refused(reply.id());
            return;
        }
        if (reply.type().startsWith("error")) {
            throw new AssertionError("not stored: " + reply);
        }
        model.acknowledged(reply.id());
        acknowledged++;
    }

    /** Fails unless the server has what it must have; returns of whom each user has something pending. */
    Map<Long, Set<Long>> compareWithServer() throws IOException, GeneralSecurityException, InterruptedException {
        return compareWithServer(OmegaDeployment.https());
    }

    public Map<Long, Set<Long>> compareWithServer(URI server)
            throws IOException, GeneralSecurityException, InterruptedException {
        Map<Long, Set<Long>> senders = new HashMap<>();
        HttpClient operator =
                HttpClient.newBuilder().sslContext(OmegaTls.demo("operator")).build();
        model.silent();
        for (long user : model.removed()) {
            assertEquals(404, ask(operator, server, user).statusCode(), () -> "user " + user + " is removed");
        }
        for (long user : all(USERS)) {
            Map<Long, Long> amounts = pending(operator, server, user);
            senders.put(user, amounts.keySet());
            for (long sender : all(SENDERS)) {
                model.found(new Pair(user, sender), amounts.getOrDefault(sender, 0L));
            }
        }
        return senders;
    }

    private long[] all(long... users) {
        return LongStream.concat(LongStream.of(users), mortals.stream().mapToLong(Long::longValue))
                .toArray();
    }

    /** When all that removed users wrote is read, which is done by and by. */
    private Map<Long, Long> pending(HttpClient operator, URI server, long user) {
        return await("what removed users wrote to " + user + " is read")
                .atMost(PATIENCE)
                .until(() -> amounts(ask(operator, server, user).body()), amounts -> model.removed().stream()
                        .noneMatch(amounts::containsKey));
    }

    /** As often as one certificate may, which is asked for many users here. */
    private static HttpResponse<String> ask(HttpClient operator, URI server, long user)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("api/get/notifications/" + user))
                .build();
        HttpResponse<String> response = send(operator, request);
        while (response.statusCode() == TOO_MANY_REQUESTS) {
            String seconds = response.headers().firstValue("Retry-After").orElseThrow();
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(Long.parseLong(seconds)));
            response = send(operator, request);
        }
        return response;
    }

    /** A server whose files were short a moment ago may still turn connections away. */
    private static HttpResponse<String> send(HttpClient operator, HttpRequest request) {
        return await("an answer")
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(SSLHandshakeException.class)
                .until(() -> operator.send(request, BodyHandlers.ofString()), any -> true);
    }

    private static Map<Long, Long> amounts(String body) {
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            return reader.readObject().getJsonArray("notifications").getValuesAs(JsonObject.class).stream()
                    .collect(Collectors.toMap(
                            pair -> pair.getJsonNumber("sender_id").longValue(),
                            pair -> pair.getJsonNumber("amount").longValue()));
        }
    }
}
