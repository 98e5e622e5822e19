package net.tensamin.omega.quic.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import net.tensamin.omega.testing.Patience;
import net.tensamin.omega.testing.TestIdentity;
import tech.kwik.agent15.TlsConstants.CipherSuite;
import tech.kwik.core.ConnectionTerminatedEvent;
import tech.kwik.core.QuicClientConnection;
import tech.kwik.core.common.EncryptionLevel;
import tech.kwik.core.impl.ForgingClient;
import tech.kwik.core.impl.QuicClientConnectionImpl;

/** Kwik's own client, which can be made to misbehave. */
final class KwikClient implements AutoCloseable {
    final QuicClientConnection connection;
    private final CompletableFuture<ConnectionTerminatedEvent> ended = new CompletableFuture<>();

    private KwikClient(QuicClientConnection connection) {
        this.connection = connection;
        connection.setConnectionListener(ended::complete);
    }

    static KwikClient to(InetSocketAddress server, TestIdentity identity) {
        return new KwikClient(build(builder(server), identity));
    }

    static KwikClient with(CipherSuite suite, InetSocketAddress server, TestIdentity identity) {
        return new KwikClient(build(builder(server).cipherSuite(suite), identity));
    }

    /** Offers to resume a session and to send early data. */
    static KwikClient resuming(InetSocketAddress server, TestIdentity identity) {
        return new KwikClient(build(builder(server).sessionTicket(ForgingClient.ticket()), identity));
    }

    private static QuicClientConnection.Builder builder(InetSocketAddress server) {
        return QuicClientConnection.newBuilder()
                .host(server.getHostString())
                .port(server.getPort())
                .applicationProtocol("tauri")
                .connectTimeout(Duration.ofSeconds(30))
                .noServerCertificateCheck();
    }

    private static QuicClientConnection build(QuicClientConnection.Builder builder, TestIdentity identity) {
        if (identity != null) {
            List<X509Certificate> chain = identity.chain();
            builder.clientCertificate(identity.certificate())
                    .clientCertificateIssuers(chain.subList(1, chain.size()))
                    .clientCertificateKey(identity.key());
        }
        try {
            return builder.build();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    KwikClient forging(Function<byte[], List<byte[]>> forgery) {
        ForgingClient.forge(connection, forgery);
        return this;
    }

    void write(EncryptionLevel level, byte[] handshakeMessage) {
        ForgingClient.write(connection, level, handshakeMessage);
    }

    /** Connects and sends a line, as early as it can; the outcome is for {@link #awaitError} to tell. */
    KwikClient tryToSend(byte[] line) {
        try {
            connection.connect();
            connection.createStream(true).getOutputStream().write(line);
        } catch (IOException refused) {
            return this;
        }
        return this;
    }

    /** Goes on with the next generation of keys (RFC 9001 §6). */
    void updateKeys() {
        ((QuicClientConnectionImpl) connection).updateKeys();
    }

    /** The transport error with which the server closed the connection, 0 for none, -1 if it was not the server. */
    long awaitError() {
        ConnectionTerminatedEvent event = awaitEnd();
        long error = event.hasTransportError() ? event.transportErrorCode() : 0;
        return event.closedByPeer() ? error : -1;
    }

    ConnectionTerminatedEvent awaitEnd() {
        try {
            return ended.get(Patience.BOUND.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the server did not close the connection", e);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
