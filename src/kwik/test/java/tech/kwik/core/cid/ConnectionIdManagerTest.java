package tech.kwik.core.cid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tech.kwik.core.frame.NewConnectionIdFrame;
import tech.kwik.core.frame.QuicFrame;
import tech.kwik.core.frame.RetireConnectionIdFrame;
import tech.kwik.core.impl.Version;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.send.Sender;
import tech.kwik.core.server.ServerConnectionRegistry;
import tech.kwik.core.server.impl.ServerConnectionProxy;

/** A server's ids and those of a client that means no good (RFC 9000 §5.1, §19.15, §19.16). */
class ConnectionIdManagerTest {
    private static final int PROTOCOL_VIOLATION = 0xa;
    private static final int CONNECTION_ID_LIMIT_ERROR = 0x9;
    private static final byte[] FIRST = id(0);

    private final Deque<QuicFrame> queued = new ArrayDeque<>();
    private final List<Integer> errors = new ArrayList<>();
    private final Set<String> registered = new HashSet<>();
    private final Sender sender = (Sender)
            Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Sender.class}, (proxy, method, of) -> {
                queued.add((QuicFrame) of[0]);
                return null;
            });
    private final ConnectionIdManager ids = new ConnectionIdManager(
            FIRST, id(99), 8, 4, new Registry(), sender, (code, reason) -> errors.add(code), new NullLogger());

    private final class Registry implements ServerConnectionRegistry {
        @Override
        public void registerConnection(ServerConnectionProxy connection, byte[] id) {}

        @Override
        public void deregisterConnection(ServerConnectionProxy connection, byte[] id) {}

        @Override
        public void registerAdditionalConnectionId(byte[] known, byte[] id) {
            assertTrue(registered.contains(key(known)), "a new id belongs to the connection of one that is known");
            registered.add(key(id));
        }

        @Override
        public void deregisterConnectionId(byte[] id) {
            registered.remove(key(id));
        }

        @Override
        public Stream<ServerConnectionProxy> getAllConnections() {
            return Stream.empty();
        }
    }

    private static byte[] id(int number) {
        return new byte[] {(byte) (number >> 8), (byte) number, 1, 1};
    }

    private static String key(byte[] id) {
        return Arrays.toString(id);
    }

    private void give(int number, int retirePriorTo) {
        ids.process(new NewConnectionIdFrame(Version.QUIC_version_1, number, retirePriorTo, id(number)));
    }

    private void retire(int number) {
        ids.process(new RetireConnectionIdFrame(Version.QUIC_version_1, number), ids.getInitialConnectionId());
    }

    private void sendAll() {
        ByteBuffer packet = ByteBuffer.allocate(1200);
        for (QuicFrame frame = queued.poll(); frame != null; frame = queued.poll()) {
            frame.serialize(packet.clear());
        }
    }

    private void acknowledgeAll() {
        queued.forEach(QuicFrame::acknowledged);
        sendAll();
    }

    private void begin() {
        registered.add(key(ids.getInitialConnectionId()));
        ids.registerPeerCidLimit(2);
        ids.handshakeFinished();
        sendAll();
    }

    @Test
    void anIdThatIsRetiredIsReplacedAndForgottenHoweverOften() {
        begin();
        for (int number = 1; number < 1000; number++) {
            retire(number);
            assertEquals(1, queued.size());
            sendAll();
            assertEquals(2, ids.getActiveConnectionIds().size());
            assertEquals(2, ids.getAllConnectionIds().size(), "nothing is kept of those that are retired");
            assertEquals(2, registered.size());
        }
        assertEquals(List.of(), errors);
    }

    @Test
    void anIdThatTheClientCannotKnowYetCannotBeRetired() {
        begin();
        retire(1);
        retire(2);
        assertEquals(List.of(PROTOCOL_VIOLATION), errors);
    }

    @Test
    void oneThatIsRetiredTwiceIsReplacedOnce() {
        begin();
        retire(1);
        retire(1);
        assertEquals(1, queued.size());
        assertEquals(List.of(), errors);
    }

    @Test
    void ofAClientsIdsThatAreRetiredNothingIsKept() {
        for (int number = 1; number < 1000; number++) {
            give(number, number);
            assertArrayEquals(id(number), ids.getCurrentPeerConnectionId());
            assertEquals(1, queued.size());
            acknowledgeAll();
            assertEquals(1, ids.getAllPeerConnectionIds().size());
        }
        assertEquals(List.of(), errors);
    }

    /** RFC 9000 §5.1.2: one that takes no answers would else fill the memory with them. */
    @Test
    void noMoreThanSomeWaitToBeRetired() {
        for (int number = 1; errors.isEmpty() && number < 1000; number++) {
            give(number, number);
        }
        assertEquals(List.of(CONNECTION_ID_LIMIT_ERROR), errors);
        assertTrue(queued.size() < 100);
    }

    /** RFC 9000 §5.1.2: one that acknowledges all but them would else have each of them sent again and again. */
    @Test
    void noMoreThanSomeAreRetiredWithoutAcknowledgement() {
        int number = 0;
        while (errors.isEmpty() && number < 1000) {
            number++;
            give(number, number);
            sendAll();
        }
        assertEquals(List.of(CONNECTION_ID_LIMIT_ERROR), errors);
        assertTrue(
                number > 2 * 4 && number < 100, () -> "\"at least twice the value of the active_connection_id_limit\"");
    }

    @Test
    void thoseThatTheServerRetiresCountLikewise() {
        PeerIds peer = new PeerIds(ids);
        int number = 0;
        while (errors.isEmpty() && number < 1000) {
            number++;
            give(number, 0);
            peer.retire(peer.takeUnused().orElseThrow());
            sendAll();
        }
        assertEquals(List.of(CONNECTION_ID_LIMIT_ERROR), errors);
    }

    @Test
    void anIdBelowWhatIsRetiredIsRetiredOnceForAllItsRepetitions() {
        give(5, 5);
        sendAll();
        for (int i = 0; i < 1000; i++) {
            give(3, 0);
        }
        assertEquals(List.of(new RetireConnectionIdFrame(Version.QUIC_version_1, 3)), List.copyOf(queued));
        assertArrayEquals(id(5), ids.getCurrentPeerConnectionId());
        give(6, 2);
        give(4, 0);
        assertEquals(2, ids.getActivePeerConnectionIds().size(), "a smaller number to retire changes nothing");
    }

    @Test
    void theNextIdInUseIsOneThatNoOtherPathUses() {
        give(1, 0);
        new PeerIds(ids).takeUnused();
        give(2, 1);
        assertArrayEquals(id(2), ids.getCurrentPeerConnectionId());
    }

    @Test
    void aClientThatLeavesNoIdIsRefused() {
        give(1, 0);
        PeerIds peer = new PeerIds(ids);
        ConnectionIdInfo second = peer.takeUnused().orElseThrow();
        peer.retire(second);
        give(1, 1);
        assertEquals(List.of(PROTOCOL_VIOLATION), errors);
    }

    @Test
    void oneIdForTwoNumbersIsRefused() {
        ids.process(new NewConnectionIdFrame(Version.QUIC_version_1, 1, 0, FIRST));
        assertEquals(List.of(PROTOCOL_VIOLATION), errors);
        assertFalse(ids.getActivePeerConnectionIds().size() > 1);
    }
}
