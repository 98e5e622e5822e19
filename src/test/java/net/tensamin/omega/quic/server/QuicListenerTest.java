package net.tensamin.omega.quic.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.tensamin.omega.pki.KeyMaterial;
import net.tensamin.omega.quic.streams.LineStream;
import net.tensamin.omega.quic.tls.RevocationCheck;
import net.tensamin.omega.testing.BadNetwork;
import net.tensamin.omega.testing.OwnThread;
import net.tensamin.omega.testing.Patience;
import net.tensamin.omega.testing.QuicheClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuicListenerTest {
    private static final long CONNECTION_REFUSED = 0x2; // RFC 9000 §20.1
    private final Set<Thread> before = threads();
    private QuicFixture server = new QuicFixture();
    private final TestIdentity device = server.clients.device(42);

    @AfterEach
    void stop() {
        server.close();
    }

    private void restart(Settings settings) {
        server.close();
        server = new QuicFixture(settings, RevocationCheck.NOTHING_REVOKED);
    }

    @Test
    void linesGoBothWays() {
        try (QuicheClient client = connect()) {
            QuicheClient.Stream stream = client.openStream();
            stream.send("{\"type\":\"hello\"}");
            assertEquals("{\"type\":\"hello\"}", stream.awaitLine());
        }
        await().until(() -> server.acceptor.closed.size() == 1);
        await().until(() -> server.listener.connections() == 0);
    }

    @Test
    void closeCodeAndReasonReachTheClient() {
        try (QuicheClient client = connect()) {
            client.openStream().send("hello");
            await().until(() -> server.acceptor.lines.size() == 1);
            server.acceptor.channels.get(0).close(103, "not identified in time");
            assertEquals(new QuicheClient.Close(true, 103, "not identified in time"), client.awaitClose());
        }
        await().until(() -> server.acceptor.closed.size() == 1);
    }

    @Test
    void anotherServerCertificateIsForNewConnectionsAndTheOldGoOn() {
        TestAuthority others = TestAuthority.named("Others");
        TestIdentity renewed = others.server();
        try (QuicheClient old = connect()) {
            QuicheClient.Stream stream = old.openStream();

            server.listener.use(new KeyMaterial(renewed.key(), renewed.chain(), List.of(others.certificate())));

            try (QuicheClient client = QuicheClient.connect(server.address(), others.certificate(), device)) {
                QuicheClient.Stream another = client.openStream();
                another.send("to the new certificate");
                assertEquals("to the new certificate", another.awaitLine());
            }
            try (QuicheClient wary = connect()) {
                assertFalse(wary.connected());
            }
            stream.send("still there");
            assertEquals("still there", stream.awaitLine());
        }
    }

    @Test
    void aServerCertificateThatCannotBeUsedChangesNothing() {
        TestIdentity mismatch = server.servers.server().withKeyOf(device);
        List<X509Certificate> clients = List.of(server.clients.certificate());
        assertThrows(
                IllegalArgumentException.class,
                () -> server.listener.use(new KeyMaterial(mismatch.key(), mismatch.chain(), clients)));
        linesGoBothWays();
    }

    @Test
    void fourStreamsAtOnceAndNotAFifth() {
        try (QuicheClient client = connect()) {
            List<QuicheClient.Stream> streams = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                streams.add(client.openStream());
                streams.get(i).send("stream " + i);
                assertEquals("stream " + i, streams.get(i).awaitLine());
            }
            assertFalse(client.mayOpenStream());
            streams.get(0).finish();
            assertTrue(streams.get(0).awaitEnd());
            await().until(client::mayOpenStream);
            QuicheClient.Stream another = client.openStream();
            another.send("another");
            assertEquals("another", another.awaitLine());
        }
    }

    @Test
    void lastLineMayEndWithTheStream() {
        try (QuicheClient client = connect()) {
            QuicheClient.Stream stream = client.openStream();
            stream.write("no line feed".getBytes(StandardCharsets.UTF_8));
            stream.finish();
            assertEquals("no line feed", stream.awaitLine());
            assertTrue(stream.awaitEnd());
        }
    }

    @Test
    void tooLongALineIsReportedOnceAndNothingAfterItIsRead() {
        try (QuicheClient client = connect()) {
            QuicheClient.Stream stream = client.openStream();
            stream.send("x".repeat(16_384));
            assertEquals(16_384, stream.awaitLine().length());
            stream.send("x".repeat(16_385) + "\nafter");
            assertEquals(201, client.awaitClose().error());
        }
        await().until(() -> server.acceptor.closed.size() == 1);
        assertEquals(1, server.acceptor.tooLong.size());
        assertEquals(1, server.acceptor.lines.size());
    }

    @Test
    void linesLeaveInOrder() {
        try (QuicheClient client = connect()) {
            QuicheClient.Stream stream = client.openStream();
            stream.send("begin");
            assertEquals("begin", stream.awaitLine());
            LineStream sending = server.acceptor.streams.get(0);
            for (int i = 0; i < 2000; i++) {
                sending.send(Integer.toString(i).getBytes(StandardCharsets.UTF_8));
            }
            for (int i = 0; i < 2000; i++) {
                assertEquals(Integer.toString(i), stream.awaitLine());
            }
        }
    }

    /** Kwik's stream loses its wake-up when the sender is faster than the writer; the patch of Kwik mends that. */
    @Test
    void longLinesDoNotGetStuckOnTheirWay() {
        try (QuicheClient client = connect()) {
            QuicheClient.Stream stream = client.openStream();
            for (int i = 0; i < 300; i++) {
                stream.send("x".repeat(16_384));
                assertEquals(16_384, stream.awaitLine().length());
            }
        }
    }

    @Test
    void clientThatNeverFinishesItsHandshakeIsDropped() {
        restart(QuicFixture.settings(Duration.ofMillis(700)));
        TestIdentity late = server.clients.device(42);
        try (KwikClient client = KwikClient.to(server.address(), late).forging(message -> List.of())) {
            OwnThread.run(() -> client.tryToSend(new byte[0]));
            await().until(() -> server.listener.connections() == 1);
            await().until(() -> server.listener.connections() == 0);
            assertEquals(0, client.awaitError());
        }
        assertTrue(server.acceptor.channels.isEmpty());
    }

    /** On every JDK: a connection's work is done in turns, by as many workers as there are processors. */
    @Test
    void threadsAreTheSameForOneConnectionAndForFiveHundred() {
        List<QuicheClient> clients = new ArrayList<>();
        try {
            clients.add(connectAndTalk());
            while (clients.size() < 500) {
                clients.add(connectAndTalk());
            }
            assertEquals(500, server.listener.connections());
            int workers = Math.max(2, Runtime.getRuntime().availableProcessors());
            assertTrue(transportThreads().size() <= workers + 3, () -> "threads: " + transportThreads());
        } finally {
            clients.forEach(QuicheClient::close);
        }
    }

    private QuicheClient connectAndTalk() {
        QuicheClient client = connect();
        QuicheClient.Stream stream = client.openStream();
        stream.send("hello");
        assertEquals("hello", stream.awaitLine());
        return client;
    }

    @Test
    void finishedHandshakeOutlivesItsDeadline() {
        restart(QuicFixture.settings(Duration.ofMillis(700)));
        try (QuicheClient client = server.connect(server.clients.device(42))) {
            QuicheClient.Stream stream = client.openStream();
            stream.send("early");
            assertEquals("early", stream.awaitLine());
            await().during(Duration.ofSeconds(1)).until(() -> !client.closedByServer());
            stream.send("late");
            assertEquals("late", stream.awaitLine());
        }
    }

    @Test
    void failureOfTheApplicationClosesThatConnectionAlone() {
        try (QuicheClient bystander = connect();
                QuicheClient unlucky = connect()) {
            QuicheClient.Stream calm = bystander.openStream();
            calm.send("calm");
            calm.awaitLine();
            server.acceptor.failOn("boom");
            unlucky.openStream().send("boom");
            assertEquals(Optional.empty(), unlucky.awaitClose().alert());
            calm.send("still calm");
            assertEquals("still calm", calm.awaitLine());
        }
        await().until(() -> server.acceptor.closed.size() == 2);
        await().until(() -> server.listener.connections() == 0);
    }

    @Test
    void errorWhileAConnectionIsAcceptedClosesThatConnectionAlone() {
        server.acceptor.failOnAccept(true);
        try (QuicheClient unlucky = connect()) {
            final int internalError = 1; // RFC 9000 §20.1
            assertEquals(internalError, unlucky.awaitClose().error());
        }
        await().until(() -> server.listener.connections() == 0);
        server.acceptor.failOnAccept(false);
        try (QuicheClient next = connect()) {
            QuicheClient.Stream stream = next.openStream();
            stream.send("works");
            assertEquals("works", stream.awaitLine());
        }
    }

    @Test
    void garbageDoesNotDisturbAnyone() throws Exception {
        Random random = new Random(42);
        try (DatagramSocket socket = new DatagramSocket();
                QuicheClient client = connect()) {
            QuicheClient.Stream stream = client.openStream();
            for (int i = 0; i < 3000; i++) {
                byte[] garbage = new byte[random.nextInt(1400)];
                random.nextBytes(garbage);
                if (garbage.length > 5 && i % 2 == 0) {
                    garbage[0] = (byte) 0xc0;
                    System.arraycopy(new byte[] {0, 0, 0, 1, 8}, 0, garbage, 1, 5);
                }
                socket.send(new DatagramPacket(garbage, garbage.length, server.address()));
            }
            stream.send("still here");
            assertEquals("still here", stream.awaitLine());
        }
        await().until(() -> server.listener.connections() == 0);
    }

    @Test
    void unknownVersionIsAnsweredWithThoseSpoken() throws Exception {
        byte[] packet = new byte[1200];
        packet[0] = (byte) 0xc0;
        packet[1] = 0x1a; // RFC 9000 §15: reserved to exercise version negotiation
        packet[2] = 0x2a;
        packet[3] = 0x3a;
        packet[4] = 0x4a;
        packet[5] = 8;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout((int) Patience.BOUND.toMillis());
            socket.send(new DatagramPacket(packet, packet.length, server.address()));
            DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
            socket.receive(answer);
            assertTrue((answer.getData()[0] & 0x80) != 0);
            assertEquals(0, answer.getData()[1] | answer.getData()[2] | answer.getData()[3] | answer.getData()[4]);
            assertEquals(1, answer.getData()[answer.getLength() - 1]);
        }
    }

    @Test
    void aClientWhoseNatForgotItKeepsItsConnection() {
        try (BadNetwork nat = new BadNetwork(server.address(), 1);
                QuicheClient client = QuicheClient.connect(nat.address(), server.servers.certificate(), device)) {
            QuicheClient.Stream stream = client.openStream();
            for (int port = 0; port < 4; port++) {
                String line = "from port " + port + " " + "x".repeat(5_000);
                stream.send(line);
                assertEquals(line, stream.awaitLine());
                nat.changePorts();
            }
            assertEquals(1, server.acceptor.channels.size());
            assertEquals(0, server.acceptor.closed.size());
        }
    }

    @Test
    void newClientsAreRefusedWhileDrainingAndTheOthersGoOn() {
        try (QuicheClient client = connect()) {
            QuicheClient.Stream stream = client.openStream();
            stream.send("before");
            assertEquals("before", stream.awaitLine());

            server.listener.refuse();

            try (QuicheClient late = connect()) {
                assertFalse(late.connected());
                assertEquals(CONNECTION_REFUSED, late.awaitClose().error());
                assertFalse(late.awaitClose().application());
            }
            stream.send("after");
            assertEquals("after", stream.awaitLine());
            assertEquals(1, server.listener.connections());
        }
        assertTrue(server.listener.isOpen());
        server.close();
        assertFalse(server.listener.isOpen());
    }

    @Test
    void closingTellsClientsToComeBackAndLeavesNoThread() {
        try (QuicheClient client = connect()) {
            QuicheClient.Stream stream = client.openStream();
            stream.send("hello");
            stream.awaitLine();
            server.close();
            QuicheClient.Close close = client.awaitClose();
            assertEquals(100, close.error());
            assertTrue(close.reason().startsWith("retry-after-ms="), close::reason);
        }
        assertEquals(1, server.acceptor.closed.size());
        assertEquals(0, server.listener.connections());
        awaitNoMoreThreadsThanBefore();
    }

    @Test
    void closingDoesNotWaitForClientsThatAreGone() {
        QuicheClient client = connect();
        QuicheClient.Stream stream = client.openStream();
        stream.send("hello");
        stream.awaitLine();
        client.vanish();
        assertTimeoutPreemptively(Patience.BOUND, server::close);
        assertEquals(1, server.acceptor.closed.size());
        awaitNoMoreThreadsThanBefore();
    }

    private QuicheClient connect() {
        return server.connect(device);
    }

    private void awaitNoMoreThreadsThanBefore() {
        await().untilAsserted(() -> assertEquals(List.of(), transportThreads()));
    }

    /** Threads of the transport and of Kwik that were not there before. */
    private List<String> transportThreads() {
        return threads().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.matches("(omega-quic|sender|scheduler|callbacks|idle-timer|loss|receiver).*"))
                .collect(Collectors.toList());
    }

    private static Set<Thread> threads() {
        return Set.copyOf(Thread.getAllStackTraces().keySet());
    }
}
