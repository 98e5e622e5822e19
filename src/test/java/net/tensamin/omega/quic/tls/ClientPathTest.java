package net.tensamin.omega.quic.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** RFC 9000 §9.3: a client whose NAT gave it another port. */
class ClientPathTest {
    private static final InetSocketAddress FORMER = address(1, 1000);
    private static final InetSocketAddress NEW = address(1, 2000);
    private static final InetSocketAddress OTHER_HOST = address(2, 1000);
    private static final int LARGE = 1200;

    private long nanos = 1;
    private byte challenges;
    private final ClientPath path = new ClientPath(FORMER, () -> nanos, () -> new byte[] {++challenges});

    @Test
    void aClientThatStaysIsSentAnything() {
        path.received(FORMER, 0, 50);

        assertFalse(path.hasMoved());
        assertEquals(Optional.of(FORMER), path.destination(100_000));
    }

    @Test
    void theLatestPacketMovesThePathAndALaterAnswerProvesIt() {
        path.received(FORMER, 5, 50);
        byte[] challenge = path.received(NEW, 6, LARGE).orElseThrow();

        assertTrue(path.hasMoved());
        assertEquals(Optional.of(NEW), path.destination(LARGE));
        path.answered(challenge);
        assertEquals(Optional.of(NEW), path.destination(100_000));
    }

    @Test
    void anOlderPacketMovesNothing() {
        path.received(FORMER, 5, 50);

        assertEquals(Optional.empty(), path.received(NEW, 4, LARGE));
        assertEquals(Optional.of(FORMER), path.destination(LARGE));
    }

    @Test
    void anotherHostIsNotFollowed() {
        assertFalse(path.mayBe(OTHER_HOST));
        assertEquals(Optional.empty(), path.received(OTHER_HOST, 1, LARGE));
        assertEquals(Optional.of(FORMER), path.destination(LARGE));
    }

    @Test
    void anUnprovenPortGetsThreeTimesWhatCameFromIt() {
        path.received(NEW, 1, 100);

        assertEquals(Optional.empty(), path.destination(301));
        assertEquals(Optional.of(NEW), path.destination(200));
        assertEquals(Optional.of(NEW), path.destination(100));
        assertEquals(Optional.empty(), path.destination(1));
    }

    @Test
    void aChallengeWaitsUntilItMayBeSentInFull() {
        assertEquals(Optional.empty(), path.received(NEW, 1, 400));
        assertTrue(path.received(NEW, 2, 400).isPresent());
    }

    @Test
    void challengesAreFewAndEachMayBeAnswered() {
        byte[] first = path.received(NEW, 1, LARGE).orElseThrow();
        assertEquals(Optional.empty(), path.received(NEW, 2, LARGE));
        nanos += Duration.ofMillis(500).toNanos();
        byte[] second = path.received(NEW, 3, LARGE).orElseThrow();
        assertArrayEquals(new byte[] {2}, second);

        path.answered(first);

        assertEquals(Optional.of(NEW), path.destination(100_000));
    }

    @Test
    void aWrongAnswerProvesNothing() {
        path.received(NEW, 1, LARGE);
        path.answered(new byte[] {99});

        assertEquals(Optional.empty(), path.destination(100_000));
    }

    @Test
    void whatProvesNothingInTimeIsLeftForTheFormer() {
        path.received(NEW, 1, LARGE);
        nanos += Duration.ofSeconds(11).toNanos();

        assertEquals(Optional.of(FORMER), path.destination(100_000));
    }

    @Test
    void theClientTakesItsPathBackWithItsNextPacket() {
        path.received(NEW, 1, LARGE);
        path.received(FORMER, 2, 50);

        assertEquals(Optional.of(FORMER), path.destination(100_000));
        path.answered(new byte[] {1});
        assertEquals(Optional.of(FORMER), path.destination(100_000));
    }

    private static InetSocketAddress address(int host, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) host}), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
