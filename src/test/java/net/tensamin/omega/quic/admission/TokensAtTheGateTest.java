package net.tensamin.omega.quic.admission;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.limits.Rate;
import net.tensamin.omega.metrics.Counters;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.quic.tls.Path;
import net.tensamin.omega.quic.tls.RecordingOutlet;
import org.junit.jupiter.api.Test;
import tech.kwik.core.common.EncryptionLevel;
import tech.kwik.core.crypto.ConnectionSecrets;
import tech.kwik.core.frame.ConnectionCloseFrame;
import tech.kwik.core.impl.Role;
import tech.kwik.core.impl.Version;
import tech.kwik.core.impl.VersionHolder;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.packet.InitialPacket;

/** What becomes of clients that come back after a Retry. */
class TokensAtTheGateTest {
    private static final Rate ANY = new Rate(1_000_000, Duration.ofSeconds(1));
    private static final int MANY = 1_000;
    private static final int INVALID_TOKEN = 0xb; // RFC 9000 §20.1
    private static final int MOST_ANSWERS = 500;
    private static final int INTEGRITY_TAG = 16; // RFC 9000 §17.2.5
    private static final int SMALLEST = 1_200; // RFC 9000 §14.1
    private static final byte[] NO_TOKEN = {};
    private static final InetSocketAddress HERE = new InetSocketAddress("192.0.2.1", 1234);
    private static final InetSocketAddress THERE = new InetSocketAddress("192.0.2.1", 1235);
    private static final byte[] ORIGINAL_ID = {1, 2, 3, 4, 5, 6, 7, 8};
    private static final byte[] CLIENT_ID = {9, 9, 9};

    private final RecordingOutlet outlet = new RecordingOutlet();
    private final Counters refused = new Meters().counters("omega_quic_refused_total", "reason", "Refusals");
    private long nanos;
    private boolean crowded = true;
    private final Gate gate = new Gate(
            new AdmissionSettings(ANY, ANY, MANY, MANY, MANY, ANY),
            () -> crowded,
            new Meters(),
            refused,
            () -> nanos,
            new NullLogger());
    private final Datagram retry = retry();

    @Test
    void aClientThatIsWhereItWasGoesOnWithTheIdThatItMadeUp() {
        nanos += RetryTokens.LIFETIME.toNanos();
        assertArrayEquals(
                ORIGINAL_ID, pass(HERE, token()).orElseThrow().originalId().orElseThrow());
        assertEquals(List.of(), outlet.sent());
    }

    /** It takes no second Retry (RFC 9000 §17.2.5.2), and no connection that does not know of the first (§7.3). */
    @Test
    void aClientThatHasMovedIsToldThatItsTokenIsInvalidWhetherThereIsRoomOrNot() throws Exception {
        for (boolean full : List.of(true, false)) {
            crowded = full;
            assertEquals(Optional.empty(), pass(THERE, token()));
            assertToldThatItsTokenIsInvalid();
        }
        assertEquals(2, refused.of("invalid_token").sum());
    }

    @Test
    void aClientThatComesTooLateIsToldThatItsTokenIsInvalid() throws Exception {
        nanos += RetryTokens.LIFETIME.toNanos() + 1;
        assertEquals(Optional.empty(), pass(HERE, token()));
        assertToldThatItsTokenIsInvalid();
    }

    /** As of another server, or of this one before it was started again. */
    @Test
    void aTokenThatIsNotFromHereCountsAsNone() {
        byte[] foreign = token();
        foreign[0] ^= 1;
        assertEquals(Optional.empty(), pass(HERE, foreign));
        assertEquals(1, outlet.sent().size());
        assertEquals(0xf0, outlet.sent().remove(0)[0] & 0xf0, "a Retry");

        crowded = false;
        assertEquals(Optional.empty(), pass(HERE, foreign).orElseThrow().originalId());
        assertEquals(List.of(), outlet.sent());
        assertEquals(0, refused.of("invalid_token").sum());
    }

    @Test
    void aTokenThatIsSentFromEverywhereIsAnsweredForALittleTimeOnly() {
        for (int i = 0; i < 2 * MOST_ANSWERS; i++) {
            pass(THERE, token());
        }
        assertEquals(MOST_ANSWERS, outlet.sent().size());
        assertEquals(2 * MOST_ANSWERS, refused.of("invalid_token").sum());

        nanos += TimeUnit.SECONDS.toNanos(1);
        pass(THERE, token());
        assertEquals(MOST_ANSWERS + 1, outlet.sent().size());
    }

    private void assertToldThatItsTokenIsInvalid() throws Exception {
        assertEquals(1, outlet.sent().size());
        byte[] answer = outlet.sent().remove(0);
        assertTrue(answer.length < 100, "what is not proven gets less than it sent: " + answer.length);
        ConnectionSecrets secrets =
                new ConnectionSecrets(new VersionHolder(Version.QUIC_version_1), Role.Client, null, new NullLogger());
        secrets.computeInitialKeys(retry.sourceId());
        InitialPacket packet = new InitialPacket(Version.QUIC_version_1);
        packet.parse(ByteBuffer.wrap(answer), secrets.getPeerAead(EncryptionLevel.Initial), 0, new NullLogger(), 0);
        assertArrayEquals(CLIENT_ID, packet.getDestinationConnectionId());
        assertEquals(1, packet.getFrames().size());
        assertEquals(INVALID_TOKEN, ((ConnectionCloseFrame) packet.getFrames().get(0)).getErrorCode());
    }

    /** What the client gets when it comes first, from HERE. */
    private Datagram retry() {
        gate.pass(initial(HERE, ORIGINAL_ID, NO_TOKEN));
        return read(outlet.sent().remove(0), HERE);
    }

    private byte[] token() {
        int begin = 1 + Integer.BYTES + 1 + retry.destinationId().length + 1 + retry.sourceId().length;
        byte[] bytes = retry.bytes().array();
        return Arrays.copyOfRange(bytes, begin, bytes.length - INTEGRITY_TAG);
    }

    private Optional<Gate.Pass> pass(InetSocketAddress from, byte[] token) {
        return gate.pass(initial(from, retry.sourceId(), token));
    }

    private Datagram initial(InetSocketAddress from, byte[] destinationId, byte[] token) {
        ByteBuffer packet = ByteBuffer.allocate(SMALLEST);
        packet.put((byte) 0xc3).putInt(1);
        packet.put((byte) destinationId.length).put(destinationId);
        packet.put((byte) CLIENT_ID.length).put(CLIENT_ID);
        packet.put((byte) token.length).put(token);
        packet.putShort((short) (0x4000 | 1_100));
        return read(packet.array(), from);
    }

    private Datagram read(byte[] bytes, InetSocketAddress peer) {
        return Datagram.read(bytes, new Path(outlet, peer), Instant.EPOCH).orElseThrow();
    }
}
