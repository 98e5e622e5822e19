package net.tensamin.omega.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.OnlineStatus;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.LossyCluster;
import net.tensamin.omega.presence.PresenceChanged.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PresenceRelayTest {
    private static final IotaId HOME = new IotaId(1);
    private static final IotaId OTHER_HOME = new IotaId(2);
    private static final UserId ALICE = new UserId(42);
    private static final OmikronId OMIKRON = new OmikronId(1);

    private LossyCluster cluster = faithful();
    private long millis = 1_000;

    private static LossyCluster faithful() {
        LossyCluster cluster = new LossyCluster(new Random(1));
        cluster.beFaithful();
        return cluster;
    }

    private final class Node {
        final List<PresenceChanged> changes = new ArrayList<>();
        final ClusterBus bus = cluster.join();
        final PresenceBoard board = new PresenceBoard(OnlineMeans.USER, changes::add, bus.self(), () -> millis);
        final Map<OmikronId, LinkEpoch> links = new HashMap<>();

        Node() {
            new PresenceRelay(board, bus).start(this);
        }

        LinkEpoch online(UserId user) {
            LinkEpoch link = board.opened(OMIKRON);
            board.iotaConnected(link, HOME, Set.of(user));
            board.userConnected(link, user, HOME, Optional.of(OnlineStatus.USER_DND));
            return link;
        }
    }

    private void settle() {
        while (cluster.deliver(1)) {
            // goes on until nothing is under way
        }
    }

    @Test
    void aUserIsOnlineOnEveryNodeAndGoesOfflineThereWithTheSameCause() {
        Node one = new Node();
        Node two = new Node();
        LinkEpoch link = one.online(ALICE);
        settle();
        assertEquals(OnlineStatus.USER_DND, two.board.shown(ALICE, HOME));
        assertEquals(List.of(OMIKRON), two.board.omikronsOf(HOME));

        one.board.userDisconnected(link, ALICE);
        settle();
        one.board.userConnected(link, ALICE, HOME, Optional.empty());
        one.board.closed(link);
        settle();

        assertEquals(one.changes, two.changes);
        assertEquals(
                List.of(Cause.REPORTED, Cause.LOST),
                two.changes.stream()
                        .filter(change -> !change.online())
                        .map(PresenceChanged::cause)
                        .toList());
    }

    @Test
    void aNodeThatJoinsLaterLearnsWhichUsersAreOnline() {
        Node one = new Node();
        one.online(ALICE);
        Node late = new Node();
        settle();

        assertEquals(OnlineStatus.USER_DND, late.board.shown(ALICE, HOME));
    }

    @Test
    void aNodeTakesItsLinksAlong() {
        Node one = new Node();
        Node two = new Node();
        one.online(ALICE);
        settle();
        cluster.kill(one.bus.self());

        assertFalse(two.board.isOnline(ALICE));
        assertEquals(Cause.LOST, two.changes.get(two.changes.size() - 1).cause());
    }

    @Test
    void aLinkOnAnotherNodeReplacesTheFirstAndItsReportsCountNoMore() {
        Node one = new Node();
        Node two = new Node();
        Node three = new Node();
        LinkEpoch first = one.online(ALICE);
        settle();
        LinkEpoch second = two.board.opened(OMIKRON);
        settle();
        assertFalse(one.board.isOpen(first));
        assertTrue(three.board.isOpen(second));
        assertFalse(one.board.isOnline(ALICE));

        one.board.userConnected(first, ALICE, HOME, Optional.empty());
        one.board.closed(first);
        settle();

        assertTrue(two.board.isOpen(second));
        assertFalse(three.board.isOnline(ALICE));
    }

    @Test
    void afterASplitEachSideKnowsTheOthersUsersAgain() {
        Node one = new Node();
        Node two = new Node();
        one.online(ALICE);
        settle();
        cluster.part(one.bus.self(), two.bus.self());
        assertFalse(two.board.isOnline(ALICE));
        assertTrue(one.board.isOnline(ALICE));

        cluster.meet(one.bus.self(), two.bus.self());
        settle();

        assertTrue(two.board.isOnline(ALICE));
    }

    /** Whatever is lost, repeated and out of order, a while after the last report all nodes show the same. */
    @ParameterizedTest
    @MethodSource("seeds")
    void allNodesComeToShowTheSame(long seed) {
        millis = 1_000;
        Random random = new Random(seed);
        cluster = new LossyCluster(random);
        List<Node> nodes = new ArrayList<>(List.of(new Node(), new Node(), new Node()));
        for (int step = 0; step < 2_000; step++) {
            millis += random.nextInt(3);
            act(nodes.get(random.nextInt(nodes.size())), random);
            cluster.deliver(random.nextInt(8));
            if (random.nextInt(50) == 0) {
                cluster.beat();
            }
            if (random.nextInt(400) == 0) {
                cluster.kill(nodes.remove(random.nextInt(nodes.size())).bus.self());
                nodes.add(new Node());
            }
        }
        cluster.beFaithful();
        for (int i = 0; i < 3; i++) {
            cluster.beat();
            settle();
        }

        Set<Object> shown = nodes.stream().map(node -> shown(node.board)).collect(Collectors.toSet());
        assertEquals(1, shown.size(), () -> "nodes differ: " + shown);
        nodes.forEach(node -> assertEquals(told(node), online(node), "told and shown differ"));
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Integer.getInteger("omega.presence.seeds", 40));
    }

    private static void act(Node node, Random random) {
        OmikronId omikron = new OmikronId(1 + random.nextInt(3));
        UserId user = new UserId(1 + random.nextInt(6));
        IotaId home = user.value() % 2 == 0 ? HOME : OTHER_HOME;
        LinkEpoch link = node.links.get(omikron);
        int action = random.nextInt(20);
        if (link == null || action == 0) {
            node.links.put(omikron, node.board.opened(omikron));
        } else if (action == 1) {
            node.board.closed(link);
            node.links.remove(omikron);
        } else if (action < 5) {
            node.board.iotaConnected(link, home, Set.of(user));
        } else if (action == 5) {
            node.board.iotaDisconnected(link, home);
        } else if (action == 6) {
            node.board.sync(link, Map.of(home, Set.of(user)), Map.of(user, home));
        } else if (action < 14) {
            OnlineStatus status = OnlineStatus.values()[random.nextInt(5)];
            node.board.userConnected(link, user, home, Optional.of(status));
        } else {
            node.board.userDisconnected(link, user);
        }
    }

    private static List<Object> shown(PresenceBoard board) {
        List<Object> shown = new ArrayList<>(List.of(board.omikronsOf(HOME), board.omikronsOf(OTHER_HOME)));
        LongStream.rangeClosed(1, 6).mapToObj(UserId::new).forEach(user -> shown.add(board.isOnline(user)));
        return shown;
    }

    private static Set<UserId> online(Node node) {
        return LongStream.rangeClosed(1, 6)
                .mapToObj(UserId::new)
                .filter(node.board::isOnline)
                .collect(Collectors.toSet());
    }

    private static Set<UserId> told(Node node) {
        Map<UserId, Boolean> last = new HashMap<>();
        node.changes.forEach(change -> last.put(change.user(), change.online()));
        return last.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
