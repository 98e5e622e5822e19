package net.tensamin.omega.quic.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.pki.KeyMaterial;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.Test;
import tech.kwik.core.concurrent.TurnSeam;
import tech.kwik.core.impl.Version;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.server.ServerConnectionConfig;
import tech.kwik.core.server.ServerConnectionRegistry;
import tech.kwik.core.server.impl.ApplicationProtocolRegistry;
import tech.kwik.core.server.impl.ServerConnectionProxy;

class AuthenticatedConnectionTest {
    private final AtomicInteger closed = new AtomicInteger();

    @Test
    void senderThatFailsEndsTheConnectionOnce() {
        AuthenticatedConnection connection = connection(new BrokenOutlet());
        connection.close();
        connection.send(false);
        assertEquals(1, closed.get());
        connection.discardForced();
        connection.send(false);
        assertEquals(1, closed.get());
    }

    @Test
    void connectionWhoseHandshakeIsNotDoneEndsAtTheDeadline() {
        AuthenticatedConnection connection = connection(new RecordingOutlet());
        connection.handshakeDeadline();
        connection.send(false);
        assertEquals(1, closed.get());
    }

    @Test
    void connectionThatHasNotAuthenticatedShowsNoCertificate() {
        AuthenticatedConnection connection = connection(new RecordingOutlet());
        assertThrows(IllegalStateException.class, connection::peerCertificates);
        connection.discardForced();
        assertEquals(1, closed.get());
    }

    /** Three times as much is sent as comes, of the first answers too (RFC 9000 §8.1). */
    @Test
    void whatWasSentBeforeThereWasAConnectionIsOfItsAllowance() {
        AuthenticatedConnection connection = connection(new RecordingOutlet());
        FirstFlight flight = new FirstFlight(Version.QUIC_version_1, new byte[8], new byte[8], new NullLogger());
        int refusal = flight.answers().refusal(new byte[8], "no room").length;
        connection.continueFrom(flight);
        assertEquals(0, connection.credit(1));
        int rest = (refusal + 2) / 3 - 1;
        assertEquals(1_200 - rest, connection.credit(1_200));
        assertEquals(1_200, connection.credit(1_200));
        connection.discardForced();
    }

    private AuthenticatedConnection connection(Outlet outlet) {
        TestAuthority authority = TestAuthority.named("Authority");
        TestIdentity server = authority.server();
        AuthenticatedConnectionFactory factory = new AuthenticatedConnectionFactory(
                new KeyMaterial(server.key(), server.chain(), List.of(authority.certificate())),
                new ClientTrust(
                        List.of(authority.certificate()),
                        RevocationCheck.NOTHING_REVOKED,
                        Clock.systemUTC(),
                        Cryptography.ofTheJdk()),
                Groups.ALL,
                new ConnectionContext(
                        ServerConnectionConfig.builder()
                                .retryRequired(false)
                                .connectionIdLength(8)
                                .build(),
                        new ApplicationProtocolRegistry(),
                        new NoRegistry(),
                        ended -> closed.incrementAndGet(),
                        id -> new byte[16],
                        (connection, tokens) -> {},
                        new Meters().counters("omega_quic_refused_total", "reason", "Refusals"),
                        new Agreements(new Meters()),
                        true,
                        new NullLogger()));
        InetSocketAddress client = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
        AuthenticatedConnection connection = factory.create(
                new UnusedTurn(), Version.QUIC_version_1, new Path(outlet, client), new byte[8], new byte[] {
                    1, 2, 3, 4, 5, 6, 7, 8
                });
        tech.kwik.core.server.impl.Seam.countReceived(connection, 1200);
        return connection;
    }

    /** For connections that are done with before anything is due; the test takes the turns. */
    private static final class UnusedTurn implements TurnSeam.Turn {
        private final ScheduledThreadPoolExecutor idle = new ScheduledThreadPoolExecutor(0);

        @Override
        public ScheduledExecutorService timers() {
            return idle;
        }

        @Override
        public ExecutorService callbacks() {
            return idle;
        }

        @Override
        public Clock clock() {
            return Clock.systemUTC();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void send() {}
    }

    private static final class BrokenOutlet implements Outlet {
        @Override
        public void send(byte[] datagram, InetSocketAddress to) {
            throw new UncheckedIOException(new IOException("network is unreachable"));
        }

        @Override
        public InetSocketAddress address() {
            throw new UnsupportedOperationException();
        }
    }

    private static final class NoRegistry implements ServerConnectionRegistry {
        @Override
        public void registerConnection(ServerConnectionProxy connection, byte[] id) {}

        @Override
        public void deregisterConnection(ServerConnectionProxy connection, byte[] id) {}

        @Override
        public void registerAdditionalConnectionId(byte[] current, byte[] added) {}

        @Override
        public void deregisterConnectionId(byte[] id) {}

        @Override
        public Stream<ServerConnectionProxy> getAllConnections() {
            return Stream.empty();
        }
    }
}
