package net.tensamin.omega.quic.streams;

import java.io.ByteArrayInputStream;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.quic.tls.AuthenticatedConnection;
import net.tensamin.omega.quic.tls.Silence;
import net.tensamin.omega.quic.turns.Turn;
import net.tensamin.omega.threads.OutOfMemory;
import tech.kwik.core.ConnectionListener;
import tech.kwik.core.ConnectionTerminatedEvent;
import tech.kwik.core.QuicStream;
import tech.kwik.core.server.ApplicationProtocolConnection;

/** One verified connection and its streams. Unless said otherwise its methods are called in the connection's turn. */
public final class ClientChannel implements Channel, ApplicationProtocolConnection, ConnectionListener {
    private static final System.Logger LOG = System.getLogger(ClientChannel.class.getName());

    private final AuthenticatedConnection connection;
    private final byte[] certificate; // DER, a tenth of what the JDK makes of it
    private final Turn turn;
    private final ScheduledExecutorService timers;
    private final StreamSettings settings;
    private final CertificateExpiry expiry;
    private final List<StreamReader> streams = new CopyOnWriteArrayList<>();
    private Acceptor.Lines lines;
    private volatile boolean mayHaveToWrite;
    private volatile boolean ended;

    public ClientChannel(AuthenticatedConnection connection, Turn turn, StreamSettings settings) {
        this.connection = connection;
        this.certificate = der(connection.peerCertificates().get(0));
        this.turn = turn;
        this.timers = turn.timers();
        this.settings = settings;
        this.expiry =
                new CertificateExpiry(turn.wall(), timers, connection.authenticatedUntil(), this::certificateEnded);
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a verified certificate has an encoding", e);
        }
    }

    /** Offers this connection to the application; streams come after. */
    public void offer(Acceptor acceptor) {
        lines = acceptor.accept(this);
        connection.setConnectionListener(this);
        expiry.start();
    }

    private void certificateEnded() {
        lines.certificateEnded();
        connection.close(CloseCode.CERTIFICATE_ENDED.code(), "certificate ended");
    }

    @Override
    public X509Certificate clientCertificate() {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
        } catch (CertificateException e) {
            throw new IllegalStateException("a certificate that was verified is one", e);
        }
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return connection.activePath().peer();
    }

    @Override
    public Silence takeSilence() {
        return connection.takeSilence();
    }

    @Override
    public Duration idleTimeout() {
        return connection.idleTimeout();
    }

    @Override
    public void ping() {
        turn.execute(connection::ping);
    }

    @Override
    public void close(long applicationError, String reason) {
        turn.execute(() -> connection.close(applicationError, reason));
    }

    @Override
    public void acceptPeerInitiatedStream(QuicStream stream) {
        if (!ended) {
            ClientStream sending = new ClientStream(stream, this, settings);
            StreamReader reader = new StreamReader(stream, this, sending, settings.lineLimit());
            streams.add(reader);
            read(reader);
            stopIfAsked(reader); // that may have come first (RFC 9000 §3.5)
        }
    }

    /** Something came on some stream. */
    public void read() {
        streams.forEach(this::read);
        streams.forEach(this::stopIfAsked);
    }

    private void stopIfAsked(StreamReader reader) {
        if (!ended && reader.sending().stopsNow()) {
            lines.stopped(reader.sending());
        }
    }

    private void read(StreamReader reader) {
        mayHaveToWrite = true; // or to let go of it
        try {
            reader.read();
        } catch (RuntimeException | Error e) {
            OutOfMemory.endIf(e);
            LOG.log(Level.ERROR, "a line could not be handled, connection closed", e);
            connection.close(CloseCode.GOING_AWAY.code(), "internal error");
        }
    }

    /** Lines of this stream may be handled again. Thread-safe. */
    void readOn(ClientStream stream) {
        turn.execute(() ->
                streams.stream().filter(reader -> reader.sending() == stream).forEach(this::read));
    }

    /**
     * Has the transport take what waits.
     *
     * @return whether it took anything
     */
    public boolean write() {
        if (!mayHaveToWrite) {
            return false;
        }
        mayHaveToWrite = false;
        boolean progress = false;
        boolean rest = false;
        for (StreamReader each : streams) {
            progress |= each.sending().write();
            rest |= each.sending().queuedBytes() > 0;
            if (each.isOver()) {
                streams.remove(each);
            }
        }
        if (rest) {
            mayHaveToWrite = true;
        }
        return progress;
    }

    /** Something waits to be written. Thread-safe. */
    void wake() {
        mayHaveToWrite = true;
        turn.send();
    }

    /** By the clock of {@link LineStream#offer}. */
    long nanos() {
        return turn.nanos();
    }

    /** Thread-safe. */
    void schedule(Runnable task, long delay, TimeUnit unit) {
        timers.schedule(task, delay, unit);
    }

    void deliver(ClientStream stream, byte[] line) {
        if (!ended) {
            lines.line(stream, line);
        }
    }

    /** A line was refused, and now there is room. Thread-safe. */
    void writeOn(ClientStream stream) {
        turn.execute(() -> writable(stream));
    }

    private void writable(ClientStream stream) {
        try {
            if (!ended) {
                lines.writable(stream);
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a stream could not be written on, connection closed", e);
            connection.close(CloseCode.GOING_AWAY.code(), "internal error");
        }
    }

    /** A timed line was written. */
    void sent(long nanos) {
        lines.sent(nanos);
    }

    void lineTooLong(StreamReader reader) {
        if (!ended) {
            lines.lineTooLong(reader.sending());
        }
    }

    /** The client's side of the stream has ended. */
    void streamEnded(StreamReader reader) {
        if (!ended && !lines.keepsOpen(reader.sending())) {
            reader.sending().finish();
        }
    }

    @Override
    public void disconnected(ConnectionTerminatedEvent event) {
        end();
    }

    /** The connection carries nothing any more. Thread-safe. */
    public void end() {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        expiry.cancel();
        streams.forEach(reader -> {
            reader.sending().abandon();
            reader.abandon();
        });
        streams.clear();
        lines.closed();
    }
}
