package net.tensamin.omega.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.NodeId;
import net.tensamin.omega.cluster.Subject;
import org.junit.jupiter.api.Test;

class NodeBoardTest {
    private static final NodeStatus ONE = new NodeStatus("one:9188", Duration.ofSeconds(9), "serving", 3, 1);
    private static final NodeStatus TWO = new NodeStatus("two:9188", Duration.ofDays(40), "draining", 20_000, 0);

    private final Wire wire = new Wire();
    private final NodeId other = NodeId.random();
    private final NodeBoard board = new NodeBoard(wire, () -> ONE);

    NodeBoardTest() {
        board.listen();
        wire.others.add(other);
    }

    @Test
    void anotherNodeIsCalledByItsIdUntilItHasSaidSomething() {
        assertEquals(Map.of(other.toString(), Optional.empty()), board.others());

        wire.says(other, TWO.bytes());

        assertEquals(Map.of("two:9188", Optional.of(TWO)), board.others());
        assertEquals(ONE, board.self());
    }

    @Test
    void aNodeThatIsGoneIsForgottenWhateverComesOfItAfterwards() {
        wire.says(other, TWO.bytes());
        wire.others.clear();
        board.gone(other);
        wire.says(other, TWO.bytes());

        assertEquals(Map.of(), board.others());
        wire.others.add(other);
        assertEquals(Map.of(other.toString(), Optional.empty()), board.others());
    }

    @Test
    void whatIsNoStatusChangesNothing() {
        wire.says(other, TWO.bytes());
        for (String rubbish : List.of("", "[]", "{}", "{\"name\":7}", "{\"name\":\"x\",\"up_ms\":\"long\"}")) {
            wire.says(other, rubbish.getBytes(UTF_8));
        }

        assertEquals(Map.of("two:9188", Optional.of(TWO)), board.others());
    }

    @Test
    void aLaterVersionMaySayMore() {
        String more = new String(TWO.bytes(), UTF_8).replace("{", "{\"weather\":\"fine\",");

        assertEquals(Optional.of(TWO), NodeStatus.read(more.getBytes(UTF_8)));
    }

    @Test
    void everybodyHearsOfItNowAndThenAndWhoeverComesAtOnce() {
        board.arrived(other);
        assertEquals(Optional.of(ONE), NodeStatus.read(wire.sent.get(0)));

        wire.sent.clear();
        board.beat();
        board.beat();
        assertEquals(1, wire.sent.size());
        board.beat();
        assertEquals(2, wire.sent.size());

        wire.others.clear();
        wire.sent.clear();
        board.beat();
        board.beat();
        assertTrue(wire.sent.isEmpty());
        assertFalse(wire.alone());
    }

    private static final class Wire implements ClusterBus {
        private final NodeId self = NodeId.random();
        private final Set<NodeId> others = new HashSet<>();
        private final List<byte[]> sent = new ArrayList<>();
        private final Map<Subject, Messages> listeners = new EnumMap<>(Subject.class);

        void says(NodeId node, byte[] content) {
            listeners.get(Subject.STATUS).from(node, content);
        }

        @Override
        public NodeId self() {
            return self;
        }

        @Override
        public boolean alone() {
            return false;
        }

        @Override
        public Set<NodeId> others() {
            return Set.copyOf(others);
        }

        @Override
        public void send(NodeId to, Subject subject, byte[] content) {
            sent.add(content);
        }

        @Override
        public void sendAll(Subject subject, byte[] content) {
            sent.add(content);
        }

        @Override
        public void listen(Subject subject, Messages messages) {
            listeners.put(subject, messages);
        }

        @Override
        public void listen(Nodes nodes) {
            // the test calls it
        }

        @Override
        public void hosts(UserId user, boolean here) {
            // of no interest
        }

        @Override
        public void sendToHosts(UserId user, Subject subject, Supplier<byte[]> content) {
            // of no interest
        }
    }
}
