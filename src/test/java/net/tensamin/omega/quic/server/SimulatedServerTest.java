package net.tensamin.omega.quic.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.pki.KeyMaterial;
import net.tensamin.omega.quic.admission.Datagram;
import net.tensamin.omega.quic.tls.AuthenticatedConnection;
import net.tensamin.omega.quic.tls.ClientTrust;
import net.tensamin.omega.quic.tls.Outlet;
import net.tensamin.omega.quic.tls.Path;
import net.tensamin.omega.quic.turns.SimulatedWorkers;
import net.tensamin.omega.testing.OwnThread;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tech.kwik.core.cc.CongestionController;
import tech.kwik.core.cc.CongestionWindow;
import tech.kwik.core.impl.ForgingClient;

/**
 * The server's connections without a socket, a thread or a clock of their own: datagrams and time in; datagrams, lines and the next
 * deadline out. Only the client is real.
 */
class SimulatedServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BEFORE_ANY_SAMPLE = Duration.ofMillis(225);
    private static final int FINISHED = 20; // RFC 8446 §4
    private static final long NARROW = 3_000; // bytes

    private final TestAuthority servers = TestAuthority.named("Servers");
    private final TestAuthority clients = TestAuthority.named("Clients");
    private final RecordingAcceptor acceptor = new RecordingAcceptor();
    private final Meters meters = new Meters();
    private final SimulatedWorkers workers = new SimulatedWorkers();
    private final DatagramSocket wire;
    private final Outlet outlet;
    private final LiveConnections connections;
    private final List<byte[]> sent = new ArrayList<>();
    private boolean losesAnswers;
    private Optional<InetSocketAddress> seenAt = Optional.empty(); // as by way of a NAT
    private InetSocketAddress wasAt;
    private int elsewhere; // datagrams to there
    private Runnable whileProving = () -> {}; // that a client is who it says
    private KwikClient client;

    SimulatedServerTest() throws IOException {
        wire = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        wire.setSoTimeout(10);
        outlet = new Outlet() {
            @Override
            public void send(byte[] datagram, InetSocketAddress to) {
                sent.add(datagram);
                boolean moved = seenAt.filter(to::equals).isPresent();
                elsewhere += moved ? 1 : 0;
                if (!losesAnswers) {
                    transmit(datagram, moved ? wasAt : to);
                }
            }

            @Override
            public InetSocketAddress address() {
                return (InetSocketAddress) wire.getLocalSocketAddress();
            }
        };
        TestIdentity server = servers.server();
        KeyMaterial keys = new KeyMaterial(server.key(), server.chain(), List.of(clients.certificate()));
        ClientTrust trust = new ClientTrust(
                keys.clientAuthorities(),
                certificate -> {
                    whileProving.run();
                    return false;
                },
                workers.clock(),
                QuicFixture.settings(Duration.ofSeconds(10)).cryptography());
        connections = new LiveConnections(
                QuicFixture.settings(Duration.ofSeconds(10)), () -> outlet, workers, keys, trust, acceptor, meters);
    }

    @AfterEach
    void stop() {
        client.close();
        wire.close();
    }

    private void transmit(byte[] datagram, InetSocketAddress to) {
        try {
            wire.send(new DatagramPacket(datagram, datagram.length, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hands on what the client sends; no time passes for the server. */
    private void serveUntil(BooleanSupplier condition) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "nothing more comes of it");
            try {
                wire.receive(packet);
                wasAt = (InetSocketAddress) packet.getSocketAddress();
                arrive(Arrays.copyOf(packet.getData(), packet.getLength()), seenAt.orElse(wasAt));
            } catch (SocketTimeoutException e) {
                continue;
            }
        }
    }

    private void arrive(byte[] bytes, InetSocketAddress from) {
        Datagram datagram = Datagram.read(
                        bytes, new Path(outlet, from), workers.clock().instant())
                .orElseThrow();
        var connection = connections.find(datagram.destinationId());
        if (connection.isPresent()) {
            connection.get().accept(datagram);
        } else {
            connections.reception().work(datagram);
        }
        workers.runAll();
    }

    private void connect() throws IOException {
        connect(Duration.ofHours(1));
    }

    /** @param valid how long the client's certificate still is */
    private void connect(Duration valid) throws IOException {
        client = KwikClient.to(outlet.address(), device(valid));
        CompletableFuture<Void> sending =
                OwnThread.run(() -> client.tryToSend("hello\n".getBytes(StandardCharsets.UTF_8)));
        serveUntil(() -> acceptor.lines.contains("hello") && sending.isDone());
    }

    private TestIdentity device(Duration valid) {
        Instant now = workers.clock().instant();
        return clients.certificate("device")
                .user(42)
                .validity(now, now.plus(valid))
                .issue();
    }

    @Test
    void aClientConnectsAndIsAnsweredWhileTheClockStandsStill() throws IOException {
        connect();
        assertEquals(1, connections.count());
        assertEquals(List.of("hello"), acceptor.lines);
    }

    /** As by a server that ends, and waits for no turn that takes longer. */
    @Test
    void aConnectionThatIsDiscardedDuringItsHandshakeFinishesNone() throws IOException {
        whileProving = () -> connections.forEach(loop -> loop.connection().discardForced());
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        client = KwikClient.to(outlet.address(), device(Duration.ofHours(1))).forging(message -> {
            all.writeBytes(message);
            return message[0] == FINISHED ? List.of(all.toByteArray()) : List.of(); // in one packet
        });
        CompletableFuture<Void> sending = OwnThread.run(() -> client.tryToSend(new byte[1]));
        serveUntil(sending::isDone);
        final long noError = 0; // RFC 9000 §20.1
        assertEquals(noError, client.awaitError());
        assertEquals(List.of(), acceptor.channels);
        assertEquals(0, connections.count());
        assertFalse(
                meters.page()
                        .lines()
                        .anyMatch(line -> line.startsWith("omega_quic_suites_total") && line.endsWith(" 1")),
                "a handshake was completed");
    }

    /** RFC 9000 §9.4; the clock stands still, so that the round trip time was 0. */
    @Test
    void whatWasMeasuredIsForgottenWhenTheClientMovesToAnotherAddress() throws IOException {
        connect();
        int before = pto();
        assertTrue(before < Duration.ofMillis(100).toMillis(), () -> "PTO of " + before + " ms");
        long initialWindow = congestion().getWindowSize();
        CongestionWindow.set(congestion(), NARROW);
        seenAt = Optional.of(new InetSocketAddress("192.0.2.7", 4433));
        sayFromElsewhere();
        serveUntil(() -> pto() > before);
        assertEquals(BEFORE_ANY_SAMPLE, Duration.ofMillis(pto()));
        assertEquals(initialWindow, congestion().getWindowSize());
    }

    @Test
    void whatWasMeasuredHoldsWhenOnlyThePortChanges() throws IOException {
        connect();
        int before = pto();
        CongestionWindow.set(congestion(), NARROW);
        seenAt = Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 4433));
        sayFromElsewhere();
        serveUntil(() -> {
            assertEquals(before, pto());
            return elsewhere > 2 && acceptor.lines.contains("moved");
        });
        long window = congestion().getWindowSize();
        assertTrue(window >= NARROW && window < 2 * NARROW, () -> "a window of " + window + " bytes");
    }

    private void sayFromElsewhere() throws IOException {
        OutputStream out = client.connection.createStream(true).getOutputStream();
        out.write("moved\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** In milliseconds. */
    private int pto() {
        return ForgingClient.pto(connection());
    }

    private CongestionController congestion() {
        return ForgingClient.congestion(connection());
    }

    private AuthenticatedConnection connection() {
        List<AuthenticatedConnection> all = new ArrayList<>();
        connections.forEach(loop -> all.add(loop.connection()));
        return all.get(0);
    }

    @Test
    void whatWasLostIsSentAgainAtItsDeadlineAndNotBefore() throws IOException {
        connect();
        losesAnswers = true;
        acceptor.streams.get(0).send("lost".getBytes(StandardCharsets.UTF_8));
        workers.runAll();
        int before = sent.size();
        Duration next = workers.nextDeadline();
        workers.advance(next.minusNanos(1));
        assertEquals(before, sent.size());
        workers.advance(Duration.ofSeconds(3)); // twice the PTO of a connection without a sample
        assertTrue(sent.size() > before);
    }

    @Test
    void aClientIsGoneWhenItsCertificateHasEnded() throws IOException {
        connect(Duration.ofSeconds(20));
        workers.advance(Duration.ofSeconds(20));
        assertEquals(1, connections.count(), "the last moment belongs to it");
        workers.advance(Duration.ofSeconds(10));
        assertEquals(0, connections.count());
        assertEquals(1, acceptor.closed.size());
    }

    /** RFC 9000 §10.1: without a word. */
    @Test
    void aSilentClientIsGoneWhenItsTimeIsOver() throws IOException {
        connect();
        losesAnswers = true;
        workers.advance(Duration.ofSeconds(59));
        assertEquals(1, connections.count());
        workers.advance(Duration.ofSeconds(61)); // it is looked for every 30 s
        assertEquals(0, connections.count());
        assertEquals(1, acceptor.closed.size());
    }
}
