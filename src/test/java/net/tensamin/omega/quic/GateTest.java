package net.tensamin.omega.quic;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.tensamin.omega.limits.Rate;
import net.tensamin.omega.quic.tls.RevocationCheck;
import net.tensamin.omega.testing.QuicheClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What those get who are past a limit of the QUIC server, all of it with real clients from one address. */
class GateTest {
    private static final Rate ANY = new Rate(1_000_000, Duration.ofSeconds(1));
    private static final int MANY = 1_000;
    private static final long CONNECTION_REFUSED = 2; // RFC 9000 §20.1
    private static final byte[] HELLO = {'h', 'i', '\n'};

    private final List<AutoCloseable> open = new ArrayList<>();
    private QuicFixture server;

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        server.close();
    }

    @Test
    void sourcePastItsLimitHasToProveItsAddressAndPastItAgainIsNotAnswered() {
        serve(new GateSettings(new Rate(3, Duration.ofDays(1)), ANY, MANY, MANY));
        for (int i = 0; i < 3; i++) {
            assertServed(quiche());
        }
        assertEquals(0, count("omega_quic_retries_total"));
        for (int i = 0; i < 3; i++) {
            assertServed(quiche());
        }
        assertEquals(3, count("omega_quic_retries_total"));

        until("source_rate", server.listener.connections());

        assertEquals(6, server.listener.connections());
    }

    @Test
    void whenMuchGoesOnClientsProveTheirAddressAndAreServed() {
        serve(new GateSettings(ANY, new Rate(1, Duration.ofDays(1)), MANY, MANY));
        assertServed(quiche());
        assertEquals(0, count("omega_quic_retries_total"));

        assertServed(quiche());
        assertEquals(1, count("omega_quic_retries_total"));

        await().until(() -> {
            kwik().tryToSend(HELLO);
            return server.acceptor.lines.size() > 2;
        });
    }

    @Test
    void clientsThatComeAllAtOnceAreServedThoughEachHasToProveItsAddress() {
        serve(new GateSettings(ANY, new Rate(1, Duration.ofDays(1)), MANY, MANY));
        assertServed(quiche());
        List<CompletableFuture<QuicheClient>> clients = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            clients.add(CompletableFuture.supplyAsync(() -> server.connect(server.clients.device(42))));
        }
        clients.forEach(client -> assertServed(closing(client.join())));
        assertTrue(count("omega_quic_retries_total") >= 40);
    }

    /** They cost a MAC each, and are answered with less than they sent, which goes to whom they claim to be. */
    @Test
    void floodOfFirstPacketsKeepsNothingAndHonestClientsAreServedMeanwhile() {
        serve(new GateSettings(new Rate(1, Duration.ofDays(1)), ANY, MANY, MANY));
        Stranger stranger = closing(new Stranger(server.address()));
        Random random = new Random(1);
        for (int i = 0; i < 3_000; i++) {
            stranger.send(initial(random));
            if (i % 500 == 499) {
                stranger.received();
            }
        }
        assertServed(quiche());
        await().until(() -> count("omega_quic_retries_total") > 1_000);
        assertEquals(1, server.listener.connections());
        assertTrue(stranger.received() < stranger.sent() / 5, "no amplification: " + stranger.received());
    }

    @Test
    void tooManyUnfinishedHandshakesKeepOthersWaitingUntilThereIsRoom() {
        serve(new GateSettings(ANY, ANY, 2, MANY), Duration.ofSeconds(8));
        for (int i = 1; i <= 2; i++) {
            unfinished();
            int begun = i;
            await().until(() -> server.listener.connections() == begun);
        }
        until("half_open", 2);
        assertTrue(count("omega_quic_retries_total") > 0, "past half of it, addresses have to be proven");

        await().atMost(Duration.ofSeconds(30)).until(() -> server.listener.connections() == 0);
        assertServed(quiche());
    }

    @Test
    void fullServerRefusesAndServesAgainWhenThereIsRoom() throws Exception {
        serve(new GateSettings(ANY, ANY, MANY, 2));
        QuicheClient first = quiche();
        assertServed(first);
        assertServed(quiche());

        assertEquals(CONNECTION_REFUSED, kwik().tryToSend(HELLO).awaitError());
        assertTrue(count("omega_quic_refused_total{reason=\"full\"}") > 0);

        first.close();
        await().until(() -> server.listener.connections() < 2);
        assertServed(quiche());
    }

    private void serve(GateSettings gate) {
        serve(gate, Duration.ofSeconds(30));
    }

    private void serve(GateSettings gate, Duration handshake) {
        server = new QuicFixture(QuicFixture.settings(handshake, gate), RevocationCheck.NOTHING_REVOKED);
    }

    /** More clients come until one is refused. Kwik's own gives up if a Retry comes before it has noted what it sent. */
    private void until(String reason, int connections) {
        await().pollInterval(Duration.ofMillis(500)).until(() -> {
            unfinished();
            return count("omega_quic_refused_total{reason=\"" + reason + "\"}") > 0;
        });
        assertEquals(connections, server.listener.connections());
    }

    private void unfinished() {
        KwikClient client = kwik().forging(message -> List.of());
        CompletableFuture.runAsync(() -> client.tryToSend(HELLO));
    }

    private QuicheClient quiche() {
        return closing(server.connect(server.clients.device(42)));
    }

    private KwikClient kwik() {
        return closing(KwikClient.to(server.address(), server.clients.device(42)));
    }

    private <T extends AutoCloseable> T closing(T client) {
        open.add(client);
        return client;
    }

    private static void assertServed(QuicheClient client) {
        QuicheClient.Stream stream = client.openStream();
        stream.send("hello");
        assertEquals("hello", stream.awaitLine());
    }

    /** Of another client each time, and with nothing in it that can be decrypted. */
    private static byte[] initial(Random random) {
        ByteBuffer packet = ByteBuffer.allocate(1_200);
        random.nextBytes(packet.array());
        packet.put((byte) 0xc3).putInt(1).put((byte) 8).putLong(random.nextLong());
        packet.put((byte) 8).putLong(random.nextLong()).put((byte) 0).putShort((short) (0x4000 | 1_100));
        return packet.array();
    }

    private long count(String sample) {
        Matcher line = Pattern.compile("^" + Pattern.quote(sample) + " (\\d+)$", Pattern.MULTILINE)
                .matcher(server.meters.page());
        return line.find() ? Long.parseLong(line.group(1)) : 0;
    }
}
