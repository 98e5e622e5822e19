package net.tensamin.omega.cli.tauri;

import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;
import net.tensamin.omega.cli.client.Ending;
import net.tensamin.omega.cli.https.OmegaHttps;

/**
 * Where UDP is blocked: long polling over HTTPS (SPEC §6), told and answered as a session is. What was told is followed by a ping, and only after
 * its pong, which the client gives when all of that is on disk, Omega is told that the device has it.
 */
final class PollingConnection implements Connection {
    /** Between answers of a server that does not wait. */
    private static final Duration PAUSE = Duration.ofSeconds(15);

    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    private final Mailbox mailbox;
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private Optional<Listener> told = Optional.empty();
    private Optional<Ending> ending = Optional.empty();
    private PolledState state = PolledState.NOTHING;
    private int openPings;
    private boolean waiting;
    private volatile Optional<Thread> waiter = Optional.empty();

    PollingConnection(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    @Override
    public void run(Listener listener) {
        told = Optional.of(listener);
        perform(() -> {
            PolledState first = ask();
            if (ending.isEmpty()) {
                listener.connected();
                state = first;
            }
        });
        while (ending.isEmpty()) {
            try {
                perform(tasks.take());
            } catch (InterruptedException e) {
                over(Ending.lost("Interrupted."));
            }
        }
        waiter.ifPresent(Thread::interrupt);
        listener.ended(ending.get());
    }

    private void perform(Runnable task) {
        try {
            task.run();
        } catch (Failure e) {
            boolean passes = e.exitCode() == ExitCode.NO_ANSWER;
            over(Ending.of(e.exitCode(), e.getMessage(), passes ? Ending.Comeback.SOON : Ending.Comeback.LATER));
        }
    }

    private void over(Ending why) {
        ending = ending.or(() -> Optional.of(why));
    }

    @Override
    public void send(JsonObject message) {
        tasks.add(() -> answer(new Envelope(message)));
    }

    private void answer(Envelope message) {
        switch (message.type()) {
            case "tauri_identification" -> {
                reply(
                        message,
                        "success",
                        JSON.createObjectBuilder()
                                .add("revision", state.revision())
                                .build());
                tell(PolledState.NOTHING, state);
            }
            case "get_notifications" -> {
                PolledState before = state;
                state = ask();
                if (ending.isEmpty()) {
                    reply(message, "get_notifications", state.data());
                    tell(before, state);
                }
            }
            case "read_notification" -> read(message);
            case "ping" -> reply(message, "pong", message.data());
            case "pong" -> ponged();
            default -> reply(message, "error_protocol", JsonValue.EMPTY_JSON_OBJECT);
        }
    }

    /** Whatever is no state ends the connection. */
    private PolledState ask() {
        HttpResponse<String> answer = mailbox.get();
        if (answer.statusCode() != OK) {
            over(Mailbox.ending(answer));
            return state;
        }
        return new PolledState(OmegaHttps.object(answer.body()));
    }

    private void tell(PolledState before, PolledState now) {
        now.changesSince(before).forEach(this::line);
        openPings++;
        line(JSON.createObjectBuilder()
                .add("type", "ping")
                .add("data", JSON.createObjectBuilder().add("last_ping", -1).add("revision", now.revision()))
                .build());
    }

    /** All that was told is on disk once no ping is open. */
    private void ponged() {
        openPings--;
        if (openPings == 0 && !waiting) {
            await(Duration.ZERO);
        }
    }

    private void await(Duration pause) {
        waiting = true;
        long has = state.revision();
        Thread thread = new Thread(() -> waitFor(has, pause), "wait over HTTPS");
        thread.setDaemon(true);
        waiter = Optional.of(thread);
        thread.start();
    }

    private void waitFor(long revision, Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
            HttpResponse<String> answer = mailbox.after(revision);
            tasks.add(() -> waited(answer));
        } catch (Failure e) {
            tasks.add(() -> {
                throw e;
            });
        } catch (InterruptedException left) {
            Thread.currentThread().interrupt();
        }
    }

    private void waited(HttpResponse<String> answer) {
        waiting = false;
        if (answer.statusCode() == OK) {
            PolledState before = state;
            state = new PolledState(OmegaHttps.object(answer.body()));
            tell(before, state);
        } else if (answer.statusCode() == NOT_MODIFIED) {
            boolean hasWaited =
                    answer.headers().firstValue("Preference-Applied").isPresent();
            await(hasWaited ? Duration.ZERO : PAUSE);
        } else {
            over(Mailbox.ending(answer));
        }
    }

    /** The change that comes of it ends the wait. */
    private void read(Envelope message) {
        HttpResponse<String> answer = mailbox.read(message.data("sender_id"));
        boolean done = answer.statusCode() == OK;
        String type = done ? "success" : OmegaHttps.object(answer.body()).getString("status", "error_internal");
        reply(message, type, JsonValue.EMPTY_JSON_OBJECT);
    }

    private void reply(Envelope to, String type, JsonObject data) {
        JsonObjectBuilder reply = JSON.createObjectBuilder().add("type", type).add("id", to.id());
        line(reply.add("data", data).build());
    }

    private void line(JsonObject message) {
        told.ifPresent(listener -> listener.line(new Envelope(message)));
    }

    @Override
    public void leave() {
        tasks.add(() -> over(Ending.of(ExitCode.DONE, "Closed.", Ending.Comeback.SOON)));
    }

    @Override
    public void leaveNow() {
        leave();
        waiter.ifPresent(Thread::interrupt);
    }
}
