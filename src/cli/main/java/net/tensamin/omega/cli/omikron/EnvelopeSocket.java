package net.tensamin.omega.cli.omikron;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLException;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;
import net.tensamin.omega.cli.ServerTrust;

/** A WebSocket whose text messages are {@link Envelope}s. Thread-safe. */
final class EnvelopeSocket implements WebSocket.Listener {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int LONGEST_MESSAGE = 1 << 24;

    private final BiConsumer<EnvelopeSocket, Envelope> inbox;
    private final CompletableFuture<Failure> ended = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private CompletableFuture<WebSocket> lastSent;

    private EnvelopeSocket(BiConsumer<EnvelopeSocket, Envelope> inbox) {
        this.inbox = inbox;
    }

    /** @param inbox gets the messages, one after another; must not block */
    static EnvelopeSocket connect(URI uri, ServerTrust trust, BiConsumer<EnvelopeSocket, Envelope> inbox) {
        EnvelopeSocket socket = new EnvelopeSocket(inbox);
        try {
            HttpClient.newBuilder()
                    .sslContext(trust.sslContext())
                    .connectTimeout(CONNECT_TIMEOUT)
                    .build()
                    .newWebSocketBuilder()
                    .connectTimeout(CONNECT_TIMEOUT)
                    .buildAsync(uri, socket)
                    .join();
            return socket;
        } catch (CompletionException e) {
            throw unreachable(uri, e.getCause());
        }
    }

    private static Failure unreachable(URI uri, Throwable cause) {
        if (cause instanceof IllegalArgumentException) {
            return new Failure(ExitCode.USAGE, uri + " is not a WebSocket URL: " + cause.getMessage(), cause);
        }
        if (cause instanceof SSLException) {
            return new Failure(
                    ExitCode.REFUSED, "No TLS with " + uri + ": " + cause.getMessage() + ". --ca gives its CA.", cause);
        }
        if (cause instanceof WebSocketHandshakeException refused) {
            int status = refused.getResponse().statusCode();
            return new Failure(ExitCode.NO_ANSWER, uri + " is not a WebSocket: it answers HTTP " + status, cause);
        }
        String why = cause instanceof ConnectException ? "nothing listens there" : cause.toString();
        return new Failure(
                ExitCode.NO_ANSWER, "No answer from " + uri + " (" + why + "). Is Omega running there?", cause);
    }

    /** Why the connection ended, once it has. */
    CompletableFuture<Failure> ended() {
        return ended;
    }

    /** One after another: a WebSocket refuses a message while it still sends the one before. */
    synchronized void send(JsonObject message) {
        lastSent = lastSent.thenCompose(socket -> socket.sendText(message.toString(), true));
        lastSent.exceptionally(fault -> {
            broken(fault);
            return null;
        });
    }

    /** Closes; waits until all was sent, within reason. */
    void close() {
        ended.complete(new Failure(ExitCode.DONE, "Closed."));
        farewell()
                .orTimeout(1, TimeUnit.SECONDS)
                .exceptionally(alreadyGone -> null)
                .join();
    }

    private synchronized CompletableFuture<WebSocket> farewell() {
        return lastSent.thenCompose(socket -> socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
    }

    @Override
    public synchronized void onOpen(WebSocket socket) {
        lastSent = CompletableFuture.completedFuture(socket);
        socket.request(1);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
        partial.append(text);
        if (partial.length() > LONGEST_MESSAGE) {
            socket.abort();
            broken(new IOException("a message is longer than " + LONGEST_MESSAGE + " characters"));
            return null;
        }
        if (last) {
            receive(partial.toString());
            partial.setLength(0);
        }
        socket.request(1);
        return null;
    }

    private void receive(String text) {
        try {
            inbox.accept(this, Envelope.parse(text));
        } catch (Failure e) {
            ended.complete(e);
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        String said = reason.isEmpty() ? "" : ": " + reason;
        ended.complete(
                new Failure(ExitCode.ENDED, "Omega closed the link with WebSocket status " + status + said + "."));
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable fault) {
        broken(fault);
    }

    private void broken(Throwable fault) {
        ended.complete(new Failure(ExitCode.ENDED, "The link to Omega broke: " + fault.getMessage(), fault));
    }
}
