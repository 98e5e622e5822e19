package net.tensamin.omega.quic.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import net.tensamin.omega.limits.Rate;
import net.tensamin.omega.pki.KeyMaterial;
import net.tensamin.omega.quic.admission.AdmissionSettings;
import net.tensamin.omega.quic.admission.Datagram;
import net.tensamin.omega.quic.tls.RecordingOutlet;
import net.tensamin.omega.quic.turns.SimulatedWorkers;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.Test;
import tech.kwik.core.ConnectionTerminatedEvent;
import tech.kwik.core.impl.TurnClient;
import tech.kwik.core.impl.Version;
import tech.kwik.core.packet.RetryPacket;

/** Kwik's client after a Retry that does not lead to a connection, in virtual time. */
class ClientAfterRetryTest {
    private static final InetSocketAddress HERE = new InetSocketAddress("198.51.100.1", 1234);
    private static final InetSocketAddress THERE = new InetSocketAddress("198.51.100.1", 1235);
    private static final InetSocketAddress STRANGER = new InetSocketAddress("203.0.113.1", 1);
    private static final long PROTOCOL_VIOLATION = 0xa; // RFC 9000 §20.1
    private static final long INVALID_TOKEN = 0xb;
    private static final byte[] RETRY_ID = {1, 2, 3, 4, 5, 6, 7, 8};

    private final SimulatedWorkers workers = new SimulatedWorkers();
    private final TestAuthority clients = TestAuthority.named("Clients");
    private final Queue<byte[]> toServer = new ArrayDeque<>();
    private final Queue<byte[]> toClient = new ArrayDeque<>();
    private final List<String> failures = new ArrayList<>();
    private final NetworkServer server = server();
    private final Application application = new Application();
    private final TurnClient client = client();

    /** RFC 9000 §8.1.2. */
    @Test
    void whoMovesBeforeItsAddressIsProvenIsTold() throws Exception {
        server.arrive(FirstDatagrams.half(1), STRANGER); // from now on addresses have to be proven
        client.connect();
        fromClient(HERE);
        assertEquals(1, server.count("omega_quic_retries_total"));
        fromServer();
        fromClient(THERE);
        fromServer();

        assertEquals(INVALID_TOKEN, application.end.transportErrorCode());
        assertTrue(application.end.closedByPeer());
        assertFalse(application.connected);
        assertEquals(0, server.connections());
        assertEquals(List.of(), failures);
    }

    /** RFC 9000 §7.3: the server knows nothing of the Retry. */
    @Test
    void whoGotARetryThatIsNotTheServersEndsItsHandshakeAndIsNotConnected() {
        client.connect();
        workers.runAll();
        toClient.add(retry(toServer.remove()));
        fromServer();
        fromClient(HERE);
        fromServer();
        fromClient(HERE);
        fromServer();

        assertEquals(PROTOCOL_VIOLATION, application.end.transportErrorCode());
        assertFalse(application.end.closedByPeer());
        assertFalse(application.connected);
        assertFalse(client.isConnected());
        assertEquals(List.of(), failures);
    }

    /** What the client's application was told. */
    private static final class Application implements TurnClient.Application {
        private boolean connected;
        private ConnectionTerminatedEvent end;

        @Override
        public void connected() {
            connected = true;
        }

        @Override
        public void progress() {}

        @Override
        public void ended(ConnectionTerminatedEvent event) {
            end = event;
        }
    }

    private NetworkServer server() {
        AdmissionSettings wide = QuicFixture.WIDE_GATE;
        AdmissionSettings gate = new AdmissionSettings(
                wide.handshakesPerSource(),
                new Rate(1, Duration.ofDays(1)),
                wide.halfOpen(),
                wide.waiting(),
                wide.connections(),
                wide.departed());
        TestIdentity identity = TestAuthority.named("Servers").server();
        return new NetworkServer(
                QuicFixture.settings(Duration.ofSeconds(10), gate),
                new KeyMaterial(identity.key(), identity.chain(), List.of(clients.certificate())),
                workers,
                (datagram, to) -> toClient.add(datagram),
                failures::add);
    }

    private TurnClient client() {
        Instant now = workers.clock().instant();
        TestIdentity device = clients.certificate("device")
                .user(1)
                .validity(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)))
                .issue();
        return new TurnClient(workers, NetworkServer.ADDRESS, device.key(), device.chain(), toServer::add, application);
    }

    /** All that it has sent arrives. */
    private void fromClient(InetSocketAddress address) {
        workers.runAll();
        for (byte[] datagram = toServer.poll(); datagram != null; datagram = toServer.poll()) {
            server.arrive(datagram, address);
        }
    }

    private void fromServer() {
        for (byte[] datagram = toClient.poll(); datagram != null; datagram = toClient.poll()) {
            client.arrive(datagram);
        }
        workers.runAll();
    }

    /** With a token that nobody knows. */
    private static byte[] retry(byte[] initial) {
        Datagram first =
                Datagram.read(initial, RecordingOutlet.to(HERE), Instant.EPOCH).orElseThrow();
        return new RetryPacket(Version.QUIC_version_1, RETRY_ID, first.sourceId(), first.destinationId(), new byte[40])
                .generatePacketBytes(null);
    }
}
