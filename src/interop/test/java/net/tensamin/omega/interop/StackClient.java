package net.tensamin.omega.interop;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import net.tensamin.omega.testing.OwnThread;
import net.tensamin.omega.testing.Patience;

/**
 * A stack's client in a process of its own: it sends the lines it is given, and prints those of the server and what happens. Answers
 * the server's pings by itself. Waits with a bound, and fails when that is over. For one thread.
 */
final class StackClient implements AutoCloseable {
    static final Duration PATIENCE = Patience.BOUND;
    private static final String PONG = "{'type':'pong','data':{'last_ping':0}}";

    private final BlockingQueue<Optional<JsonObject>> heard = new LinkedBlockingQueue<>();
    private final StringBuilder last = new StringBuilder();
    private final Process process;
    private final BufferedWriter input;
    private volatile String agreed = "";
    private int asked;

    private StackClient(Process process) {
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        OwnThread.run(this::listen);
    }

    /** @param log where its error output goes */
    static StackClient start(List<String> command, Path log) throws IOException {
        return new StackClient(new ProcessBuilder(command)
                .redirectError(Redirect.appendTo(log.toFile()))
                .start());
    }

    private void listen() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                JsonObject message = read(line);
                if (is(message, "type", "ping")) {
                    say(PONG);
                }
                noteGroup(message);
                heard.add(Optional.of(message));
            }
        } catch (IOException | JsonException e) {
            heard.add(Optional.of(
                    Json.createObjectBuilder().add("event", e.toString()).build()));
        }
        heard.add(Optional.empty());
    }

    private void noteGroup(JsonObject message) {
        if (is(message, "event", "group")) {
            agreed = message.getString("name");
        } else if (is(message, "event", "connected")) {
            agreed = message.getString("group", agreed);
        }
    }

    /** Fails if this client has said that the handshake agreed on another group; some say nothing. */
    void agreedOn(String group, boolean says) {
        String name = agreed.replaceAll("Curve|-|R1", "").replace("SECP", "P");
        if (says && name.isEmpty() || !name.isEmpty() && !name.equalsIgnoreCase(group.replace("-", ""))) {
            throw new AssertionError("agreed on '" + agreed + "' and not on " + group);
        }
    }

    private static JsonObject read(String line) {
        try (JsonReader reader = Json.createReader(new StringReader(line))) {
            return reader.readObject();
        }
    }

    /** Sends a message, in which quotes may be written as {@code '}, or gives a command. */
    void say(String line) {
        synchronized (input) {
            try {
                input.write(line.replace('\'', '"') + "\n");
                input.flush();
            } catch (IOException gone) {
                heard.add(Optional.empty());
            }
        }
    }

    /** Sends a request and waits for its answer. */
    JsonObject ask(String type, String data) {
        return answer(request(type, data));
    }

    /** Sends a request; returns its id. */
    String request(String type, String data) {
        String id = "r" + ++asked;
        say("{'type':'" + type + "','id':'" + id + "','data':" + data + "}");
        return id;
    }

    JsonObject answer(String id) {
        return await("an answer to " + id, message -> is(message, "id", id));
    }

    /** In any order: on streams of their own one may overtake another. */
    void answers(String... ids) {
        Set<String> missing = new HashSet<>(Set.of(ids));
        await("answers to " + missing, message -> missing.remove(message.getString("id", "")) && missing.isEmpty());
    }

    void awaitConnected() {
        await("a connection", message -> is(message, "event", "connected"));
    }

    void identify(long user) {
        JsonObject reply = ask("tauri_identification", "{'user_id':'" + user + "'}");
        if (!is(reply, "type", "success")) {
            throw new AssertionError("not identified: " + reply);
        }
    }

    /** Waits for a message of this type about this sender. */
    JsonObject awaitAbout(String type, long sender) {
        return await(type + " from " + sender, message -> is(message, "type", type) && isAbout(message, sender));
    }

    static boolean isAbout(JsonObject message, long sender) {
        return message.containsKey("data") && is(message.getJsonObject("data"), "sender_id", Long.toString(sender));
    }

    /** Waits for the server to close with this code. */
    JsonObject awaitClosed(String kind, int code) {
        JsonObject closed = await("a close", message -> is(message, "event", "closed"));
        if (!is(closed, "kind", kind) || closed.getInt("code") != code) {
            throw new AssertionError("expected " + kind + " " + code + ", got " + closed);
        }
        return closed;
    }

    void awaitEvent(String name) {
        await("the event " + name, message -> is(message, "event", name));
    }

    JsonObject await(String what, Predicate<JsonObject> wanted) {
        return await(what, wanted, PATIENCE);
    }

    /** The next message or event that is wanted; others are passed over. */
    JsonObject await(String what, Predicate<JsonObject> wanted, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            JsonObject next = next(deadline).orElseThrow(() -> new AssertionError("no " + what + ", but" + last));
            if (is(next, "event", "cannot")) {
                throw new CannotException(next.getString("why"));
            }
            if (wanted.test(next)) {
                return next;
            }
        }
    }

    private Optional<JsonObject> next(long deadline) {
        try {
            Optional<JsonObject> next = heard.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            remember(next == null ? "silence" : next.map(JsonObject::toString).orElse("the end"));
            return next == null ? Optional.empty() : next;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void remember(String text) {
        last.append(' ').append(text);
        last.delete(0, Math.max(0, last.length() - 600));
    }

    static boolean is(JsonObject object, String name, String value) {
        return object.getString(name, "").equals(value);
    }

    /** Ends the input, on which a client closes its connection and ends; kills one that does not. */
    @Override
    public void close() {
        try {
            synchronized (input) {
                input.close();
            }
        } catch (IOException alreadyGone) {
            remember(alreadyGone.toString());
        }
        try {
            if (!process.waitFor(3, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
