package net.tensamin.omega.testing;

import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A device that shows badges, and remembers them when its connection ends. Not thread-safe. */
public final class BadgeDevice implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofMillis(20);
    private final Supplier<TauriClient> connector;
    private final Duration silenceLimit;
    private final Set<Long> badges = new TreeSet<>();
    private final List<QuicheClient.Close> ends = new ArrayList<>();
    private Optional<TauriClient> client = Optional.empty();
    private long heardNanos;
    private int connections;
    private int pings;
    private int pongs;

    /**
     * @param connector gives an identified client
     * @param silenceLimit after which a silent connection is given up by {@link #keepUp}; longer than the server's ping
     *     interval
     */
    public BadgeDevice(Supplier<TauriClient> connector, Duration silenceLimit) {
        this.connector = connector;
        this.silenceLimit = silenceLimit;
    }

    public void connect() {
        client = Optional.of(connector.get());
        heardNanos = System.nanoTime();
        connections++;
    }

    /** How often it was identified. */
    public int connections() {
        return connections;
    }

    /** How servers have ended connections that it has given up since, oldest first. */
    public List<QuicheClient.Close> ends() {
        return List.copyOf(ends);
    }

    /** Takes what has come, answers pings, and connects again if the connection is gone. A failure is for the next call. */
    public void keepUp() {
        if (client.isPresent()) {
            look(); // first: what has come while nobody looked was not silence
            leaveIfOver();
        }
        if (client.isEmpty()) {
            try {
                connect();
            } catch (IllegalStateException | AssertionError notConnected) {
                return;
            }
            look();
        }
    }

    private void leaveIfOver() {
        if (client.orElseThrow().closedByServer()) {
            ends.add(client.get().awaitClose());
            close();
        } else if (System.nanoTime() - heardNanos > silenceLimit.toNanos()) {
            close();
        }
    }

    /** Takes what has come, without waiting, and answers pings. */
    public void look() {
        TauriClient.Talk talk = client.orElseThrow().talk();
        for (Optional<String> line = talk.stream().lineNow();
                line.isPresent();
                line = talk.stream().lineNow()) {
            heardNanos = System.nanoTime();
            try (JsonReader reader = Json.createReader(new StringReader(line.get()))) {
                take(talk, reader.readObject());
            }
        }
    }

    private void take(TauriClient.Talk talk, JsonObject message) {
        switch (message.getString("type")) {
            case "push_notification" -> badges.add(sender(message));
            case "read_notification" -> badges.remove(sender(message));
            case "ping" -> {
                pings++;
                talk.say("{'type':'pong','data':{'last_ping':0}}");
            }
            case "pong" -> pongs++;
            default -> throw new AssertionError("unexpected: " + message);
        }
    }

    private static long sender(JsonObject message) {
        return Long.parseLong(message.getJsonObject("data").getString("sender_id"));
    }

    /** Waits until exactly the badges of these senders show. */
    public void awaitBadges(Set<Long> senders) {
        await("the badges of a device")
                .atMost(PATIENCE)
                .pollInterval(SOON)
                .until(
                        () -> {
                            keepUp();
                            return Set.copyOf(badges);
                        },
                        senders::equals);
    }

    /** Waits until a badge of this sender shows. */
    public void awaitBadge(long sender) {
        awaitMore("a badge", () -> badges.contains(sender));
    }

    /** Waits until no badge of this sender shows. */
    public void awaitBadgeGone(long sender) {
        awaitMore("no badge", () -> !badges.contains(sender));
    }

    /** Returns when the server knows that this device has all that it has by now (SPEC §4). */
    public void prove() {
        look();
        int pingsBefore = pings;
        awaitMore("a ping", () -> pings > pingsBefore);
        int pongsBefore = pongs;
        client.orElseThrow().talk().say("{'type':'ping','data':{'last_ping':0}}");
        awaitMore("the answer to what follows the pong", () -> pongs > pongsBefore);
    }

    private void awaitMore(String what, BooleanSupplier come) {
        await(what).atMost(PATIENCE).pollInterval(SOON).until(() -> {
            look();
            return come.getAsBoolean();
        });
    }

    /** The longest time from one ping to the next, or until now, since the last call, on the connection that it has. */
    public Duration takeLongestBetweenPings() {
        return client.orElseThrow().talk().stream().takeLongestBetweenPings();
    }

    /** Waits for the server to end the connection. */
    public QuicheClient.Close awaitClose() {
        return client.orElseThrow().awaitClose();
    }

    /** Without a farewell, to a server that is dead. */
    public void abandon() {
        client.ifPresent(TauriClient::vanish);
        client = Optional.empty();
    }

    @Override
    public void close() {
        client.ifPresent(TauriClient::close);
        client = Optional.empty();
    }
}
