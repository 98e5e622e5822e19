package net.tensamin.omega.quic.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import net.tensamin.omega.limits.Source;
import net.tensamin.omega.metrics.Counter;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.quic.tls.Outlet;
import net.tensamin.omega.quic.tls.Path;
import net.tensamin.omega.quic.tls.RecordingOutlet;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
    private static final Outlet OUTLET = new RecordingOutlet();
    private static final int SIZE = 1_200;
    private static final int MOST = 3; // with 3,200 bytes each: 8 datagrams
    private static final LongPredicate ANY = source -> true;

    private final Counter gone = new Meters().counter("omega_gone_total", "Clients that gave up");
    private long nanos = Long.MAX_VALUE - 1;
    private WaitingRoom room = new WaitingRoom(MOST, gone, () -> nanos);

    @Test
    void clientsAreCalledInTheOrderOfTheirComing() {
        enter(proven(1, 1), proven(2, 2), proven(3, 3));
        assertEquals(3, room.size());
        assertEquals(List.of(1L, 2L, 3L), callAll());
        assertTrue(room.isEmpty());
    }

    @Test
    void aClientThatRepeatsItselfWaitsOnceAndItsLatestIsKept() {
        enter(proven(1, 1));
        for (int repetition = 1; repetition <= 3; repetition++) {
            assertTrue(room.add(datagram(1, 1, repetition), false));
        }
        assertEquals(1, room.size());
        WaitingRoom.Called called = room.call(ANY).orElseThrow();
        assertEquals(
                List.of(2, 3), called.datagrams().stream().map(d -> mark(d)).toList());
        assertEquals(3, mark(called.latest()));
        assertEquals(Optional.empty(), room.call(ANY));
    }

    @Test
    void theRoomCanBeMadeNarrower() {
        room = new WaitingRoom(100, gone, () -> nanos);
        enter(proven(1, 1));
        room.narrowTo(3 * SIZE);
        assertTrue(enter(proven(2, 2), proven(3, 3)));
        assertFalse(enter(proven(4, 4)));
        assertEquals(3 * SIZE, room.bytes());
        room.narrowTo(100 * SIZE);
        assertFalse(enter(proven(4, 4)), "it does not become wider again");
    }

    @Test
    void othersCannotMeddleWithWhatAClientSent() {
        enter(proven(1, 1));
        assertTrue(room.add(datagram(2, 1, 9), false));
        assertEquals(List.of(0), marks(room.call(ANY).orElseThrow()));
    }

    @Test
    void provenAndUnprovenAreCalledAlternately() {
        room = new WaitingRoom(100, gone, () -> nanos);
        enter(unproven(1, 1), unproven(2, 2), unproven(3, 3), proven(4, 4), proven(5, 5), proven(6, 6), proven(7, 7));
        assertEquals(List.of(1L, 4L, 2L, 5L, 3L, 6L, 7L), callAll());
    }

    /** Of a flood from one proven address, and of another client that comes last. */
    @Test
    void sendingMoreDoesNotGetASourceCalledMoreOften() {
        enter(proven(1, 1), proven(1, 2), proven(1, 3), proven(2, 4));
        assertEquals(List.of(1L, 4L, 2L, 3L), callAll());
    }

    @Test
    void aSourceWithHandshakesUnderWayWaitsAndOthersDoNot() {
        enter(proven(1, 1), unproven(2, 2), proven(3, 3));
        long one = proven(1, 1).source().key();
        LongPredicate neitherOneNorUnproven = source -> source != one && source != HalfOpen.UNPROVEN.key();
        assertEquals(3, id(room.call(neitherOneNorUnproven).orElseThrow()));
        assertEquals(Optional.empty(), room.call(neitherOneNorUnproven));
        assertEquals(2, room.size());
        assertEquals(2, callAll().size());
    }

    @Test
    void fullRoomTakesNobodyElse() {
        for (int i = 0; i < 8; i++) {
            assertTrue(enter(proven(i, i)));
        }
        assertFalse(enter(proven(8, 8)));
        assertFalse(enter(unproven(9, 9)));
        assertEquals(0, id(room.call(ANY).orElseThrow()));
        assertTrue(enter(proven(8, 8)));
    }

    @Test
    void inAFullRoomTheLatestOfWhoHasManyMakesRoomForWhoHasNone() {
        for (int i = 0; i < 8; i++) {
            assertTrue(enter(proven(1, i)));
        }
        assertFalse(enter(unproven(2, 8)), "without proof nobody does");
        assertTrue(enter(proven(2, 9)));
        assertFalse(enter(proven(1, 10)));
        assertEquals(List.of(0L, 9L, 1L, 2L, 3L, 4L, 5L, 6L), callAll());
        assertFalse(room.add(datagram(1, 7, 1), false), "a client that made room is forgotten");
    }

    @Test
    void repetitionsTakeNoRoomFromNewClients() {
        for (int i = 0; i < 6; i++) {
            enter(proven(i, i));
        }
        assertFalse(room.isCrowded());
        room.add(datagram(0, 0, 1), false);
        assertTrue(room.isCrowded());
        room.add(datagram(1, 1, 1), false);
        assertTrue(enter(proven(6, 6)));
        assertFalse(enter(proven(7, 7)));
        assertEquals(List.of(0, 1), marks(room.call(ANY).orElseThrow()));
        assertEquals(List.of(0), marks(room.call(ANY).orElseThrow()));
    }

    @Test
    void aThousandWithoutProofAreACrowdAndWhoComesAgainLosesItsPlaceForTheChanceOfProof() {
        room = new WaitingRoom(10_000, gone, () -> nanos);
        for (int i = 0; i < WaitingRoom.MOST_UNPROVEN; i++) {
            assertFalse(room.isCrowded());
            enter(unproven(i, i));
        }
        assertTrue(room.isCrowded());
        assertFalse(room.add(datagram(1, 1, 1), true));
        enter(proven(1, 5_000), proven(1, 5_001));
        assertTrue(room.add(datagram(1, 5_000, 1), true), "a client with proof stays");
        List<Long> called = callAll();
        assertFalse(called.contains(1L));
        assertTrue(called.indexOf(5_000L) < 3);
        assertEquals(WaitingRoom.MOST_UNPROVEN - 1 + 2, called.size());
    }

    /** It repeats itself 1, 3, 7 s and so on after its first packet, and one repetition may get lost. */
    @Test
    void aClientThatHasGivenUpIsNotCalled() {
        enter(proven(1, 1), proven(2, 2), proven(3, 3));
        pass(1_000);
        room.add(datagram(2, 2, 1), false);
        pass(2_000);
        room.add(datagram(3, 3, 1), false);
        pass(3_999);
        assertEquals(List.of(2L, 3L), callAll());
        assertEquals(1, gone.sum());
    }

    /** A client with the longest patience, half a minute, that has waited for 25 s. */
    @Test
    void nobodyIsCalledWhoWillBeGoneBeforeTheHandshakeIsDone() {
        enter(proven(1, 1), proven(2, 2));
        for (int seconds : new int[] {1, 2, 4, 8, 10}) {
            pass(seconds * 1_000);
            room.add(datagram(1, 1, seconds), false);
        }
        assertEquals(List.of(1L), callAll());
        enter(proven(1, 1));
        for (int seconds : new int[] {1, 2, 4, 8, 10}) {
            pass(seconds * 1_000);
            room.add(datagram(1, 1, seconds), false);
        }
        pass(1);
        assertEquals(List.of(), callAll());
    }

    @Test
    void oneThatIsLosingPatienceMayStillBeThere() {
        enter(proven(1, 1), proven(2, 2));
        pass(1_000);
        room.add(datagram(2, 2, 1), false);
        pass(6_001);
        assertEquals(List.of(), callAll());
        assertEquals(2, gone.sum());
        enter(proven(1, 1));
        pass(3_000);
        assertEquals(List.of(1L), callAll());
    }

    @Test
    void aClientThatSentAPartIsCalledAgainWithTheRest() {
        enter(proven(1, 1), proven(2, 2));
        WaitingRoom.Called called = room.call(ANY).orElseThrow();
        room.await(called.arrival());
        assertEquals(1, room.size());
        assertTrue(room.add(datagram(1, 1, 1), true));
        assertEquals(2, id(room.call(ANY).orElseThrow()));
        assertEquals(List.of(1), marks(room.call(ANY).orElseThrow()));
    }

    @Test
    void whatComesWhileOneLooksAtTheFirstPartIsNotForgotten() {
        enter(unproven(1, 1));
        WaitingRoom.Called called = room.call(ANY).orElseThrow();
        assertTrue(room.add(datagram(1, 1, 1), true));
        assertTrue(room.isEmpty());
        room.await(called.arrival());
        assertEquals(List.of(1), marks(room.call(ANY).orElseThrow()));
    }

    @Test
    void ofTooManyPartsTheOldestIsForgotten() {
        room = new WaitingRoom(10_000, gone, () -> nanos);
        for (int i = 0; i <= IncompleteHellos.MOST; i++) {
            enter(proven(i, i));
            room.await(room.call(ANY).orElseThrow().arrival());
        }
        assertFalse(room.add(datagram(0, 0, 1), false));
        assertTrue(room.add(datagram(1, 1, 1), false));
    }

    @Test
    void aClientThatLeavesIsForgottenAndItsRoomIsFree() {
        for (int round = 0; round < 100; round++) {
            enter(proven(1, 1));
            WaitingRoom.Called called = room.call(ANY).orElseThrow();
            room.add(datagram(1, 1, 1), false);
            room.leave(called.arrival());
            assertFalse(room.add(datagram(1, 1, 2), false));
        }
    }

    @Test
    void aClientThatLosesItsPlaceWhileBeingLookedAtIsGoneForGood() {
        for (int round = 0; round < 100; round++) {
            enter(unproven(1, 1));
            Arrival looked = room.call(ANY).orElseThrow().arrival();
            assertTrue(room.add(datagram(1, 1, 1), true));
            assertFalse(room.add(datagram(1, 1, 2), true));
            assertTrue(enter(unproven(1, 1)), "again, with the same connection id");
            room.await(looked);
            room.leave(looked);
            assertEquals(List.of(1L), callAll());
            assertFalse(room.isCrowded());
        }
    }

    @Test
    void whileThereIsTimeAClientIsLookedAtBeforeItsTurn() {
        enterUncrowded(proven(1, 1));
        assertTrue(room.isEmpty());
        Arrival looked = room.unseen().orElseThrow().arrival();
        assertEquals(Optional.empty(), room.unseen());

        room.queue(looked);
        assertEquals(1, room.size());
        assertEquals(1, id(room.call(ANY).orElseThrow()));
    }

    @Test
    void nobodyIsLookedAtBeforeItsTurnInACrowd() {
        enter(proven(1, 1));
        assertEquals(Optional.empty(), room.unseen());
        room.await(room.call(ANY).orElseThrow().arrival());
        room.add(datagram(1, 1, 1), true);
        assertEquals(Optional.empty(), room.unseen());
        assertEquals(1, room.size());
    }

    @Test
    void restOfAPartIsLookedAtBeforeItsTurnToo() {
        enterUncrowded(unproven(1, 1));
        room.await(room.unseen().orElseThrow().arrival());
        assertTrue(room.add(datagram(1, 1, 1), false));
        assertTrue(room.isEmpty());
        assertEquals(List.of(1), marks(room.unseen().orElseThrow()));
    }

    /** 512 of them; they repeat themselves 1, 3 s and so on later, or are forgotten. */
    @Test
    void manyPartsAreACrowdUntilTheirClientsHaveGivenUp() {
        room = new WaitingRoom(10_000, gone, () -> nanos);
        for (int i = 0; i < IncompleteHellos.MOST / 2; i++) {
            assertFalse(room.isCrowded());
            enterUncrowded(unproven(i, i));
            room.await(room.unseen().orElseThrow().arrival());
        }
        assertTrue(room.isCrowded());
        pass(3_001);
        assertFalse(room.isCrowded());
        assertFalse(room.add(datagram(1, 1, 1), false));
    }

    private void enterUncrowded(Client client) {
        Optional<byte[]> proof = client.hasProof ? Optional.of(new byte[8]) : Optional.empty();
        assertTrue(room.enter(datagram(client.address, client.id, 0), new Gate.Pass(proof), false));
    }

    private record Client(int address, long id, boolean hasProof) {
        private Source source() {
            return Source.of(WaitingRoomTest.from(address).getAddress());
        }
    }

    private static Client proven(int address, long id) {
        return new Client(address, id, true);
    }

    private static Client unproven(int address, long id) {
        return new Client(address, id, false);
    }

    private boolean enter(Client... clients) {
        boolean all = true;
        for (Client client : clients) {
            Optional<byte[]> proof = client.hasProof ? Optional.of(new byte[8]) : Optional.empty();
            all &= room.enter(datagram(client.address, client.id, 0), new Gate.Pass(proof), true);
        }
        return all;
    }

    private List<Long> callAll() {
        List<Long> ids = new ArrayList<>();
        for (var called = room.call(ANY); called.isPresent(); called = room.call(ANY)) {
            ids.add(id(called.get()));
            room.leave(called.get().arrival());
        }
        return ids;
    }

    private void pass(long millis) {
        nanos += Duration.ofMillis(millis).toNanos();
    }

    private static Datagram datagram(int address, long id, int mark) {
        byte[] bytes = ByteBuffer.allocate(SIZE)
                .put((byte) 0xc0)
                .putInt(1)
                .put((byte) 8)
                .putLong(id)
                .put((byte) 0)
                .put((byte) mark)
                .array();
        return Datagram.read(bytes, new Path(OUTLET, from(address)), Instant.EPOCH)
                .orElseThrow();
    }

    private static InetSocketAddress from(int address) {
        try {
            byte[] bytes = ByteBuffer.allocate(4).putInt(0x0a000000 | address).array();
            return new InetSocketAddress(InetAddress.getByAddress(bytes), 4433);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long id(WaitingRoom.Called called) {
        return ByteBuffer.wrap(called.latest().destinationId()).getLong();
    }

    private static List<Integer> marks(WaitingRoom.Called called) {
        return called.datagrams().stream().map(WaitingRoomTest::mark).toList();
    }

    private static int mark(Datagram datagram) {
        return datagram.bytes().get(15);
    }
}
