package net.tensamin.omega.cli.omikron;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;
import net.tensamin.omega.cli.ServerTrust;

/** An Omikron's link to Omega (SPEC §5). Thread-safe; Omega's pings are answered. */
final class OmikronClient implements AutoCloseable {
    private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(10);

    private final Map<String, CompletableFuture<Envelope>> waiting = new ConcurrentHashMap<>();
    private final EnvelopeSocket socket;

    private OmikronClient(URI uri, ServerTrust trust) {
        socket = EnvelopeSocket.connect(uri, trust, this::received);
        socket.ended().thenAccept(failure -> waiting.values().forEach(reply -> reply.completeExceptionally(failure)));
    }

    /** Connects and identifies. */
    static OmikronClient connect(URI uri, ServerTrust trust, OmikronKey key) {
        OmikronClient client = new OmikronClient(uri, trust);
        try {
            client.identify(key);
            return client;
        } catch (Failure e) {
            client.close();
            throw e;
        }
    }

    private void identify(OmikronKey key) {
        Envelope challenge = call(OmikronCall.of("identification", "omikron", key.omikronId()));
        String answer = key.answer(challenge.data("public_key"), challenge.data("challenge"));
        JsonObject data = Json.createObjectBuilder().add("challenge", answer).build();
        Envelope response = call(OmikronCall.of("challenge_response", data));
        if (!response.data().getBoolean("accepted", false)) {
            throw new Failure(ExitCode.ERROR_REPLY, "Omega does not accept Omikron " + key.omikronId() + ".");
        }
    }

    /** Sends a request and waits for its reply, which is no error. */
    Envelope call(OmikronCall request) {
        return await(send(request));
    }

    /** Sends a report that has no reply; returns when Omega has taken it, for a link's messages are handled in order. */
    void report(OmikronCall request) {
        CompletableFuture<Envelope> objection = send(request);
        CompletableFuture<Envelope> pong = send(OmikronCall.ping());
        await(objection.applyToEither(pong, reply -> reply));
        waiting.remove(request.id());
    }

    /** Why the link ended, once it has. */
    CompletableFuture<Failure> ended() {
        return socket.ended();
    }

    /** Leaves; presence that was reported through this link ends with it. */
    @Override
    public void close() {
        socket.close();
    }

    private CompletableFuture<Envelope> send(OmikronCall request) {
        CompletableFuture<Envelope> reply = new CompletableFuture<>();
        waiting.put(request.id(), reply);
        if (ended().isDone()) {
            reply.completeExceptionally(ended().join());
        }
        socket.send(request.json());
        return reply;
    }

    private static Envelope await(CompletableFuture<Envelope> pending) {
        try {
            Envelope reply = pending.orTimeout(REPLY_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                    .join();
            reply.throwIfError();
            return reply;
        } catch (CompletionException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw new Failure(
                        ExitCode.NO_ANSWER, "Omega did not answer within " + REPLY_TIMEOUT.toSeconds() + " s.", e);
            }
            throw e.getCause() instanceof Failure failure ? failure : e;
        }
    }

    private void received(EnvelopeSocket from, Envelope message) {
        if (message.type().equals("ping")) {
            from.send(
                    Json.createObjectBuilder(message.json()).add("type", "pong").build());
            return;
        }
        CompletableFuture<Envelope> reply = waiting.remove(message.id());
        if (reply != null) {
            reply.complete(message);
        } else if (message.isError()) {
            // An error that names no request: it may be about any.
            waiting.values().forEach(any -> any.complete(message));
        }
    }
}
