package net.tensamin.omega.quic.server;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import tech.kwik.core.QuicClientConnection;
import tech.kwik.core.QuicStream;

/**
 * A device on this machine: Kwik's own client, with one stream of lines (SPEC §2). Which server answers is not checked, it is
 * our own; its certificate is there to be looked at. What blocks is ended by {@link #close}, which may come from any thread.
 */
public final class LoopbackClient implements AutoCloseable {
    private final QuicClientConnection connection;
    private final QuicStream stream;
    private final BufferedReader lines;

    private LoopbackClient(QuicClientConnection connection, QuicStream stream) {
        this.connection = connection;
        this.stream = stream;
        this.lines = new BufferedReader(new InputStreamReader(stream.getInputStream(), StandardCharsets.UTF_8));
    }

    /** @throws IOException if there is no connection within the time; TLS 1.3 has clients learn of a refusal later only */
    static LoopbackClient connect(
            InetSocketAddress server, String protocol, X509Certificate certificate, PrivateKey key, Duration within)
            throws IOException {
        QuicClientConnection connection = QuicClientConnection.newBuilder()
                .applicationProtocol(protocol)
                .host(server.getAddress().getHostAddress())
                .port(server.getPort())
                .connectTimeout(within)
                .maxOpenPeerInitiatedBidirectionalStreams(0)
                .maxOpenPeerInitiatedUnidirectionalStreams(0)
                .clientCertificate(certificate)
                .clientCertificateKey(key)
                .noServerCertificateCheck()
                .build();
        connection.connect();
        return new LoopbackClient(connection, connection.createStream(true));
    }

    /** What the server showed, its own certificate first. */
    public List<X509Certificate> serverCertificates() {
        return connection.getServerCertificateChain();
    }

    public void send(String line) throws IOException {
        stream.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        stream.getOutputStream().flush();
    }

    /** Waits for the next line. */
    public String receive() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new EOFException("the server ended the stream");
        }
        return line;
    }

    @Override
    public void close() {
        connection.close();
    }
}
