package net.tensamin.omega.quic.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.tensamin.omega.limits.Rate;
import net.tensamin.omega.quic.admission.AdmissionSettings;
import net.tensamin.omega.quic.tls.RevocationCheck;
import net.tensamin.omega.testing.BadNetwork;
import net.tensamin.omega.testing.QuicheClient;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tech.kwik.core.ConnectionTerminatedEvent;
import tech.kwik.core.ConnectionTerminatedEvent.CloseReason;
import tech.kwik.core.impl.QuicClientConnectionImpl;

/** A client whose connection is gone and that was not told, or did not hear it, is told when it sends something. */
class DepartedTest {
    private static final byte[] HELLO = "hello\n".getBytes(StandardCharsets.UTF_8);

    private final List<AutoCloseable> open = new ArrayList<>();
    private QuicFixture server;
    private BadNetwork network;
    private TestIdentity device;

    @AfterEach
    void stop() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void aClientOfAServerThatWasKilledAndIsBackHearsItWithItsNextPacket() throws Exception {
        serve(QuicFixture.WIDE_GATE);
        KwikClient client = kwik();
        await().until(() -> server.acceptor.lines.contains("hello"));
        network.cut();
        open.add(server.restart());
        network.faults(BadNetwork.NONE);

        client.connection.createStream(true).getOutputStream().write(HELLO);

        ConnectionTerminatedEvent end = client.awaitEnd();
        assertEquals(CloseReason.StatelessReset, end.closeReason());
        await().until(() -> count("reset") == 1);
    }

    @Test
    void eachConnectionIdThatAClientHasComesWithItsToken() {
        serve(QuicFixture.WIDE_GATE);
        var client = (QuicClientConnectionImpl) kwik().connection;
        StatelessResets resets = StatelessResets.of(server.keys.serverKey(), server.listener.port());

        await().until(() -> client.getDestinationConnectionIds().size() > 1);
        client.getDestinationConnectionIds()
                .values()
                .forEach(id -> assertArrayEquals(
                        resets.token(id.getConnectionId()),
                        id.getStatelessResetToken(),
                        "id " + id.getSequenceNumber()));
    }

    @Test
    void aClientThatMissedTheEndIsToldWhyItWas() {
        serve(QuicFixture.WIDE_GATE);
        QuicheClient client = quiche();
        client.trySend("hello");
        await().until(() -> server.acceptor.lines.contains("hello"));
        network.cut();
        server.acceptor.channels.get(0).close(200, "revoked");
        server.acceptor.channels.get(0).close(100, "too late to say that");
        awaitNobody();
        network.faults(BadNetwork.NONE);

        client.trySend("anybody there?");

        assertEquals(new QuicheClient.Close(true, 200, "revoked"), client.awaitClose());
        assertEquals(1, server.acceptor.lines.size());
    }

    @Test
    void aClientWhoseHandshakeWasGivenUpIsToldEvenIfItBelievesToBeConnected() {
        serve(QuicFixture.WIDE_GATE);
        network.muteAfter(1);
        QuicheClient client = quiche();
        network.cut();
        awaitNobody();
        network.faults(BadNetwork.NONE);

        QuicheClient.Close close = client.awaitClose();

        assertEquals(new QuicheClient.Close(false, 0, "handshake not completed in time"), close);
    }

    /** RFC 9000 §10.3.3, §21.11: whoever asks learns nothing, and is sent less than it sent. */
    @Test
    void aStrangerGetsLessThanItSendsAndNothingForWhatIsOfNoConnection() {
        serve(QuicFixture.WIDE_GATE);
        Stranger guessing = stranger();
        Random random = new Random(1);
        for (int length = 1; length < 100; length++) {
            guessing.send(packet(random, length, 0x40));
        }
        await().until(() -> guessing.received() > 0);
        Stranger babbling = stranger();
        for (int length = 1; length < 100; length++) {
            babbling.send(packet(random, length, 0x00));
            babbling.send(packet(random, length, 0xc0));
        }
        kwik();
        await().until(() -> server.acceptor.lines.contains("hello"));
        assertTrue(guessing.received() < guessing.sent(), guessing.received() + " for " + guessing.sent());
        assertEquals(0, babbling.received());
        assertEquals(99 - 21, count("reset"));
    }

    @Test
    void tooManyAreNotAnswered() {
        AdmissionSettings wide = QuicFixture.WIDE_GATE;
        serve(new AdmissionSettings(
                wide.handshakesPerSource(),
                wide.retryAbove(),
                wide.halfOpen(),
                wide.waiting(),
                wide.connections(),
                new Rate(2, Duration.ofDays(1))));
        Stranger stranger = stranger();
        for (int i = 0; i < 10; i++) {
            stranger.send(packet(new Random(i), 50, 0x40));
        }
        await().until(() -> count("none") == 8);
        assertEquals(2, count("reset"));
        assertEquals(2 * 42, stranger.received());
    }

    private void serve(AdmissionSettings gate) {
        server = closing(
                new QuicFixture(QuicFixture.settings(Duration.ofSeconds(1), gate), RevocationCheck.NOTHING_REVOKED));
        network = closing(new BadNetwork(server.address(), 1));
        device = server.clients.device(42);
    }

    private KwikClient kwik() {
        return closing(KwikClient.to(network.address(), device)).tryToSend(HELLO);
    }

    private QuicheClient quiche() {
        return closing(QuicheClient.connect(network.address(), server.servers.certificate(), device));
    }

    private Stranger stranger() {
        return closing(new Stranger(server.address()));
    }

    private void awaitNobody() {
        await().until(() -> server.listener.connections() == 0);
    }

    private long count(String answer) {
        return server.count("omega_quic_departed_total{answer=\"" + answer + "\"}");
    }

    private static byte[] packet(Random random, int length, int first) {
        byte[] packet = new byte[length];
        random.nextBytes(packet);
        packet[0] = (byte) (packet[0] & 0x3f | first);
        return packet;
    }

    private <T extends AutoCloseable> T closing(T some) {
        open.add(some);
        return some;
    }
}
