package net.tensamin.omega.cli.tauri;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;
import net.tensamin.omega.cli.ServerTrust;
import net.tensamin.omega.cli.https.ClientKey;
import tech.kwik.core.QuicClientConnection;
import tech.kwik.core.QuicStream;

/**
 * A Tauri client (SPEC §1 to §3): one connection with one stream. One thread sends and receives; {@link #close} may come
 * from any. What ends the connection ends the call that waits on it with a {@link Failure} that says why.
 */
final class TauriClient implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final QuicClientConnection connection;
    private final CompletableFuture<Ending> ended;
    private final Lines lines;
    private final OutputStream out;
    private long lastId;

    private TauriClient(QuicClientConnection connection, CompletableFuture<Ending> ended, QuicStream stream) {
        this.connection = connection;
        this.ended = ended;
        lines = new Lines(stream.getInputStream());
        out = stream.getOutputStream();
        ended.thenRun(() -> stopReading(stream.getInputStream()));
    }

    /** Kwik forgets a stream that is opened while its connection ends: its reader would wait for ever. */
    private static void stopReading(InputStream in) {
        try {
            in.close();
        } catch (IOException alreadyClosed) {
            // what was to be reached
        }
    }

    static TauriClient connect(TauriServer server, ClientKey device, ServerTrust trust) {
        CompletableFuture<Ending> ended = new CompletableFuture<>();
        QuicClientConnection connection =
                build(server, device, trust, fault -> ended.complete(Ending.ofServerCertificate(fault)));
        connection.setConnectionListener(event -> ended.complete(Ending.of(event)));
        try {
            connection.connect();
            return new TauriClient(connection, ended, connection.createStream(true));
        } catch (IOException e) {
            Ending noAnswer = new Ending(
                    ExitCode.NO_ANSWER,
                    "No answer from " + server + " (" + e.getMessage() + "). Is Omega running there?");
            throw explanation(ended, noAnswer).failure(e);
        }
    }

    private static QuicClientConnection build(
            TauriServer server, ClientKey device, ServerTrust trust, Consumer<String> refused) {
        QuicClientConnection.Builder builder = QuicClientConnection.newBuilder()
                .applicationProtocol("tauri")
                .host(server.name())
                .proxy(server.host())
                .port(server.port())
                .connectTimeout(CONNECT_TIMEOUT)
                .maxOpenPeerInitiatedBidirectionalStreams(0)
                .maxOpenPeerInitiatedUnidirectionalStreams(0)
                .clientCertificate(device.certificate())
                .clientCertificateKey(device.key());
        trust.forServerNamed(server.name(), refused)
                .ifPresentOrElse(builder::customTrustManager, builder::noServerCertificateCheck);
        try {
            return builder.build();
        } catch (UnknownHostException e) {
            throw new Failure(ExitCode.NO_ANSWER, "There is no host named " + server.host(), e);
        } catch (IOException e) {
            throw new Failure(ExitCode.NO_ANSWER, "No UDP socket to be had: " + e.getMessage(), e);
        }
    }

    /** Binds this connection to the user (SPEC §2). TLS 1.3 lets a refused client connect: only the reply is proof. */
    void identify(long user) {
        JsonObject data =
                Json.createObjectBuilder().add("user_id", Long.toString(user)).build();
        Envelope reply = request("tauri_identification", data);
        switch (reply.type()) {
            case "success" -> {}
            case "error_invalid_user_id" -> throw refused(reply, "there is no user " + user);
            case "error_not_authenticated" -> throw refused(reply, "the certificate is not one of user " + user);
            default -> throw refused(reply, "it does not accept the identification");
        }
    }

    /** Sends a request and gives its reply, error or not; what comes in between is dropped. */
    Envelope request(String type, JsonObject data) {
        String id = Long.toString(++lastId);
        send(Json.createObjectBuilder()
                .add("type", type)
                .add("id", id)
                .add("data", data)
                .build());
        CompletableFuture<Void> alarm = CompletableFuture.runAsync(
                this::giveUp, CompletableFuture.delayedExecutor(REPLY_TIMEOUT.toSeconds(), TimeUnit.SECONDS));
        try {
            Envelope message = receive();
            while (!message.id().equals(id)) {
                message = receive();
            }
            return message;
        } finally {
            alarm.cancel(false);
        }
    }

    /** Waits for the next message. A ping is one too, and was answered already (SPEC §3). */
    Envelope receive() {
        Envelope message = Envelope.parse(nextLine());
        if (message.type().equals("ping")) {
            send(Json.createObjectBuilder()
                    .add("type", "pong")
                    .add("data", message.data())
                    .build());
        }
        return message;
    }

    /** Tells Omega that this client leaves. */
    @Override
    public void close() {
        connection.closeAndWait(CLOSE_TIMEOUT);
    }

    private void giveUp() {
        ended.complete(
                new Ending(ExitCode.NO_ANSWER, "Omega did not answer within " + REPLY_TIMEOUT.toSeconds() + " s."));
        connection.close();
    }

    private String nextLine() {
        try {
            return lines.next().orElseThrow(() -> new Failure(ExitCode.ENDED, "Omega ended the stream."));
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private void send(JsonObject message) {
        try {
            out.write((message + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private Failure lost(IOException e) {
        // Kwik interrupts the thread that reads when it ends a connection.
        Thread.interrupted();
        Ending unknown = new Ending(ExitCode.ENDED, "The connection ended: " + e.getMessage() + ".");
        return explanation(ended, unknown).failure(e);
    }

    /** Kwik tells why a connection ended a little after it fails the calls that wait. */
    private static Ending explanation(CompletableFuture<Ending> ended, Ending otherwise) {
        return ended.completeOnTimeout(otherwise, 1, TimeUnit.SECONDS).join();
    }

    private static Failure refused(Envelope reply, String words) {
        return new Failure(ExitCode.ERROR_REPLY, "Omega answered " + reply.type() + ": " + words + ".");
    }
}
