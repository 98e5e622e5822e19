package net.tensamin.omega.cli.client;

import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;

/** One connection of a client, from its identification to its end (SPEC §2 to §4). */
final class ClientSession {
    static final Duration REPLY_WITHIN = Duration.ofSeconds(10);

    /** As long as Omega has not said when it pings next: longer than it then takes. */
    static final Duration SILENCE = Duration.ofSeconds(20);

    /** After a ping was due: it may have been sent again, and a path that has woken up takes its time. */
    static final Duration OVERDUE = Duration.ofSeconds(5);

    private static final long MOST_MILLIS = Duration.ofDays(1).toMillis();

    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    private final TauriClient client;
    private final int connection;
    private final long startNanos;
    private final Map<String, Request> open = new HashMap<>();
    private final Outbox outbox;
    private final Question question;
    private boolean identified;
    private boolean probing;
    private boolean pingPromised;
    private long probeNanos;
    private long lastId;

    private record Request(Consumer<Envelope> reply, long deadlineNanos) {}

    ClientSession(TauriClient client, int connection) {
        this.client = client;
        this.connection = connection;
        this.startNanos = client.now();
        this.probeNanos = startNanos + SILENCE.toNanos();
        this.outbox = new Outbox(client.book(), client.surroundings().view());
        this.question = new Question(startNanos);
    }

    /** TLS 1.3 lets a refused client connect: only the reply is proof. */
    void identify(long user) {
        request("tauri_identification", userId("user_id", user), reply -> {
            identified = reply.type().equals("success");
            if (identified) {
                reply.whole("revision").ifPresent(this::compare);
                client.identified();
            } else {
                client.over(refusal(reply, user));
            }
        });
    }

    /** A mailbox that has a lower revision than it had was restored from a backup: what is known of it is of another time. */
    private void compare(long revision) {
        if (revision < client.book().badges().revision()) {
            setBack();
        }
    }

    private void setBack() {
        client.book().change(Badges::forgettingRevisions);
        client.surroundings().view().setBack();
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
        if (!pingPromised || client.now() - probeNanos >= 0) {
            expect(Optional.empty());
        }
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
            case "push_notification", "read_notification" -> Told.by(message).ifPresent(this::told);
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
        send(JSON.createObjectBuilder().add("type", "pong").add("data", ping.data()));
        OptionalLong next = ping.whole("next_ping");
        expect(
                next.isPresent()
                        ? Optional.of(Duration.ofMillis(Math.min(next.getAsLong(), MOST_MILLIS)))
                        : Optional.empty());
        client.holds(Duration.ofNanos(client.now() - startNanos));
        compareWithPing(ping);
    }

    /**
     * Everything up to the ping's revision came before it. If another is known here, an answer was ahead, or something was
     * missed, or Omega was set back: the next answer tells which.
     */
    private void compareWithPing(Envelope ping) {
        long known = client.book().badges().revision();
        if (ping.whole("revision").orElse(known) != known) {
            question.want();
        }
    }

    /**
     * Messages come in order of revision, so what is older than what is known was in an answer that overtook it. If it says
     * something else, only Omega can tell what is right: it may have been set back.
     */
    private void told(Told told) {
        Badges known = client.book().badges();
        if (told.state().isEmpty()) {
            question.want();
            return;
        }
        Badges.Pending state = told.state().get();
        if (state.revision() > known.revision()) {
            client.book().change(badges -> badges.taken(told.sender(), state));
        } else if (state.amount() != known.of(told.sender()).amount()) {
            question.want();
        }
    }

    /** The user read what this sender wrote, and the book knows. Before Omega has said what is pending, the outbox decides. */
    void read(long sender) {
        if (question.answered()) {
            tellRead(sender);
        } else {
            question.want(); // the answer under way may be older than the read
        }
    }

    private void tellRead(long sender) {
        outbox.underWay(sender);
        request("read_notification", userId("sender_id", sender), reply -> {
            if (!outbox.answered(sender, reply)) {
                question.want();
            }
        });
    }

    /** Asks for all that is pending, soon. */
    void ask() {
        question.want();
    }

    private void askNow() {
        question.asked(client.now(), client.book().badges().revision());
        request("get_notifications", JsonValue.EMPTY_JSON_OBJECT, reply -> {
            if (reply.isError()) {
                question.failed();
            } else {
                replaced(Snapshot.of(reply));
            }
        });
    }

    private void replaced(Snapshot snapshot) {
        if (question.setBack(snapshot)) {
            setBack();
            question.want(); // what came since it was asked may be of either time
        }
        client.book().change(badges -> badges.replaced(snapshot));
        question.answer();
        outbox.toTellAgain().forEach(this::tellRead);
    }

    /** The reply, error or not, is what carries the request's id; without one in time the connection is given up. */
    void request(String type, JsonObject data, Consumer<Envelope> reply) {
        String id = Long.toString(++lastId);
        open.put(id, new Request(reply, client.now() + REPLY_WITHIN.toNanos()));
        send(JSON.createObjectBuilder().add("type", type).add("id", id).add("data", data));
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
        if (!probing && client.now() - probeNanos >= 0) {
            probe();
        }
    }

    /** @param nextPing when Omega says that it pings again */
    private void expect(Optional<Duration> nextPing) {
        pingPromised = nextPing.isPresent();
        Duration silence = nextPing.map(OVERDUE::plus).orElse(SILENCE);
        probeNanos = client.now() + silence.toNanos();
    }

    /**
     * Also asks for a proof: if anything was written that is not proven, a ping of Omega's follows at once, and our pong proves it. A
     * device that is awake for seconds would prove nothing without.
     */
    void probe() {
        probing = true;
        JsonObject data = JSON.createObjectBuilder().add("last_ping", -1).build();
        request("ping", data, pong -> probing = false);
    }

    /** When {@link #tick} has something to do, at the latest: a reply, a probe's too, is always waited for, or silence. */
    long dueNanos() {
        LongStream replies = open.values().stream().mapToLong(Request::deadlineNanos);
        LongStream probe = probing ? LongStream.empty() : LongStream.of(probeNanos);
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
        return JSON.createObjectBuilder().add(member, Long.toString(user)).build();
    }
}
