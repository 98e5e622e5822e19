package net.tensamin.omega.quic;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import net.tensamin.omega.limits.Rate;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.pki.KeyMaterial;
import net.tensamin.omega.quic.tls.RevocationCheck;
import net.tensamin.omega.testing.CryptoProviders;
import net.tensamin.omega.testing.QuicheClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;

/** A server on a free loopback port, and the authorities that it and its clients know. */
final class QuicFixture implements AutoCloseable {
    final TestAuthority servers = TestAuthority.named("Servers");
    final TestAuthority clients = TestAuthority.named("Clients");
    final RecordingAcceptor acceptor = new RecordingAcceptor();
    final Meters meters = new Meters();
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
            listener = QuicListener.open(settings, keys, revocation, acceptor, meters);
        } catch (SocketException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All tests come from one address. */
    static final GateSettings WIDE_GATE = new GateSettings(
            new Rate(1_000_000, Duration.ofSeconds(1)),
            new Rate(1_000_000, Duration.ofSeconds(1)),
            100_000,
            100_000,
            1_000_000);

    static Settings settings(Duration handshakeTimeout) {
        return settings(handshakeTimeout, WIDE_GATE);
    }

    static Settings settings(Duration handshakeTimeout, GateSettings gate) {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new Settings(
                anyPort,
                List.of("tauri"),
                16_384,
                4,
                handshakeTimeout,
                Duration.ofSeconds(60),
                32 * 1024,
                Duration.ofSeconds(3),
                CryptoProviders.ofThisRun(),
                gate);
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
