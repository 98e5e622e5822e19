package net.tensamin.omega.crash;

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
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import net.tensamin.omega.crash.CrashModel.Change;
import net.tensamin.omega.crash.CrashModel.Pair;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.OmikronClient;
import org.flywaydb.core.Flyway;

/** Notices and reads among a few users, at random, and what the store must hold of them. Not thread-safe. */
public final class ModelledLoad {
    public static final long[] USERS = LongStream.rangeClosed(101, 108).toArray();

    /** A sender that is in no request but those a test makes itself. */
    static final long MARK = 100;

    private static final long[] SENDERS = LongStream.rangeClosed(MARK, 108).toArray();
    private static final int MOST_UNANSWERED = 64;
    private static final int READ_PERCENT = 30;

    private final CrashModel model = new CrashModel();
    private final Random random;
    private long acknowledged;

    public ModelledLoad(Random random) {
        this.random = random;
    }

    /** Makes the users, in an empty database. */
    public static void register(DataSource database) throws SQLException {
        Flyway.configure().dataSource(database).load().migrate();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into iota values (1, 'key')");
            for (long user : SENDERS) {
                statement.execute("insert into users (user_id, username, public_key, iota_id, sub_level, sub_end)"
                        + " values (%d, 'user%d', 'key', 1, 0, 0)".formatted(user, user));
            }
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
        Pair pair = new Pair(receivers[random.nextInt(receivers.length)], USERS[random.nextInt(USERS.length)]);
        send(omikron, pair, random.nextInt(100) < READ_PERCENT ? Change.READ : Change.NOTICE);
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
        for (long user : USERS) {
            Map<Long, Long> amounts = pending(operator, server, user);
            senders.put(user, amounts.keySet());
            for (long sender : SENDERS) {
                model.found(new Pair(user, sender), amounts.getOrDefault(sender, 0L));
            }
        }
        return senders;
    }

    private static Map<Long, Long> pending(HttpClient operator, URI server, long user)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("api/get/notifications/" + user))
                .build();
        String body = operator.send(request, BodyHandlers.ofString()).body();
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            return reader.readObject().getJsonArray("notifications").getValuesAs(JsonObject.class).stream()
                    .collect(Collectors.toMap(
                            pair -> pair.getJsonNumber("sender_id").longValue(),
                            pair -> pair.getJsonNumber("amount").longValue()));
        }
    }
}
