package net.tensamin.omega.quic.server;

import static org.awaitility.Awaitility.await;

import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.tensamin.omega.limits.Rate;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.pki.KeyMaterial;
import net.tensamin.omega.quic.admission.AdmissionSettings;
import net.tensamin.omega.quic.streams.ClientChannel;
import net.tensamin.omega.quic.streams.StreamSettings;
import net.tensamin.omega.quic.tls.Groups;
import net.tensamin.omega.quic.tls.RevocationCheck;
import net.tensamin.omega.testing.CryptoProviders;
import net.tensamin.omega.testing.QuicheClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import tech.kwik.core.QuicConnection;

/** A server on a free loopback port, and the authorities that it and its clients know. */
final class QuicFixture implements AutoCloseable {
    final TestAuthority servers = TestAuthority.named("Servers");
    final TestAuthority clients = TestAuthority.named("Clients");
    final RecordingAcceptor acceptor = new RecordingAcceptor();
    final Meters meters = new Meters();
    final QuicListener listener;
    private final Settings settings;
    final KeyMaterial keys;

    QuicFixture() {
        this(settings(Duration.ofSeconds(10)), RevocationCheck.NOTHING_REVOKED);
    }

    QuicFixture(Settings settings, RevocationCheck revocation) {
        this(settings, revocation, TestAuthority::server);
    }

    QuicFixture(Settings settings, RevocationCheck revocation, Function<TestAuthority, TestIdentity> certificate) {
        TestIdentity server = certificate.apply(servers);
        this.settings = settings;
        this.keys = new KeyMaterial(server.key(), server.chain(), List.of(clients.certificate()));
        try {
            listener = QuicListener.open(settings, keys, revocation, acceptor, meters);
        } catch (SocketException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All tests come from one address. */
    static final AdmissionSettings WIDE_GATE = new AdmissionSettings(
            new Rate(1_000_000, Duration.ofSeconds(1)),
            new Rate(1_000_000, Duration.ofSeconds(1)),
            100_000,
            100_000,
            1_000_000,
            new Rate(1_000_000, Duration.ofSeconds(1)));

    static Settings settings(Duration handshakeTimeout) {
        return settings(handshakeTimeout, WIDE_GATE);
    }

    static Settings settings(Duration handshakeTimeout, AdmissionSettings gate) {
        return settings(handshakeTimeout, Groups.ALL, gate);
    }

    static Settings settings(Duration handshakeTimeout, Groups groups) {
        return settings(handshakeTimeout, groups, WIDE_GATE);
    }

    private static Settings settings(Duration handshakeTimeout, Groups groups, AdmissionSettings gate) {
        return new Settings(
                List.of(InetAddress.getLoopbackAddress()),
                0,
                List.of("tauri"),
                handshakeTimeout,
                Duration.ofSeconds(60),
                new StreamSettings(16_384, 4, 32 * 1024, Duration.ofSeconds(3)),
                CryptoProviders.ofThisRun(),
                true,
                groups,
                gate);
    }

    /** As if the server's process had ended and begun again. */
    QuicListener restart() {
        InetSocketAddress address = address();
        listener.close();
        Settings same = new Settings(
                settings.addresses(),
                address.getPort(),
                settings.protocols(),
                settings.handshakeTimeout(),
                settings.idleTimeout(),
                settings.streams(),
                settings.cryptoProviders(),
                settings.migration(),
                settings.groups(),
                settings.gate());
        try {
            return QuicListener.open(same, keys, RevocationCheck.NOTHING_REVOKED, acceptor, meters);
        } catch (SocketException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a counter or gauge says; 0 if there is none. */
    long count(String sample) {
        Matcher line = Pattern.compile("^" + Pattern.quote(sample) + " (\\d+)$", Pattern.MULTILINE)
                .matcher(meters.page());
        return line.find() ? Long.parseLong(line.group(1)) : 0;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port());
    }

    /** The server's side of the first client's connection. */
    QuicConnection connection() {
        await().until(() -> !acceptor.channels.isEmpty());
        try {
            Field connection = ClientChannel.class.getDeclaredField("connection");
            connection.setAccessible(true);
            return (QuicConnection) connection.get(acceptor.channels.get(0));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    QuicheClient connect(TestIdentity identity) {
        return QuicheClient.connect(address(), servers.certificate(), identity);
    }

    @Override
    public void close() {
        listener.close();
    }
}
