package net.tensamin.omega.quic.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import net.tensamin.omega.quic.streams.LineStream;
import net.tensamin.omega.quic.tls.RevocationCheck;
import net.tensamin.omega.testing.BadNetwork;
import net.tensamin.omega.testing.QuicheClient;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tech.kwik.core.QuicClientConnection;
import tech.kwik.core.QuicStream;
import tech.kwik.core.frame.AckFrame;
import tech.kwik.core.frame.PathChallengeFrame;
import tech.kwik.core.frame.QuicFrame;
import tech.kwik.core.impl.ForgingClient;
import tech.kwik.core.impl.QuicClientConnectionImpl;
import tech.kwik.core.log.NullLogger;

/** Clients whose address changes (RFC 9000 §9), and others that would like it to. */
class MigrationTest {
    private static final int KWIK_ID_LENGTH = 8;
    private static final int CHALLENGE_BYTES = 9; // RFC 9000 §19.17
    private static final InetAddress ELSEWHERE = address("127.0.0.3");
    private static final InetAddress SECOND = address("127.0.0.2");

    private QuicFixture server = fixture(true);
    private BadNetwork network;
    private QuicheClient client;
    private QuicheClient.Stream talk;

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static QuicFixture fixture(boolean migration) {
        Settings usual = QuicFixture.settings(Duration.ofSeconds(10));
        return new QuicFixture(
                new Settings(
                        List.of(InetAddress.getLoopbackAddress(), SECOND),
                        0,
                        usual.protocols(),
                        usual.handshakeTimeout(),
                        usual.idleTimeout(),
                        usual.streams(),
                        usual.cryptoProviders(),
                        migration,
                        usual.groups(),
                        usual.gate()),
                RevocationCheck.NOTHING_REVOKED);
    }

    @AfterEach
    void stop() {
        if (client != null) {
            client.close();
        }
        network.close();
        server.close();
    }

    private void connect() {
        network = new BadNetwork(server.address(), 1);
        client = QuicheClient.connect(network.address(), server.servers.certificate(), server.clients.device(42));
        talk = client.openStream();
        say("before");
    }

    private void say(String line) {
        talk.send(line);
        assertEquals(line, talk.awaitLine());
    }

    private void push(String line) {
        LineStream stream = server.acceptor.streams.get(0);
        assertTrue(stream.offer(line.getBytes(StandardCharsets.UTF_8)));
    }

    private void assertNobodyConnectedAgain() {
        assertEquals(1, server.acceptor.channels.size());
        assertEquals(List.of(), server.acceptor.closed);
    }

    @Test
    void theSessionOfAClientAtAnotherAddressGoesOnAndNothingIsLost() {
        connect();
        network.moveTo(ELSEWHERE);
        push("sent to where it was");
        talk.send("after");
        assertEquals("sent to where it was", talk.awaitLine());
        assertEquals("after", talk.awaitLine());
        for (int i = 0; i < 20; i++) {
            push("push " + i);
        }
        for (int i = 0; i < 20; i++) {
            assertEquals("push " + i, talk.awaitLine());
        }
        assertNobodyConnectedAgain();
    }

    /** Answers come from the address that was asked. */
    @Test
    void eachAddressThatIsListedAnswers() {
        InetSocketAddress second =
                new InetSocketAddress(SECOND, server.address().getPort());
        network = new BadNetwork(second, 1);
        client = QuicheClient.connect(second, server.servers.certificate(), server.clients.device(42));
        talk = client.openStream();
        say("at the second");
    }

    @Test
    void aClientMayComeToAnotherAddressOfTheServer() {
        connect();
        InetSocketAddress other = new InetSocketAddress(SECOND, server.address().getPort());
        network.moveTo(ELSEWHERE, other);
        say("to the other");
        network.moveTo(InetAddress.getLoopbackAddress(), server.address());
        say("and back");
        assertNobodyConnectedAgain();
    }

    @Test
    void aClientThatMovesAgainAndAgainLosesNothing() {
        connect();
        for (int i = 0; i < 6; i++) {
            network.moveTo(i % 2 == 0 ? ELSEWHERE : InetAddress.getLoopbackAddress());
            say("move " + i);
            network.changePorts();
            say("port " + i);
        }
        assertNobodyConnectedAgain();
    }

    /** The answer to a challenge never comes: RFC 9000 §9.3.3. */
    @Test
    void anAttackerWhoseCopiesArriveFirstDoesNotMoveTheClient() {
        connect();
        network.copyFrom(ELSEWHERE);
        for (int i = 0; i < 20; i++) {
            say("copied " + i);
            push("push " + i);
            assertEquals("push " + i, talk.awaitLine());
        }
        assertNobodyConnectedAgain();
    }

    /** One that hands on the challenge, too, may have the session for as long as it hands on all the rest; RFC 9000 §9.3.3. */
    @Test
    void aClientMovedByARelayComesBackWhenTheRelayStops() {
        connect();
        network.relayFrom(ELSEWHERE);
        for (int i = 0; i < 10; i++) {
            say("relayed " + i);
            push("push " + i);
            assertEquals("push " + i, talk.awaitLine());
        }
        await().until(() -> network.relayed() > 5);
        network.copyNoMore();
        push("into the void");
        talk.send("I am here");
        assertEquals(Set.of("into the void", "I am here"), Set.of(talk.awaitLine(), talk.awaitLine()));
        push("to where it is");
        assertEquals("to where it is", talk.awaitLine());
        assertNobodyConnectedAgain();
    }

    @Test
    void whereClientsShallNotMoveTheirNatMayGiveThemAnotherPortAndNoOtherAddress() {
        server.close();
        server = fixture(false);
        connect();
        network.changePorts();
        say("at another port");
        network.moveTo(ELSEWHERE);
        talk.send("at another address");
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(30))
                .until(() -> !server.acceptor.lines.contains("at another address"));
    }

    /** RFC 9000 §18.2. */
    @Test
    void clientsAreToldWhereTheyShallNotMove() throws IOException {
        network = new BadNetwork(server.address(), 1);
        assertFalse(isToldNotToMove());
        server.close();
        server = fixture(false);
        assertTrue(isToldNotToMove());
    }

    private boolean isToldNotToMove() throws IOException {
        Queue<String> parameters = new ConcurrentLinkedQueue<>();
        TestIdentity device = server.clients.device(42);
        QuicClientConnection connection = QuicClientConnection.newBuilder()
                .host(server.address().getHostString())
                .port(server.address().getPort())
                .applicationProtocol("tauri")
                .noServerCertificateCheck()
                .clientCertificate(device.certificate())
                .clientCertificateKey(device.key())
                .logger(new NullLogger() {
                    @Override
                    public void debug(String message) {
                        parameters.add(message);
                    }
                })
                .build();
        connection.connect();
        connection.close();
        assertTrue(parameters.stream().anyMatch(each -> each.startsWith("- max idle timeout")), parameters::toString);
        return parameters.contains("- disable migration");
    }

    /** RFC 9000 §9.5: nobody who sees both paths can tell that it is the same client. */
    @Test
    void aClientThatComesWithANewIdIsAnsweredByANewOne() throws IOException {
        network = new BadNetwork(server.address(), 1);
        network.record();
        try (KwikClient moving = KwikClient.to(network.address(), server.clients.device(42))) {
            QuicClientConnectionImpl connection = (QuicClientConnectionImpl) moving.connection;
            connection.connect();
            QuicStream stream = connection.createStream(true);
            connection.newConnectionIds(2, 0);
            exchange(stream, "before");
            Set<String> before = idsOf(network.answers());

            connection.nextDestinationConnectionId();
            connection.changeAddress();
            exchange(stream, "after");
            await().until(() -> {
                exchange(stream, "and on");
                List<byte[]> answers = network.answers();
                return !before.containsAll(idsOf(answers.subList(answers.size() - 1, answers.size())));
            });
            assertNobodyConnectedAgain();
        }
    }

    /** RFC 9000 §10.3.1: by a token that it gave, and from where it is. */
    @Test
    void aClientThatHasLostItsConnectionResetsIt() throws IOException {
        network = new BadNetwork(server.address(), 1);
        try (KwikClient moving = KwikClient.to(network.address(), server.clients.device(42))) {
            QuicClientConnectionImpl connection = (QuicClientConnectionImpl) moving.connection;
            connection.connect();
            QuicStream stream = connection.createStream(true);
            connection.newConnectionIds(2, 0);
            exchange(stream, "before");
            connection.nextDestinationConnectionId();
            network.moveTo(ELSEWHERE);
            await().until(() -> {
                exchange(stream, "and on");
                return !ForgingClient.resetTokens(server.connection()).isEmpty();
            });
            byte[] token = ForgingClient.resetTokens(server.connection()).get(0);

            ForgingClient.sendDatagram(connection, reset(new byte[token.length]));
            try (Stranger elsewhere = new Stranger(server.address())) {
                elsewhere.send(reset(token));
            }
            exchange(stream, "neither ended it");
            assertNobodyConnectedAgain();

            ForgingClient.sendDatagram(connection, reset(token));
            await().until(() -> server.acceptor.closed.size() == 1);
            await().until(() -> server.count("omega_quic_connections") == 0);
        }
    }

    /** A short header, an id of no connection, and the token (RFC 9000 §10.3). */
    private static byte[] reset(byte[] token) {
        byte[] packet = new byte[24 + token.length];
        packet[0] = 0x40;
        System.arraycopy(token, 0, packet, 24, token.length);
        return packet;
    }

    /** A client whose congestion window is full could else not answer: all other acknowledgements go to where it was. */
    @Test
    void aChallengeAcknowledgesWhatHasCome() throws IOException {
        network = new BadNetwork(server.address(), 1);
        try (KwikClient moving = KwikClient.to(network.address(), server.clients.device(42))) {
            moving.connection.connect();
            QuicStream stream = moving.connection.createStream(true);
            exchange(stream, "before");
            network.changePorts();
            network.record();
            exchange(stream, "after");
            List<List<QuicFrame>> challenges = network.answers().stream()
                    .map(datagram -> ForgingClient.frames(moving.connection, datagram))
                    .filter(frames -> frames.stream().anyMatch(PathChallengeFrame.class::isInstance))
                    .toList();
            assertTrue( // one that is repeated, or that a late acknowledgement brings, has nothing new to acknowledge
                    challenges.stream().flatMap(List::stream).anyMatch(AckFrame.class::isInstance),
                    challenges::toString);
        }
    }

    /** RFC 9000 §8: a hundred challenges in one packet, which may come from a forged address, bring one datagram. */
    @Test
    void manyChallengesInOnePacketAreAnsweredByOneDatagram() throws IOException {
        network = new BadNetwork(server.address(), 1);
        try (KwikClient asking = KwikClient.to(network.address(), server.clients.device(42))) {
            asking.connection.connect();
            exchange(asking.connection.createStream(true), "before");
            network.record();
            byte[] challenges = new byte[100 * CHALLENGE_BYTES];
            for (int i = 0; i < challenges.length; i += CHALLENGE_BYTES) {
                challenges[i] = 0x1a;
            }
            ForgingClient.sendFrame(asking.connection, challenges);
            await().until(() -> largeOf(network.answers()) > 0);
            exchange(asking.connection.createStream(true), "after");
            long asked = network.recorded().stream() // a client that waits long for an acknowledgement asks again
                    .filter(datagram -> datagram.length > challenges.length)
                    .count();
            assertTrue(largeOf(network.answers()) <= asked, () -> "asked " + asked + " times");
        }
    }

    private static long largeOf(List<byte[]> datagrams) {
        return datagrams.stream().filter(datagram -> datagram.length >= 1200).count();
    }

    private static void exchange(QuicStream stream, String line) throws IOException {
        stream.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        byte[] echo = stream.getInputStream().readNBytes(line.length() + 1);
        assertEquals(line + "\n", new String(echo, StandardCharsets.UTF_8));
    }

    /** By which ids a client was addressed in packets with a short header. */
    private static Set<String> idsOf(List<byte[]> datagrams) {
        return datagrams.stream()
                .filter(datagram -> (datagram[0] & 0x80) == 0)
                .map(datagram -> Arrays.toString(Arrays.copyOfRange(datagram, 1, 1 + KWIK_ID_LENGTH)))
                .collect(Collectors.toSet());
    }
}
