package net.tensamin.omega.cli.tauri;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;
import net.tensamin.omega.cli.ServerTrust;
import net.tensamin.omega.cli.client.Ending;
import net.tensamin.omega.cli.https.ClientKey;
import tech.kwik.core.QuicClientConnection;
import tech.kwik.core.QuicStream;

/** A QUIC connection with one stream of lines (SPEC §1, §2): bytes only, what they mean is elsewhere. */
final class TauriConnection implements Connection {
    static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    /** Omega pings in time for it: a longer one lets the device sleep for longer. */
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(15);

    private final CompletableFuture<Ending> ended = new CompletableFuture<>();
    private final QuicClientConnection connection;
    private final TauriServer server;
    private Optional<OutputStream> out = Optional.empty();

    /** @param patience until it is connected */
    TauriConnection(TauriServer server, ClientKey device, ServerTrust trust, Duration patience) {
        this.server = server;
        connection = build(server, device, trust, patience, fault -> ended.complete(Ending.ofServerCertificate(fault)));
        connection.setConnectionListener(event -> ended.complete(KwikEnding.of(event)));
    }

    private static QuicClientConnection build(
            TauriServer server, ClientKey device, ServerTrust trust, Duration patience, Consumer<String> refused) {
        QuicClientConnection.Builder builder = QuicClientConnection.newBuilder()
                .applicationProtocol("tauri")
                .host(server.name())
                .proxy(server.host())
                .port(server.port())
                .connectTimeout(patience)
                .maxIdleTimeout(IDLE_TIMEOUT)
                .maxOpenPeerInitiatedBidirectionalStreams(0)
                .maxOpenPeerInitiatedUnidirectionalStreams(0)
                .clientCertificate(device.certificate())
                .clientCertificateIssuers(device.issuers())
                .clientCertificateKey(device.key());
        trust.forServerNamed(server.name(), refused)
                .ifPresentOrElse(builder::customTrustManager, builder::noServerCertificateCheck);
        try {
            return builder.build();
        } catch (UnknownHostException e) {
            throw new Failure(ExitCode.NO_ANSWER, "There is no host named " + server.host(), e);
        } catch (IOException e) {
            throw new Failure(ExitCode.NO_ANSWER, "Cannot open a UDP socket: " + e.getMessage(), e);
        }
    }

    @Override
    public void run(Listener listener) {
        Ending otherwise = Ending.of(
                ExitCode.NO_ANSWER, "No answer from " + server + ". Is Omega running there?", Ending.Comeback.SOON);
        try {
            connection.connect();
            QuicStream stream = connection.createStream(true);
            ended.thenRun(() -> stopReading(stream));
            opened(stream.getOutputStream());
            listener.connected();
            otherwise = Ending.lost("Omega ended the stream.");
            read(new Lines(stream.getInputStream()), listener);
        } catch (IOException e) {
            otherwise = new Ending(
                    otherwise.exitCode(),
                    otherwise.words() + " (" + e.getMessage() + ")",
                    otherwise.comeback(),
                    otherwise.retryAfter());
        } catch (Failure e) {
            ended.complete(Ending.of(e.exitCode(), e.getMessage(), Ending.Comeback.SOON));
        }
        // Kwik interrupts the thread that reads when it ends a connection.
        Thread.interrupted();
        listener.ended(explanation(otherwise));
        connection.close();
    }

    private static void read(Lines lines, Listener listener) throws IOException {
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
            listener.line(Envelope.parse(line.get()));
        }
    }

    /** Kwik forgets a stream that is opened while its connection ends: its reader would wait for ever. */
    private static void stopReading(QuicStream stream) {
        try {
            stream.getInputStream().close();
        } catch (IOException alreadyClosed) {
            // what was to be reached
        }
    }

    private synchronized void opened(OutputStream stream) {
        out = Optional.of(stream);
    }

    /** Waits while Omega takes nothing and much is under way already. */
    @Override
    public synchronized void send(JsonObject message) {
        try {
            if (out.isPresent()) {
                out.get().write((message + "\n").getBytes(StandardCharsets.UTF_8));
                out.get().flush();
            }
        } catch (IOException e) {
            // The reader has the same, or will soon, and tells why.
            ended.completeOnTimeout(Ending.lost("The connection ended: " + e.getMessage() + "."), 1, TimeUnit.SECONDS);
        }
    }

    @Override
    public void leave() {
        connection.close();
    }

    @Override
    public void leaveNow() {
        connection.closeAndWait(CLOSE_TIMEOUT);
    }

    /** Kwik tells why a connection ended a little after it fails the calls that wait. */
    private Ending explanation(Ending otherwise) {
        return ended.completeOnTimeout(otherwise, 1, TimeUnit.SECONDS).join();
    }
}
