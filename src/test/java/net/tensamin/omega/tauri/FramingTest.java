package net.tensamin.omega.tauri;

import static java.nio.charset.StandardCharsets.UTF_8;
import static net.tensamin.omega.tauri.SessionFixture.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;
import net.tensamin.omega.testing.QuicheClient;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The forms in which an independent QUIC stack may put its messages on streams, with sessions behind them (SPEC §2). */
@Timeout(120)
class FramingTest {
    private static final String IDENTIFY =
            TauriClient.identification(ALICE.value()).replace('\'', '"');
    private static final String PENDING = "{\"type\":\"get_notifications\",\"id\":\"p\"}";
    private static final String PING = "{\"type\":\"ping\",\"id\":\"q\",\"data\":{\"last_ping\":0}}";
    private static final String PONG = "{\"type\":\"pong\",\"data\":{\"last_ping\":0}}";
    private static final int ROUNDS = 20;

    /** No heartbeat interferes. */
    private final LiveSessions sessions = new LiveSessions(Duration.ofMinutes(1));

    private QuicheClient client;

    FramingTest() throws SocketException {}

    @BeforeEach
    void connect() {
        TestIdentity device = sessions.server().clients().device(ALICE.value());
        client = QuicheClient.connect(
                sessions.server().address(), sessions.server().authority(), device);
    }

    @AfterEach
    void close() {
        client.close();
        sessions.close();
    }

    @Test
    void objectsNeedNothingBetweenThem() {
        QuicheClient.Stream stream = client.openStream();
        stream.write((IDENTIFY + PENDING + PING).getBytes(UTF_8));

        assertHears(stream, "success");
        assertHears(stream, "get_notifications");
        assertHears(stream, "pong");
        sessions.change(7, 1);
        assertHears(stream, "push_notification");
    }

    @Test
    void eachMessageMayHaveAStreamOfItsOwnThatIsAnsweredThere() {
        QuicheClient.Stream first = oneMessage(IDENTIFY);
        assertHears(first, "success");
        for (int round = 1; round <= ROUNDS; round++) { // more than there may be at once
            sessions.change(7, round);
            assertHears(first, "push_notification");
            QuicheClient.Stream asking = oneMessage(PING);
            assertHears(asking, "pong");
            assertTrue(asking.awaitEnd(), "the server ends its side too");
            assertHears(first, "ping");
            assertTrue(oneMessage(PONG).awaitEnd());
            assertHears(oneMessage(PENDING), "\"amount\":" + round);
        }
        assertEquals(ROUNDS, sessions.proven(), "each pong proved");
    }

    @Test
    void lengthsAreAnsweredWithLengths() {
        QuicheClient.Stream stream = client.openStream();
        stream.sendWithLength(IDENTIFY);
        assertHears(stream, "success");
        stream.sendWithLength("");
        stream.sendWithLength("{\n\"type\": \"get_notifications\"\n}");
        assertHears(stream, "get_notifications");
        stream.sendWithLength("hello");
        assertHears(stream, "error_protocol");
        sessions.change(7, 3);
        assertHears(stream, "push_notification");

        QuicheClient.Stream text = client.openStream();
        text.send(PENDING);
        assertHears(text, "\"amount\":3");
    }

    @Test
    void lengthsMayHaveAStreamEach() {
        QuicheClient.Stream first = client.openStream();
        first.sendWithLength(IDENTIFY);
        first.finish();
        assertHears(first, "success");
        for (int round = 0; round < ROUNDS; round++) {
            QuicheClient.Stream asking = client.openStream();
            asking.sendWithLength(PING);
            asking.finish();
            assertHears(asking, "pong");
            assertTrue(asking.awaitEnd());
        }
        sessions.change(7, 1);
        assertHears(first, "push_notification");
    }

    @Test
    void whatIsBrokenIsOneErrorAndWhatStopsInTheMiddleIsNone() {
        QuicheClient.Stream stream = client.openStream();
        stream.send(IDENTIFY);
        assertHears(stream, "success");
        stream.send("}}}{\"type\":\"ping\"} hello");
        assertHears(stream, "error_protocol");
        stream.send(PING);
        assertHears(stream, "pong");

        QuicheClient.Stream cut = oneMessage(PING.substring(0, PING.length() - 1));
        assertTrue(cut.awaitEnd());
        stream.send(PING);
        assertHears(stream, "pong");
        assertEquals(Optional.empty(), stream.lineNow());
    }

    @Test
    void aLengthPastTheLimitEndsTheConnection() {
        client.openStream().write(new byte[] {0, 1, 0, 0, '{'});
        assertEquals(201, client.awaitClose().error());
    }

    @Test
    void aStreamThatBeginsAsTextStaysText() {
        QuicheClient.Stream stream = client.openStream();
        stream.send(IDENTIFY);
        assertHears(stream, "success");
        stream.write("\0\0\0\2{}\n".getBytes(UTF_8));
        assertHears(stream, "error_protocol");
        stream.send(PING);
        assertHears(stream, "pong");
    }

    private QuicheClient.Stream oneMessage(String message) {
        QuicheClient.Stream stream = client.openStream();
        stream.write(message.getBytes(UTF_8));
        stream.finish();
        return stream;
    }

    private static void assertHears(QuicheClient.Stream stream, String part) {
        String message = stream.awaitLine();
        assertTrue(message.contains(part), message);
    }
}
