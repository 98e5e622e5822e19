package net.tensamin.omega.quic.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tech.kwik.core.cid.ConnectionIdManager;
import tech.kwik.core.cid.PeerIds;
import tech.kwik.core.frame.NewConnectionIdFrame;
import tech.kwik.core.frame.RetireConnectionIdFrame;
import tech.kwik.core.impl.Version;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.send.Sender;

/** RFC 9000 §5.1.2, §9.5, §19.15: which of a client's ids is used on which path. */
class PathIdsTest {
    private static final byte[] OWN = {7, 7, 7, 7, 7, 7, 7, 7};
    private static final byte[] OWN_NEXT = {8, 8, 8, 8, 8, 8, 8, 8};
    private static final byte[] FIRST = id(0);
    private static final Path HERE = RecordingOutlet.to(new InetSocketAddress("127.0.0.1", 1));
    private static final Path THERE = RecordingOutlet.to(new InetSocketAddress("127.0.0.2", 1));

    private long nanos;
    private final List<Object> sent = new ArrayList<>();
    private final Sender sender = (Sender)
            Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Sender.class}, (proxy, method, of) -> {
                sent.add(of[0]);
                return null;
            });
    private final ConnectionIdManager client =
            new ConnectionIdManager(FIRST, OWN, 8, 4, null, sender, (code, reason) -> sent.add(code), new NullLogger());
    private final PathIds ids = new PathIds(new PeerIds(client), OWN, () -> nanos);

    private static byte[] id(int number) {
        return new byte[] {(byte) number, 1, 1, 1};
    }

    /** Returns its token. */
    private byte[] give(int number, int retirePriorTo) {
        NewConnectionIdFrame frame =
                new NewConnectionIdFrame(Version.QUIC_version_1, number, retirePriorTo, id(number));
        client.process(frame);
        return frame.getStatelessResetToken();
    }

    @Test
    void aClientWhoseFirstPacketAfterTheHandshakeComesFromElsewhereWithTheSameIdIsAnswered() {
        assertTrue(ids.received(THERE, false, OWN));
        assertArrayEquals(FIRST, ids.on(THERE).orElseThrow());
    }

    @Test
    void oneThatComesWithAnotherIdIsAnsweredByAnotherIfItGaveOne() {
        assertFalse(ids.received(THERE, false, OWN_NEXT));
        give(1, 0);
        assertTrue(ids.received(THERE, false, OWN_NEXT));
        assertArrayEquals(id(1), ids.on(THERE).orElseThrow());
        assertArrayEquals(FIRST, ids.on(HERE).orElseThrow());
    }

    @Test
    void theFormerIdIsRetiredAWhileAfterTheMove() {
        give(1, 0);
        ids.received(THERE, false, OWN_NEXT);
        ids.moved(HERE, THERE);
        assertArrayEquals(id(1), client.getCurrentPeerConnectionId());
        assertArrayEquals(FIRST, ids.on(HERE).orElseThrow(), "what comes late is still answered there");
        assertTrue(ids.retireLeft());
        assertEquals(List.of(), sent);

        nanos += Duration.ofSeconds(11).toNanos();
        assertFalse(ids.retireLeft());
        assertEquals(1, sent.size());
        assertEquals(0, ((RetireConnectionIdFrame) sent.get(0)).getSequenceNr());
    }

    /** It gives three at once, and another for each that is retired: the third move would else have none for a minute or for good. */
    @Test
    void aClientThatMovesAgainAndAgainHasTheFormerIdsRetiredAtOnce() {
        Path nowhere = RecordingOutlet.to(new InetSocketAddress("127.0.0.3", 1));
        give(1, 0);
        give(2, 0);
        ids.received(THERE, false, OWN_NEXT);
        ids.moved(HERE, THERE);
        assertEquals(List.of(), sent);
        ids.received(nowhere, false, new byte[8]);

        ids.moved(THERE, nowhere);

        assertEquals(1, sent.size());
        assertEquals(0, ((RetireConnectionIdFrame) sent.get(0)).getSequenceNr());
        assertArrayEquals(id(1), ids.on(THERE).orElseThrow(), "what comes late is still answered there");
        give(3, 0);
        assertTrue(ids.received(HERE, false, OWN_NEXT));
        assertArrayEquals(id(3), ids.on(HERE).orElseThrow());
    }

    @Test
    void anIdThatTheClientWithdrawsIsNotUsedOnThePathThatItWasTakenFor() {
        give(1, 0);
        ids.received(THERE, false, OWN_NEXT);
        give(2, 2);
        assertArrayEquals(id(2), client.getCurrentPeerConnectionId());
        assertEquals(Optional.empty(), ids.on(THERE), "that one is for the other path");
        assertFalse(ids.received(THERE, false, OWN_NEXT));

        give(3, 2);
        assertTrue(ids.received(THERE, false, OWN_NEXT));
        assertArrayEquals(id(3), ids.on(THERE).orElseThrow());
        ids.moved(HERE, THERE);
        assertArrayEquals(id(3), client.getCurrentPeerConnectionId());
    }

    @Test
    void aClientThatMovesAndHasWithdrawnTheIdOfThePathIsNotSentToIt() {
        give(1, 0);
        ids.received(THERE, false, OWN_NEXT);
        give(2, 2);
        ids.moved(HERE, THERE);
        assertArrayEquals(id(2), client.getCurrentPeerConnectionId());
    }

    /** RFC 9000 §10.3.1: "associated with the connection IDs and remote addresses for datagrams it has recently sent". */
    @Test
    void theTokenOfAnIdIsKnownWhereThatIsUsed() {
        Path nowhere = RecordingOutlet.to(new InetSocketAddress("127.0.0.3", 1));
        byte[] first = give(1, 0);
        assertEquals(List.of(), ids.resetTokens(List.of(HERE)), "the first has none, and the other is not used");
        ids.received(THERE, false, OWN_NEXT);
        assertEquals(List.of(new ResetToken(THERE.peer(), first)), ids.resetTokens(List.of(HERE)), "only probed");
        ids.moved(HERE, THERE);
        assertEquals(List.of(new ResetToken(THERE.peer(), first)), ids.resetTokens(List.of(THERE)));

        byte[] second = give(2, 0);
        ids.received(nowhere, false, FIRST);
        ids.moved(THERE, nowhere);
        assertEquals(
                Set.of(new ResetToken(THERE.peer(), first), new ResetToken(nowhere.peer(), second)),
                Set.copyOf(ids.resetTokens(List.of(nowhere))));

        byte[] third = give(3, 3);
        assertEquals(
                List.of(new ResetToken(nowhere.peer(), third)),
                ids.resetTokens(List.of(nowhere)),
                "those that the client wants used no more are forgotten");
    }

    /** As behind a NAT. */
    @Test
    void theTokenOfAnIdThatIsUsedOnTwoPathsIsKnownOnBoth() {
        byte[] token = give(1, 1);
        ids.received(THERE, false, OWN);
        assertEquals(
                List.of(new ResetToken(HERE.peer(), token), new ResetToken(THERE.peer(), token)),
                ids.resetTokens(List.of(HERE, THERE)));
    }
}
