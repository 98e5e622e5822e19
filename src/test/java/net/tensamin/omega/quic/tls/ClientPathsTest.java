package net.tensamin.omega.quic.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.tensamin.omega.quic.tls.ClientPaths.Challenge;
import org.junit.jupiter.api.Test;

/** RFC 9000 §9: a client that moves, and others that would like it to. */
class ClientPathsTest {
    private static final Outlet HERE = new RecordingOutlet();
    private static final Path FORMER = path(HERE, 1, 1000);
    private static final Path PORT = path(HERE, 1, 2000);
    private static final Path HOST = path(HERE, 2, 1000);
    private static final int LARGE = 1200;
    private static final int SMALL = 50;

    private long nanos = 1;
    private byte challenges;
    private final ClientPaths paths = new ClientPaths(FORMER, () -> nanos, () -> new byte[] {++challenges});

    private void received(Path path, long number, int bytes) {
        paths.received(path, number, bytes, false, () -> Duration.ofSeconds(1));
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private static Challenge on(Path path, List<Challenge> sent) {
        return sent.stream()
                .filter(each -> each.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aClientThatStaysIsSentNoChallenge() {
        received(FORMER, 1, SMALL);

        assertEquals(List.of(), paths.due());
        assertTrue(paths.nextNanos().isEmpty());
    }

    @Test
    void untilAnAnswerComesTheFormerPathIsUsedAndBothAreChallenged() {
        received(HOST, 1, LARGE);
        List<Challenge> sent = paths.due();

        assertEquals(FORMER, paths.active());
        assertEquals(LARGE, on(HOST, sent).bytes());
        assertEquals(LARGE, on(FORMER, sent).bytes());
        assertEquals(List.of(), paths.due(), "once");
        assertEquals(Optional.empty(), paths.answered(on(FORMER, sent).data()), "it is still there");
        assertEquals(Optional.of(FORMER), paths.answered(on(HOST, sent).data()));
        assertEquals(HOST, paths.active());
        assertEquals(List.of(), paths.due());
    }

    @Test
    void aSmallDatagramIsAnsweredByASmallChallengeAndThenALargeOneDecides() {
        received(PORT, 1, SMALL);
        Challenge small = on(PORT, paths.due());
        assertEquals(3 * SMALL, small.bytes());

        assertEquals(Optional.empty(), paths.answered(small.data()));
        assertEquals(FORMER, paths.active());
        Challenge large = on(PORT, paths.due());
        assertEquals(LARGE, large.bytes());
        assertEquals(Optional.of(FORMER), paths.answered(large.data()));
    }

    @Test
    void anUnprovenAddressGetsThreeTimesWhatCameFromIt() {
        received(HOST, 1, 500);
        int sent = on(HOST, paths.due()).bytes();
        for (int second = 0; second < 2; second++) {
            pass(Duration.ofSeconds(1));
            sent += paths.due().stream()
                    .filter(each -> each.path().equals(HOST))
                    .mapToInt(Challenge::bytes)
                    .sum();
        }
        assertEquals(1500, sent);
        assertEquals(0, paths.allowed(HOST, LARGE, 10));
        assertEquals(30, paths.allowed(PORT, LARGE, 10), "of a path that is only probed, what came on it counts");
    }

    @Test
    void aProbeMovesNothing() {
        paths.received(HOST, 7, LARGE, true, () -> Duration.ofSeconds(1));

        assertEquals(List.of(), paths.due());
        assertEquals(FORMER, paths.active());
    }

    @Test
    void anOlderPacketMovesNothing() {
        received(FORMER, 5, SMALL);
        received(HOST, 4, LARGE);

        assertEquals(List.of(), paths.due());
    }

    @Test
    void challengesAreRepeatedAndEachMayBeAnsweredButNotForLong() {
        received(HOST, 1, 5 * LARGE);
        Challenge first = on(HOST, paths.due());
        pass(Duration.ofSeconds(1));
        Challenge second = on(HOST, paths.due());
        assertTrue(first.data()[0] != second.data()[0]);
        pass(Duration.ofSeconds(2));
        paths.due();
        assertTrue(paths.nextNanos().isEmpty(), "given up");
        assertEquals(Optional.empty(), paths.answered(first.data()));

        received(HOST, 2, LARGE);
        Challenge again = on(HOST, paths.due());
        assertEquals(Optional.of(FORMER), paths.answered(again.data()));
    }

    @Test
    void aWrongAnswerProvesNothing() {
        received(HOST, 1, LARGE);
        paths.due();

        assertEquals(Optional.empty(), paths.answered(new byte[] {99}));
        assertEquals(FORMER, paths.active());
    }

    /** An attacker that sends on what a client sends, but from elsewhere and sooner (§9.3.3). */
    @Test
    void aClientThatIsStillThereTakesItsPathBack() {
        received(HOST, 1, LARGE);
        Challenge challenge = on(HOST, paths.due());
        received(FORMER, 2, SMALL);

        assertEquals(Optional.empty(), paths.answered(challenge.data()));
        assertEquals(FORMER, paths.active());
    }

    private void moveTo(Path path, long number) {
        received(path, number, LARGE);
        paths.answered(on(path, paths.due()).data());
        assertEquals(path, paths.active());
    }

    @Test
    void oneThatWasMovedByOthersIsBackOnceItAnswers() {
        moveTo(HOST, 1);

        received(FORMER, 2, SMALL);
        Challenge challenge = on(FORMER, paths.due());
        assertEquals(LARGE, challenge.bytes(), "its address was proven lately");
        assertEquals(Optional.of(HOST), paths.answered(challenge.data()));
        assertEquals(FORMER, paths.active());
    }

    /** An attacker forges the address that a client has left, where nobody is any more (§9.3.3). */
    @Test
    void aClientThatHasMovedIsNotMovedBackByWhatOthersSendFromWhereItWas() {
        moveTo(HOST, 1);

        received(FORMER, 2, LARGE);
        List<Challenge> sent = paths.due();
        assertEquals(HOST, paths.active());
        assertEquals(LARGE, on(HOST, sent).bytes(), "the one in use is asked too");
        paths.answered(on(HOST, sent).data());
        pass(Duration.ofSeconds(3));
        paths.due();
        assertEquals(HOST, paths.active());
        assertTrue(paths.nextNanos().isEmpty(), "given up");
    }

    /** As behind a NAT that takes turns with its addresses. */
    @Test
    void aClientThatIsSeenAtTwoAddressesByTurnsStaysWhereItWas() {
        moveTo(PORT, 1);
        for (int number = 2; number < 10; number++) {
            received(number % 2 == 0 ? FORMER : PORT, number, SMALL);
            paths.due();
            assertEquals(PORT, paths.active());
        }
    }

    @Test
    void aPathThatWasLeftLongAgoHasToBeProvenAgain() {
        moveTo(HOST, 1);
        pass(ClientPaths.FAMILIAR);

        received(FORMER, 2, SMALL);
        assertEquals(HOST, paths.active());
        assertEquals(3 * SMALL, on(FORMER, paths.due()).bytes());
    }

    @Test
    void theSameClientAtAnotherAddressOfTheServerIsOnAnotherPath() {
        Path there = path(new RecordingOutlet(new InetSocketAddress("127.0.0.9", 9189)), 1, 1000);
        received(there, 1, LARGE);

        assertEquals(Optional.of(FORMER), paths.answered(on(there, paths.due()).data()));
        assertTrue(
                FORMER.differsInPortOnly(PORT) && !FORMER.differsInPortOnly(there) && !FORMER.differsInPortOnly(HOST));
    }

    @Test
    void aNewSocketAtTheSameAddressOfTheServerIsTheSameNetwork() {
        assertTrue(FORMER.differsInPortOnly(path(new RecordingOutlet(), 1, 1000)));
    }

    @Test
    void challengesAreWhatNobodyCanGuess() {
        received(HOST, 1, LARGE);
        assertArrayEquals(new byte[] {1}, on(HOST, paths.due()).data());
    }

    private static Path path(Outlet outlet, int host, int port) {
        try {
            byte[] address = {127, 0, 0, (byte) host};
            return new Path(outlet, new InetSocketAddress(InetAddress.getByAddress(address), port));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
