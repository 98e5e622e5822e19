package net.tensamin.omega.quic.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.pki.KeyMaterial;
import net.tensamin.omega.quic.streams.Acceptor;
import net.tensamin.omega.quic.tls.RevocationCheck;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;

/** The QUIC server without a container, for tests of what stands on it. */
public final class LoopbackServer implements AutoCloseable {
    private final TestAuthority servers = TestAuthority.named("Servers");
    private final TestAuthority clients = TestAuthority.named("Clients");
    private final InetAddress host;
    private final QuicListener listener;

    public LoopbackServer(Acceptor acceptor) throws SocketException {
        this(acceptor, InetAddress.getLoopbackAddress(), Duration.ofSeconds(60));
    }

    /** On another address of this host, or of a network namespace. */
    public LoopbackServer(Acceptor acceptor, InetAddress host, Duration idleTimeout) throws SocketException {
        TestIdentity server = servers.server();
        KeyMaterial keys = new KeyMaterial(server.key(), server.chain(), List.of(clients.certificate()));
        Settings usual = QuicFixture.settings(Duration.ofSeconds(10));
        Settings settings = new Settings(
                List.of(host),
                0,
                usual.protocols(),
                usual.handshakeTimeout(),
                idleTimeout,
                usual.streams(),
                usual.cryptoProviders(),
                usual.migration(),
                usual.groups(),
                usual.gate());
        this.host = host;
        listener = QuicListener.open(settings, keys, RevocationCheck.NOTHING_REVOKED, acceptor, new Meters());
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(host, listener.port());
    }

    /** The authority of the server's certificate. */
    public X509Certificate authority() {
        return servers.certificate();
    }

    /** Whose clients are let in. */
    public TestAuthority clients() {
        return clients;
    }

    @Override
    public void close() {
        listener.close();
    }
}
