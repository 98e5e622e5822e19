package net.tensamin.omega.quic;

import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.tensamin.omega.quic.tls.AuthenticatedConnection;
import tech.kwik.core.ConnectionListener;
import tech.kwik.core.ConnectionTerminatedEvent;
import tech.kwik.core.QuicStream;
import tech.kwik.core.server.ApplicationProtocolConnection;

/**
 * One verified connection and its streams. {@code closed()} is called when the connection has ended and the last line
 * being handled is done, whichever is later.
 */
final class ClientChannel implements TauriChannel, ApplicationProtocolConnection, ConnectionListener {
    static final long CLIENT_TOO_SLOW = 104; // SPEC §3
    private static final System.Logger LOG = System.getLogger(ClientChannel.class.getName());
    private static final long INTERNAL = 100; // SPEC §3: come back

    private final AuthenticatedConnection connection;
    private final X509Certificate certificate;
    private final TransportThreads threads;
    private final Settings settings;
    private final Map<StreamReader, ClientStream> streams = new ConcurrentHashMap<>();
    private TauriAcceptor.Lines lines;
    private boolean ended;
    private int reading;

    ClientChannel(AuthenticatedConnection connection, TransportThreads threads, Settings settings) {
        this.connection = connection;
        this.certificate = connection.peerCertificates().get(0);
        this.threads = threads;
        this.settings = settings;
    }

    /** Offers this connection to the application; streams come after. */
    void offer(TauriAcceptor acceptor) {
        lines = acceptor.accept(this);
        connection.setConnectionListener(this);
    }

    @Override
    public X509Certificate clientCertificate() {
        return certificate;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return connection.getInitialRemoteAddress();
    }

    @Override
    public void close(long applicationError, String reason) {
        connection.close(applicationError, reason);
    }

    @Override
    public void acceptPeerInitiatedStream(QuicStream stream) {
        ClientStream sending = new ClientStream(stream, this, threads, settings);
        StreamReader reader = new StreamReader(stream, this, sending, settings.lineLimit());
        if (begin()) {
            streams.put(reader, sending);
            startReading(reader);
        }
    }

    private void startReading(StreamReader reader) {
        boolean started = false;
        try {
            threads.start("omega-quic-reader", () -> read(reader));
            started = true;
        } finally {
            if (!started) {
                streams.remove(reader);
                finished();
                close(INTERNAL, "internal error");
            }
        }
    }

    private void read(StreamReader reader) {
        try {
            reader.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "a line could not be handled, connection closed", e);
            close(INTERNAL, "internal error");
        } finally {
            streams.remove(reader);
            finished();
        }
    }

    private synchronized boolean begin() {
        reading += ended ? 0 : 1;
        return !ended;
    }

    private void finished() {
        boolean last;
        synchronized (this) {
            reading--;
            last = ended && reading == 0;
        }
        if (last) {
            lines.closed();
        }
    }

    void deliver(ClientStream stream, byte[] line) {
        try {
            stream.awaitRoom();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (!hasEnded()) {
            lines.line(stream, line);
        }
    }

    /** A line was refused, and now there is room. */
    void writable(ClientStream stream) {
        try {
            if (!hasEnded()) {
                lines.writable(stream);
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a stream could not be written on, connection closed", e);
            close(INTERNAL, "internal error");
        }
    }

    void lineTooLong(ClientStream stream) {
        if (!hasEnded()) {
            lines.lineTooLong(stream);
        }
    }

    /** The client's side of the stream has ended. */
    void streamEnded(ClientStream stream) {
        if (!hasEnded() && !lines.keepsOpen(stream)) {
            stream.finish();
        }
    }

    private synchronized boolean hasEnded() {
        return ended;
    }

    @Override
    public void disconnected(ConnectionTerminatedEvent event) {
        end();
    }

    /** The connection carries nothing any more. */
    void end() {
        boolean first;
        synchronized (this) {
            first = !ended;
            ended = true;
            reading += first ? 1 : 0;
        }
        streams.forEach((reader, sending) -> {
            sending.abandon();
            reader.abandon();
        });
        if (first) {
            finished();
        }
    }
}
