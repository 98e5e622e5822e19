package net.tensamin.omega.cli.tauri;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.testing.TestIdentity;
import tech.kwik.core.QuicConnection;
import tech.kwik.core.QuicStream;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.server.ApplicationProtocolConnection;
import tech.kwik.core.server.ServerConnectionConfig;
import tech.kwik.core.server.ServerConnector;

/** A QUIC server on loopback that plays one script for each stream. It asks for no client certificate. */
final class ScriptedTauriServer implements AutoCloseable {
    private final DatagramSocket socket;
    private final ServerConnector connector;
    private final Queue<Envelope> received = new ConcurrentLinkedQueue<>();

    /** What the server does on a stream; runs on a thread of its own. */
    @FunctionalInterface
    interface Script {
        void play(Stage stage) throws IOException;
    }

    /** The server's end of a stream, and its connection. */
    record Stage(QuicConnection connection, QuicStream stream, Lines lines, Queue<Envelope> received) {
        Envelope read() throws IOException {
            Envelope message = Envelope.parse(lines.next().orElseThrow());
            received.add(message);
            return message;
        }

        void write(String line) throws IOException {
            stream.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            stream.getOutputStream().flush();
        }

        /** Reads a request and answers it; {@code members} follow the id, such as {@code ,"data":{}}. */
        Envelope answer(String type, String members) throws IOException {
            Envelope request = read();
            write("{\"type\":\"" + type + "\",\"id\":\"" + request.id() + "\"" + members + "}");
            return request;
        }

        void close(long code, String reason) {
            connection.close(code, reason);
        }
    }

    ScriptedTauriServer(TestIdentity identity, String protocol, Script script) {
        this(0, identity, protocol, script);
    }

    /** @param port 0 for a free one */
    ScriptedTauriServer(int port, TestIdentity identity, String protocol, Script script) {
        try {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            connector = ServerConnector.builder()
                    .withSocket(socket)
                    .withKeyStore(identity.keyStore(), TestIdentity.ALIAS, TestIdentity.PASSWORD)
                    .withConfiguration(ServerConnectionConfig.builder()
                            .maxOpenPeerInitiatedBidirectionalStreams(4)
                            .build())
                    .withLogger(new NullLogger())
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CertificateException e) {
            throw new IllegalArgumentException(e);
        }
        connector.registerApplicationProtocol(protocol, (name, connection) -> new ApplicationProtocolConnection() {
            @Override
            public void acceptPeerInitiatedStream(QuicStream stream) {
                Stage stage = new Stage(connection, stream, new Lines(stream.getInputStream()), received);
                Thread actor = new Thread(() -> play(script, stage), "script");
                actor.setDaemon(true);
                actor.start();
            }
        });
        connector.start();
    }

    private static void play(Script script, Stage stage) {
        try {
            script.play(stage);
        } catch (IOException e) {
            stage.close(999, "the script failed: " + e.getMessage());
        }
    }

    /** All messages read so far, in order. */
    List<Envelope> received() {
        return List.copyOf(received);
    }

    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() {
        connector.close();
        socket.close();
    }
}
