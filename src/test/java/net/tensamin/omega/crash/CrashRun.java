package net.tensamin.omega.crash;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import net.tensamin.omega.crash.CrashModel.Change;
import net.tensamin.omega.crash.CrashModel.Pair;
import net.tensamin.omega.testing.BadgeDevice;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaProcess;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;

/**
 * Loads a server with notices and reads, kills it at a random moment, starts it on the same data, and compares the store with
 * what the model allows and every device's badges with the store; again and again.
 */
final class CrashRun implements AutoCloseable {
    private static final long[] USERS = LongStream.rangeClosed(101, 108).toArray();
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(30);
    private static final int MOST_UNANSWERED = 64;
    private static final int READ_PERCENT = 30;
    private static final int MOST_REQUESTS = 2_000;
    private static final Duration LONGEST_LOAD = Duration.ofSeconds(5);
    private static final Duration CONNECTION_END = Duration.ofSeconds(20);

    private final Map<String, String> config;
    private final Random random;
    private final CrashModel model = new CrashModel();
    private final Map<Long, List<BadgeDevice>> devices = new HashMap<>();
    private OmegaProcess omega;
    private long acknowledged;

    private CrashRun(Map<String, String> config, long seed) {
        this.config = config;
        this.random = new Random(seed);
    }

    /** @param database empty, and the one that {@code config} names */
    static CrashRun start(DataSource database, Map<String, String> config, long seed) throws IOException, SQLException {
        OmegaDeployment.clear();
        register(database);
        CrashRun run = new CrashRun(config, seed);
        run.omega = OmegaProcess.start(config);
        TestAuthority authority = TestAuthority.development(OmegaDeployment.data());
        for (long user : USERS) {
            run.devices.put(user, List.of(device(authority.device(user), user), device(authority.device(user), user)));
        }
        return run;
    }

    private static BadgeDevice device(TestIdentity identity, long user) {
        return new BadgeDevice(() -> TauriClient.identified(identity, user), SILENCE_LIMIT);
    }

    private static void register(DataSource database) throws SQLException {
        Flyway.configure().dataSource(database).load().migrate();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into iota values (1, 'key')");
            for (long user : USERS) {
                statement.execute("insert into users (user_id, username, public_key, iota_id, sub_level, sub_end)"
                        + " values (%d, 'user%d', 'key', 1, 0, 0)".formatted(user, user));
            }
        }
    }

    /** How many requests were acknowledged. */
    long acknowledged() {
        return acknowledged;
    }

    /** One life of the server, from a running one to the next. */
    void killOnce() throws Exception {
        eachDevice(BadgeDevice::connect);
        loadAndKill();
        eachDevice(BadgeDevice::close);
        omega = OmegaProcess.start(config);
        check();
    }

    private void loadAndKill() throws Exception {
        OmikronClient omikron = OmikronClient.identified();
        int requests = 1 + random.nextInt(MOST_REQUESTS);
        for (long start = System.nanoTime(); requests > 0 && System.nanoTime() - start < LONGEST_LOAD.toNanos(); ) {
            if (model.unacknowledged() < MOST_UNANSWERED) {
                request(omikron);
                requests--;
            } else {
                acknowledge(omikron.reply());
            }
            takeReplies(omikron);
            eachDevice(BadgeDevice::look);
        }
        omega.kill();
        Awaitility.await().atMost(CONNECTION_END).until(omikron::ended);
        takeReplies(omikron);
    }

    private void request(OmikronClient omikron) {
        long receiver = USERS[random.nextInt(USERS.length)];
        long sender = USERS[random.nextInt(USERS.length)];
        Change change = random.nextInt(100) < READ_PERCENT ? Change.READ : Change.NOTICE;
        String id = UUID.randomUUID().toString();
        JsonObjectBuilder data = Json.createObjectBuilder().add("sender_id", sender);
        JsonObjectBuilder frame = Json.createObjectBuilder().add("id", id);
        if (change == Change.READ) {
            frame.add("type", "read_notification").add("sender", receiver).add("data", data);
        } else {
            frame.add("type", "push_notification").add("data", data.add("receiver_id", receiver));
        }
        model.sent(id, new Pair(receiver, sender), change);
        omikron.send(frame.build().toString());
    }

    private void takeReplies(OmikronClient omikron) {
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

    private void check() throws Exception {
        Map<Long, Map<Long, Long>> stored = new HashMap<>();
        for (long user : USERS) {
            Map<Long, Long> amounts = pending(user);
            stored.put(user, amounts);
            for (long sender : USERS) {
                model.found(new Pair(user, sender), amounts.getOrDefault(sender, 0L));
            }
        }
        eachDevice(BadgeDevice::connect);
        devices.forEach((user, both) ->
                both.forEach(device -> device.awaitBadges(stored.get(user).keySet())));
        eachDevice(BadgeDevice::close);
    }

    private void eachDevice(Consumer<BadgeDevice> action) {
        devices.values().forEach(both -> both.forEach(action));
    }

    private static Map<Long, Long> pending(long user)
            throws IOException, GeneralSecurityException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(OmegaDeployment.https().resolve("api/get/notifications/" + user))
                .build();
        String body = HttpClient.newBuilder()
                .sslContext(OmegaTls.demo("operator"))
                .build()
                .send(request, BodyHandlers.ofString())
                .body();
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            return reader.readObject().getJsonArray("notifications").getValuesAs(JsonObject.class).stream()
                    .collect(Collectors.toMap(
                            pair -> pair.getJsonNumber("sender_id").longValue(),
                            pair -> pair.getJsonNumber("amount").longValue()));
        }
    }

    @Override
    public void close() {
        eachDevice(BadgeDevice::close);
        omega.kill();
    }
}
