package net.tensamin.omega.quic;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.pki.KeyMaterial;
import net.tensamin.omega.quic.tls.RevocationCheck;
import net.tensamin.omega.testing.QuicheClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;

/** A server on a free loopback port, and the authorities that it and its clients know. */
final class QuicFixture implements AutoCloseable {
    final TestAuthority servers = TestAuthority.named("Servers");
    final TestAuthority clients = TestAuthority.named("Clients");
    final RecordingAcceptor acceptor = new RecordingAcceptor();
    final QuicListener listener;

    QuicFixture() {
        this(settings(Duration.ofSeconds(10)), RevocationCheck.NOTHING_REVOKED);
    }

    QuicFixture(Settings settings, RevocationCheck revocation) {
        this(settings, revocation, TestAuthority::server);
    }

    QuicFixture(Settings settings, RevocationCheck revocation, Function<TestAuthority, TestIdentity> certificate) {
        TestIdentity server = certificate.apply(servers);
        KeyMaterial keys = new KeyMaterial(server.key(), server.chain(), List.of(clients.certificate()));
        try {
            listener = QuicListener.open(settings, keys, revocation, acceptor, new Meters());
        } catch (SocketException e) {
            throw new IllegalStateException(e);
        }
    }

    static Settings settings(Duration handshakeTimeout) {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new Settings(
                anyPort,
                List.of("tauri"),
                16_384,
                4,
                handshakeTimeout,
                Duration.ofSeconds(60),
                32 * 1024,
                Duration.ofSeconds(3));
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port());
    }

    QuicheClient connect(TestIdentity identity) {
        return QuicheClient.connect(address(), servers.certificate(), identity);
    }

    @Override
    public void close() {
        listener.close();
    }
}
