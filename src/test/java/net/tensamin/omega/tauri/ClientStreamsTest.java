package net.tensamin.omega.tauri;

import static net.tensamin.omega.tauri.SessionFixture.ALICE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import net.tensamin.omega.testing.QuicheClient;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an independent QUIC stack may do to its streams and connections, with sessions behind them. */
@Timeout(300)
class ClientStreamsTest {
    private static final int NO_MORE = 7;
    private static final String IDENTIFY =
            TauriClient.identification(ALICE.value()).replace('\'', '"');
    private static final String PONG = "{\"type\":\"pong\",\"data\":{\"last_ping\":0}}";
    /** No heartbeat interferes. */
    private final LiveSessions sessions = new LiveSessions(Duration.ofMinutes(1));

    ClientStreamsTest() throws SocketException {}

    @AfterEach
    void close() {
        sessions.close();
    }

    @Test
    void resettingItsHalfEndsReadingOnly() throws SocketException {
        try (LiveSessions pinging = new LiveSessions();
                QuicheClient client = connect(pinging, Duration.ofMinutes(1))) {
            QuicheClient.Stream first = identified(client);
            first.reset(NO_MORE);

            QuicheClient.Stream second = client.openStream();
            for (int i = 0; i < 3; i++) {
                assertTrue(first.awaitLine().contains("\"ping\""));
                second.send(PONG);
            }
            pinging.change(7, 1);

            await().until(() -> first.awaitLine().contains("push_notification"));
        }
    }

    @Test
    void aClientThatStopsItsStreamGoesOnOnAnother() {
        try (QuicheClient client = connect(sessions, Duration.ofMinutes(1))) {
            QuicheClient.Stream first = identified(client);
            sessions.change(7, 1);
            assertTrue(first.awaitLine().contains("\"7\""));
            first.stop(NO_MORE);
            sessions.change(8, 1);

            QuicheClient.Stream second = client.openStream();
            second.send(IDENTIFY);

            assertTrue(second.awaitLine().contains("success"));
            assertTrue(second.awaitLine().contains("\"7\""), "was not proven");
            assertTrue(second.awaitLine().contains("\"8\""));
            sessions.change(9, 1);
            assertTrue(second.awaitLine().contains("\"9\""));
        }
    }

    @Test
    void aClientThatStopsItsStreamAndNeverComesBackIsToldSo() {
        try (QuicheClient client = connect(sessions, Duration.ofMinutes(1))) {
            identified(client).stop(NO_MORE);

            assertEquals(new QuicheClient.Close(true, 103, "not identified in time"), client.awaitClose());
        }
    }

    @Test
    void aClientWhoseTransportGivesUpSoonIsKeptAlive() {
        Duration soon = Duration.ofMillis(3_500);
        List<QuicheClient> clients = Stream.of(soon, soon.multipliedBy(2))
                .map(idle -> connect(sessions, idle))
                .toList();
        List<QuicheClient.Stream> streams =
                clients.stream().map(ClientStreamsTest::identified).toList();

        await().during(soon.multipliedBy(3)).atMost(Duration.ofSeconds(30)).until(() -> clients.stream()
                .allMatch(QuicheClient::connected));
        sessions.change(7, 1);

        streams.forEach(stream -> assertTrue(stream.awaitLine().contains("push_notification"), "and nothing else"));
        clients.forEach(QuicheClient::close);
    }

    @Test
    void aClientWhoseTransportGivesUpTooSoonIsToldSo() {
        try (QuicheClient client = connect(sessions, Duration.ofMillis(2_900))) {
            assertEquals(new QuicheClient.Close(true, 201, "max_idle_timeout below 3 s"), client.awaitClose());
        }
    }

    private static QuicheClient connect(LiveSessions to, Duration idle) {
        TestIdentity device = to.server().clients().device(ALICE.value());
        return QuicheClient.connect(to.server().address(), to.server().authority(), device, idle);
    }

    private static QuicheClient.Stream identified(QuicheClient client) {
        QuicheClient.Stream stream = client.openStream();
        stream.send(IDENTIFY);
        assertTrue(stream.awaitLine().contains("success"));
        return stream;
    }
}
