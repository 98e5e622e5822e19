package net.tensamin.omega.cli.client;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;

/** One connection of a client, from its identification to its end (SPEC §2 to §4). */
final class ClientSession {
    static final Duration REPLY_WITHIN = Duration.ofSeconds(10);

    /** Longer than Omega's ping interval: in a good session this client never pings. */
    static final Duration SILENCE = Duration.ofSeconds(20);

    private final TauriClient client;
    private final int connection;
    private final long startNanos;
    private final Map<String, Request> open = new HashMap<>();
    private final Outbox outbox;
    private final Question question;
    private boolean identified;
    private boolean probing;
    private long heardNanos;
    private long lastId;

    private record Request(Consumer<Envelope> reply, long deadlineNanos) {}

    ClientSession(TauriClient client, int connection) {
        this.client = client;
        this.connection = connection;
        this.startNanos = client.now();
        this.heardNanos = startNanos;
        this.outbox = new Outbox(client.book(), client.surroundings().view());
        this.question = new Question(startNanos);
    }

    /** TLS 1.3 lets a refused client connect: only the reply is proof. */
    void identify(long user) {
        request("tauri_identification", userId("user_id", user), reply -> {
            identified = reply.type().equals("success");
            if (identified) {
                client.identified();
            } else {
                client.over(refusal(reply, user));
            }
        });
    }

    private static Ending refusal(Envelope reply, long user) {
        String words =
                switch (reply.type()) {
                    case "error_invalid_user_id" -> "there is no user " + user;
                    case "error_not_authenticated" -> "the certificate is not one of user " + user;
                    default -> "it does not accept the identification";
                };
        boolean passes = reply.type().equals("error_internal");
        return Ending.of(
                ExitCode.ERROR_REPLY,
                "Omega answered " + reply.type() + ": " + words + ".",
                passes ? Ending.Comeback.SOON : Ending.Comeback.NEVER);
    }

    void line(Envelope message) {
        heardNanos = client.now();
        try {
            take(message);
        } catch (Failure e) {
            client.over(Ending.of(e.exitCode(), e.getMessage(), Ending.Comeback.LATER));
        }
    }

    private void take(Envelope message) {
        Request answered = open.remove(message.id());
        if (answered != null) {
            answered.reply().accept(message);
            return;
        }
        switch (message.type()) {
            case "ping" -> pong(message);
            case "push_notification" -> sender(message).ifPresent(this::pushed);
            case "read_notification" -> sender(message).ifPresent(this::cleared);
            default -> {}
        }
        client.surroundings().view().came(message);
    }

    /**
     * A pong proves that all that came before its ping was taken, and Omega will not say it again (SPEC §4): so it goes only
     * after that is on disk. While it cannot be there, the client comes back from time to time and is told again.
     */
    private void pong(Envelope ping) {
        Optional<String> obstacle = client.book().save();
        if (obstacle.isPresent()) {
            client.over(Ending.of(ExitCode.USAGE, obstacle.get(), Ending.Comeback.LATER));
            return;
        }
        send(Json.createObjectBuilder().add("type", "pong").add("data", ping.data()));
        client.holds(Duration.ofNanos(client.now() - startNanos));
    }

    private void pushed(long sender) {
        client.book().change(badges -> badges.pushed(sender));
        outbox.pushed(sender);
        question.changed(sender);
        question.want();
    }

    private void cleared(long sender) {
        client.book().change(badges -> badges.cleared(sender));
        question.changed(sender);
    }

    /** The user read what this sender wrote, and the book knows. Before the amounts are known, the outbox decides. */
    void read(long sender) {
        question.changed(sender);
        if (question.answered()) {
            tellRead(sender);
        } else {
            question.want(); // the answer under way may be older than the read
        }
    }

    private void tellRead(long sender) {
        outbox.underWay(sender);
        request("read_notification", userId("sender_id", sender), reply -> {
            outbox.answered(sender, reply);
            question.changed(sender);
            question.want();
        });
    }

    /** Asks for the amounts, soon. */
    void ask() {
        question.want();
    }

    private void askNow() {
        question.asked(client.now());
        request("get_notifications", JsonValue.EMPTY_JSON_OBJECT, reply -> {
            if (reply.isError()) {
                question.failed();
            } else {
                counted(reply);
            }
        });
    }

    private void counted(Envelope reply) {
        Map<Long, Long> amounts = new HashMap<>();
        amounts(reply).forEach((sender, amount) -> amounts.put(sender, amount.orElse(0)));
        client.book().change(badges -> badges.counted(amounts, question.changedSince()));
        List<Long> again = new ArrayList<>(outbox.toTellAgain(amounts, question.changedSince()));
        question.answer();
        again.forEach(this::tellRead);
    }

    private static SortedMap<Long, OptionalLong> amounts(Envelope reply) {
        try {
            return Badges.entries(reply.data(), "notifications");
        } catch (JsonException e) {
            throw new Failure(ExitCode.ERROR_REPLY, "Omega's reply has no notifications: " + reply.members(), e);
        }
    }

    /** The reply, error or not, is what carries the request's id; without one in time the connection is given up. */
    void request(String type, JsonObject data, Consumer<Envelope> reply) {
        String id = Long.toString(++lastId);
        open.put(id, new Request(reply, client.now() + REPLY_WITHIN.toNanos()));
        send(Json.createObjectBuilder().add("type", type).add("id", id).add("data", data));
    }

    void tick() {
        if (open.values().stream().anyMatch(request -> client.now() - request.deadlineNanos() >= 0)) {
            client.over(Ending.of(
                    ExitCode.NO_ANSWER,
                    "Omega did not answer within " + REPLY_WITHIN.toSeconds() + " s.",
                    Ending.Comeback.SOON));
        } else if (identified) {
            probeIfSilent();
            if (client.conduct() == TauriClient.Conduct.STAYS && question.due(client.now())) {
                askNow();
            }
        }
    }

    /** A connection can be dead without a word, since it is the other side that pings. */
    private void probeIfSilent() {
        if (!probing && client.now() - heardNanos >= SILENCE.toNanos()) {
            probing = true;
            JsonObject data = Json.createObjectBuilder().add("last_ping", -1).build();
            request("ping", data, pong -> probing = false);
        }
    }

    /** When {@link #tick} has something to do, at the latest: a reply, a probe's too, is always waited for, or silence. */
    long dueNanos() {
        LongStream replies = open.values().stream().mapToLong(Request::deadlineNanos);
        LongStream probe = probing ? LongStream.empty() : LongStream.of(heardNanos + SILENCE.toNanos());
        LongStream ask = client.conduct() == TauriClient.Conduct.STAYS && identified
                ? question.dueNanos().stream()
                : LongStream.empty();
        long now = client.now();
        return now
                + LongStream.concat(replies, LongStream.concat(probe, ask))
                        .map(due -> due - now)
                        .min()
                        .orElseThrow();
    }

    private void send(JsonObjectBuilder message) {
        client.surroundings().platform().send(connection, message.build());
    }

    private static JsonObject userId(String member, long user) {
        return Json.createObjectBuilder().add(member, Long.toString(user)).build();
    }

    /** Empty when the message is none that SPEC §2 knows. */
    private static OptionalLong sender(Envelope message) {
        return Envelope.number(message.data("sender_id"));
    }
}
