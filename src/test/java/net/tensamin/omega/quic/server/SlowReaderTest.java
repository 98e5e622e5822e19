package net.tensamin.omega.quic.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.tensamin.omega.quic.streams.LineStream;
import net.tensamin.omega.quic.streams.StreamSettings;
import net.tensamin.omega.quic.streams.Waiting;
import net.tensamin.omega.quic.tls.RevocationCheck;
import net.tensamin.omega.testing.QuicheClient;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that do not read, or slowly: what waits for them is bounded, and nothing of it is lost. */
class SlowReaderTest {
    private static final int WINDOW = 4 * 1024;
    private static final int QUEUE = 32 * 1024;

    /** Kwik's own buffer, and a packet or two on their way into it. */
    private static final int KWIK = 16 * 1024;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<QuicheClient> clients = new ArrayList<>();
    private QuicFixture server = fixture(Duration.ofMinutes(10));

    @AfterEach
    void stop() {
        clients.forEach(QuicheClient::close);
        server.close();
    }

    private static QuicFixture fixture(Duration stallLimit) {
        Settings usual = QuicFixture.settings(Duration.ofSeconds(30));
        return new QuicFixture(
                new Settings(
                        usual.addresses(),
                        usual.port(),
                        usual.protocols(),
                        usual.handshakeTimeout(),
                        Duration.ofMinutes(10),
                        new StreamSettings(16_384, 4, QUEUE, stallLimit),
                        usual.cryptoProviders(),
                        usual.migration(),
                        usual.groups(),
                        usual.gate()),
                RevocationCheck.NOTHING_REVOKED);
    }

    @Test
    void whatIsRefusedIsAskedForOnceTheClientReadsOnAndWhatIsAcceptedArrives() {
        QuicheClient.Stream reading = stalled("begin");
        LineStream stream = sending(0);
        int accepted = 0;
        while (stream.offer(line(accepted))) {
            accepted++;
        }
        assertTrue(Waiting.bytes(stream) <= QUEUE / 2);
        assertFalse(stream.offer(line(accepted)));
        assertEquals(List.of(), server.acceptor.writable);

        reading.reading(true);

        assertEquals("begin", reading.awaitLine());
        for (int each = 0; each < accepted; each++) {
            assertEquals(new String(line(each), UTF_8), reading.awaitLine());
        }
        await().atMost(PATIENCE).until(() -> server.acceptor.writable.equals(List.of(stream)));
        assertTrue(stream.offer(line(0)));
        assertEquals(new String(line(0), UTF_8), reading.awaitLine());
    }

    @Test
    void whatSomebodyWaitsForIsTimedUntilItIsWritten() {
        QuicheClient.Stream reading = stalled("begin");
        LineStream stream = sending(0);
        int offered = 0;
        while (stream.offer(line(offered), System.nanoTime())) {
            offered++;
        }
        stream.send(line(offered));
        Duration stays = Duration.ofMillis(200);
        await().during(stays).atMost(PATIENCE).until(() -> Waiting.bytes(stream) > QUEUE / 4);

        reading.reading(true);
        await().atMost(PATIENCE).until(() -> Waiting.bytes(stream) == 0);

        List<Long> sent = server.acceptor.sent;
        assertEquals(offered, sent.size(), "each is told of, but not what nobody waits for");
        assertTrue(sent.get(offered - 1) >= stays.toNanos(), sent::toString);
    }

    @Test
    void whoeverTakesNothingForTooLongIsClosedWith104AndTheCallerNeverWaits() {
        server.close();
        server = fixture(Duration.ofSeconds(1));
        stalled("begin");
        LineStream stream = sending(0);
        for (int each = 0; each < 5_000; each++) {
            stream.offer(line(each));
        }

        assertEquals(
                new QuicheClient.Close(true, 104, "client reads too slowly"),
                clients.get(0).awaitClose(PATIENCE));
        assertTrue(stream.offer(line(0)), "what comes after the end is forgotten");
        await().atMost(PATIENCE).until(() -> server.acceptor.closed.size() == 1);
    }

    @Test
    void whoeverReadsNowAndThenStaysConnected() {
        server.close();
        server = fixture(Duration.ofSeconds(2));
        QuicheClient.Stream reading = stalled("begin");
        LineStream stream = sending(0);
        for (int round = 0; round < 6; round++) {
            int offered = 0;
            while (stream.offer(line(offered))) {
                offered++;
            }
            int asked = server.acceptor.writable.size();
            await().during(Duration.ofMillis(900)).until(() -> !clients.get(0).closedByServer());
            reading.reading(true);
            await().atMost(PATIENCE).until(() -> server.acceptor.writable.size() > asked);
            reading.reading(false);
        }

        assertFalse(clients.get(0).closedByServer());
    }

    @Test
    void requestsWaitWhileTheirRepliesAreNotReadAndNoneIsLost() {
        QuicheClient.Stream client = stalled("begin");
        String request = "x".repeat(500);
        int requests = 400;
        for (int each = 0; each < requests; each++) {
            client.send(each + request);
        }
        int most = 1 + (WINDOW + QUEUE + KWIK) / request.length() + 2;
        await().atMost(PATIENCE).until(() -> server.acceptor.lines.size() > most / 2);
        await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> server.acceptor.lines.size() <= most);
        assertTrue(Waiting.bytes(sending(0)) <= QUEUE + 1_000);

        client.reading(true);

        assertEquals("begin", client.awaitLine());
        for (int each = 0; each < requests; each++) {
            assertEquals(each + request, client.awaitLine(PATIENCE));
        }
    }

    /** As many as {@code omega.test.slow-readers} says; what waits for each is counted, as heap would tell of others, too. */
    @Test
    void aThousandNoticesForEachOfManyThatStoppedReadingTakeBoundedMemoryAndDelayNobodyElse() {
        int many = Integer.getInteger("omega.test.slow-readers", 60);
        for (int client = 0; client < many; client++) {
            stalled("begin " + client);
        }
        QuicheClient other = server.connect(server.clients.device(7));
        clients.add(other);
        QuicheClient.Stream served = other.openStream();
        served.send("served");
        served.awaitLine();
        LineStream toOther = sending(many);
        long heapBefore = heap();
        long accepted = 0;
        for (int notice = 0; notice < 1_000; notice++) {
            for (int client = 0; client < many; client++) {
                accepted += sending(client).offer(line(notice)) ? 1 : 0;
            }
            if (notice % 100 == 0) {
                toOther.offer(line(notice));
                assertEquals(new String(line(notice), UTF_8), served.awaitLine());
            }
        }
        report(many, accepted, heap() - heapBefore);

        int lineLength = line(0).length + 1;
        assertTrue(accepted * lineLength <= (long) many * (WINDOW + KWIK + QUEUE / 2), "accepted " + accepted);
        for (int client = 0; client < many; client++) {
            assertTrue(Waiting.bytes(sending(client)) <= QUEUE / 2);
            QuicheClient each = clients.get(client);
            assertFalse(each.closedByServer(), () -> each.awaitClose().toString());
        }
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void report(int clients, long accepted, long bytes) {
        System.getLogger(SlowReaderTest.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        "{0} clients that do not read: {1} of {2} lines taken, heap grew by {3} KiB",
                        clients,
                        accepted,
                        clients * 1_000L,
                        bytes / 1024);
    }

    /** A client whose stream the server knows and which reads nothing of it. */
    private QuicheClient.Stream stalled(String first) {
        TestIdentity device = server.clients.device(42);
        QuicheClient client = QuicheClient.connect(server.address(), server.servers.certificate(), device, WINDOW);
        clients.add(client);
        int streams = server.acceptor.streams.size();
        QuicheClient.Stream stream = client.openStream();
        stream.reading(false);
        stream.send(first);
        await().atMost(PATIENCE).until(() -> server.acceptor.streams.size() > streams);
        return stream;
    }

    private LineStream sending(int index) {
        return server.acceptor.streams.get(index);
    }

    /** As long as a {@code push_notification}. */
    private static byte[] line(int number) {
        return "{\"type\":\"push_notification\",\"data\":{\"sender_id\":\"%07d\"}}"
                .formatted(number)
                .getBytes(UTF_8);
    }
}
