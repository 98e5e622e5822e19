package net.tensamin.omega.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.tensamin.omega.account.AccountNews;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.AccountsChanged;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.LossyCluster;
import net.tensamin.omega.threads.Timers;
import net.tensamin.omega.threads.VirtualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Presence of users that are made, moved and removed while Iotas are connected (SPEC §4). */
class HomeWatchTest {
    private static final UserId ALICE = new UserId(42);
    private static final IotaId ONE = new IotaId(1);
    private static final IotaId TWO = new IotaId(2);
    private static final OmikronId OMIKRON = new OmikronId(1);

    private final VirtualTime time = new VirtualTime();
    private final Map<UserId, IotaId> database = new HashMap<>();
    private int failures;

    /** A node whose database answers at once, or fails. */
    private final class Node {
        final List<String> changes = new ArrayList<>();
        final PresenceBoard board;
        final HomeWatch watch;

        Node(OnlineMeans means, ClusterBus bus) {
            board = new PresenceBoard(
                    means,
                    change -> changes.add((change.online() ? "+" : "-")
                            + change.user()
                            + (change.cause() == PresenceChanged.Cause.LOST ? "!" : "")),
                    bus.self(),
                    () -> 1_000);
            watch = new HomeWatch(board, accounts(), Runnable::run, new Timers(time, Runnable::run), time::nanos);
            new PresenceRelay(board, bus).start(this);
        }
    }

    private Accounts accounts() {
        return new Accounts() {
            @Override
            public Map<UserId, IotaId> homesOf(Set<UserId> users) {
                failAtTimes();
                return database.entrySet().stream()
                        .filter(user -> users.contains(user.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            }

            @Override
            public Map<IotaId, Set<UserId>> usersOf(Set<IotaId> iotas) {
                failAtTimes();
                return iotas.stream().collect(Collectors.toMap(iota -> iota, iota -> residents(database, iota)));
            }
        };
    }

    private void failAtTimes() {
        if (failures > 0) {
            failures--;
            throw new IllegalStateException("the database is away");
        }
    }

    private static Set<UserId> residents(Map<UserId, IotaId> homes, IotaId iota) {
        return homes.entrySet().stream()
                .filter(home -> home.getValue().equals(iota))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private Node alone(OnlineMeans means) {
        return new Node(means, new LossyCluster(new Random(1)).join());
    }

    private AccountsChanged move(UserId user, IotaId to) {
        Optional<IotaId> from = Optional.ofNullable(to == null ? database.remove(user) : database.put(user, to));
        return AccountsChanged.user(user, from);
    }

    @Test
    void aUserThatIsMadeCountsWhereItsIotaIsEnough() {
        Node node = alone(OnlineMeans.IOTA);
        LinkEpoch link = node.board.opened(OMIKRON);
        node.board.iotaConnected(link, ONE, Set.of());

        node.watch.on(AccountNews.of(move(ALICE, ONE)));

        assertTrue(node.board.isOnline(ALICE));
        assertEquals("omikron 1", node.board.through(ALICE));
        node.board.iotaDisconnected(link, ONE);
        assertEquals(List.of("+42", "-42!"), node.changes);
    }

    @Test
    void aUserThatIsMadeIsOnlineWhenItIsReportedAtAnIotaThatWasConnectedBefore() {
        Node node = alone(OnlineMeans.USER);
        LinkEpoch link = node.board.opened(OMIKRON);
        node.board.iotaConnected(link, ONE, Set.of());

        node.watch.on(AccountNews.of(move(ALICE, ONE)));
        assertFalse(node.board.isOnline(ALICE), "not reported yet");
        node.board.userConnected(link, ALICE, ONE, Optional.empty());

        assertTrue(node.board.isOnline(ALICE));
        node.board.iotaDisconnected(link, ONE);
        assertEquals(List.of("+42", "-42!"), node.changes);
    }

    @Test
    void aUserThatMovesIsOnlineByItsNewHomeAlone() {
        database.put(ALICE, ONE);
        Node node = alone(OnlineMeans.USER);
        LinkEpoch link = node.board.opened(OMIKRON);
        node.board.iotaConnected(link, ONE, Set.of(ALICE));
        node.board.iotaConnected(link, TWO, Set.of());
        node.board.userConnected(link, ALICE, ONE, Optional.empty());

        node.watch.on(AccountNews.of(move(ALICE, TWO)));
        assertFalse(node.board.isOnline(ALICE), "not reported there yet");
        node.board.userConnected(link, ALICE, TWO, Optional.empty());
        assertTrue(node.board.isOnline(ALICE));
        node.board.iotaDisconnected(link, ONE);
        assertTrue(node.board.isOnline(ALICE));
        assertEquals(List.of("+42", "-42!", "+42"), node.changes, "what was held back is pending");
    }

    @Test
    void aMoveBetweenConnectedIotasIsNoChangeWhereTheIotaIsEnough() {
        database.put(ALICE, ONE);
        Node node = alone(OnlineMeans.IOTA);
        LinkEpoch link = node.board.opened(OMIKRON);
        node.board.iotaConnected(link, ONE, Set.of(ALICE));
        node.board.iotaConnected(link, TWO, Set.of());

        node.watch.on(AccountNews.of(move(ALICE, TWO)));
        assertEquals(List.of("+42"), node.changes);
        node.board.iotaDisconnected(link, TWO);
        assertEquals(List.of("+42", "-42!"), node.changes);
        node.board.iotaConnected(link, TWO, Set.of(ALICE));
        node.watch.on(AccountNews.of(move(ALICE, new IotaId(3))));
        assertEquals(List.of("+42", "-42!", "+42", "-42!"), node.changes);
    }

    @Test
    void aUserThatIsRemovedIsOfflineAndLosesNothing() {
        database.put(ALICE, ONE);
        Node node = alone(OnlineMeans.USER);
        LinkEpoch link = node.board.opened(OMIKRON);
        node.board.iotaConnected(link, ONE, Set.of(ALICE));
        node.board.userConnected(link, ALICE, ONE, Optional.empty());

        node.watch.on(AccountNews.of(move(ALICE, null)));
        node.board.userConnected(link, ALICE, ONE, Optional.empty()); // read before it was removed

        assertFalse(node.board.isOnline(ALICE));
        assertEquals(List.of("+42", "-42"), node.changes);
    }

    @Test
    void aUserThatIsRemovedIsOfflineWhereTheIotaIsEnough() {
        database.put(ALICE, ONE);
        Node node = alone(OnlineMeans.IOTA);
        LinkEpoch link = node.board.opened(OMIKRON);
        node.board.iotaConnected(link, ONE, Set.of(ALICE));

        node.watch.on(AccountNews.of(move(ALICE, null)));
        node.board.iotaConnected(link, ONE, Set.of(ALICE)); // read before it was removed

        assertFalse(node.board.isOnline(ALICE));
        assertEquals(List.of("+42", "-42"), node.changes);
    }

    @Test
    void aReportThatWasReadBeforeTheMoveIsPutRight() {
        database.put(ALICE, ONE);
        Node node = alone(OnlineMeans.IOTA);
        LinkEpoch link = node.board.opened(OMIKRON);

        node.watch.on(AccountNews.of(move(ALICE, TWO)));
        node.board.iotaConnected(link, ONE, Set.of(ALICE));
        assertFalse(node.board.isOnline(ALICE));
        node.board.sync(link, Map.of(ONE, Set.of(ALICE), TWO, Set.of()), Map.of(ALICE, ONE));
        assertTrue(node.board.isOnline(ALICE));
        node.board.sync(link, Map.of(ONE, Set.of(ALICE)), Map.of(ALICE, ONE));
        assertFalse(node.board.isOnline(ALICE));
    }

    @Test
    void whatIsKnownBetterThanAReportIsForgottenInTime() {
        RecentHomes recent = new RecentHomes(time::nanos);
        LinkEpoch link = alone(OnlineMeans.IOTA).board.opened(OMIKRON);
        PresenceReport report = new PresenceReport.IotaConnected(link, ONE, Set.of(ALICE));
        recent.put(ALICE, Optional.of(TWO), time.nanos());
        assertEquals(Optional.of(new PresenceReport.IotaConnected(link, ONE, Set.of())), recent.putRight(report, true));

        time.pass(RecentHomes.KEPT.plusMillis(1));
        assertEquals(Optional.of(report), recent.putRight(report, true));
        assertEquals(Set.of(), recent.users());
    }

    @Test
    void aHomeThatCannotBeReadIsReadAgain() {
        Node node = alone(OnlineMeans.IOTA);
        node.board.iotaConnected(node.board.opened(OMIKRON), ONE, Set.of());
        failures = 3;

        node.watch.on(AccountNews.of(move(ALICE, ONE)));
        assertFalse(node.board.isOnline(ALICE));
        time.pass(Duration.ofSeconds(5));
        assertTrue(node.board.isOnline(ALICE));
    }

    @Test
    void whereSomethingWasMissedAllHomesAreRead() {
        Node node = alone(OnlineMeans.IOTA);
        LinkEpoch link = node.board.opened(OMIKRON);
        database.put(ALICE, ONE);
        node.board.iotaConnected(link, ONE, Set.of(ALICE));
        node.board.iotaConnected(link, TWO, Set.of());
        move(ALICE, null);
        move(new UserId(43), TWO);

        node.watch.on(AccountNews.ANYTHING);

        assertFalse(node.board.isOnline(ALICE));
        assertTrue(node.board.isOnline(new UserId(43)));
    }

    /** Moves, reports that were read before them, a bus that loses and reorders, and a database that fails: in the end all nodes agree. */
    @ParameterizedTest
    @EnumSource(OnlineMeans.class)
    void allNodesComeToTheSameConclusion(OnlineMeans means) {
        for (int seed = 0; seed < 150; seed++) {
            database.clear();
            new Run(means, seed).play();
        }
    }

    private final class Run {
        private final List<UserId> users =
                LongStream.rangeClosed(1, 6).mapToObj(UserId::new).toList();
        private final List<IotaId> iotas =
                LongStream.rangeClosed(1, 3).mapToObj(IotaId::new).toList();
        private final Random random;
        private final LossyCluster cluster;
        private final OnlineMeans means;
        private final List<Node> nodes = new ArrayList<>();
        private final Map<Node, LinkEpoch> links = new HashMap<>();
        private Map<UserId, IotaId> before = Map.of();
        private final String name;

        Run(OnlineMeans means, int seed) {
            this.means = means;
            this.name = means + ", seed " + seed;
            random = new Random(seed);
            cluster = new LossyCluster(new Random(seed));
            users.forEach(user -> database.put(user, pick(iotas)));
            for (long id = 1; id <= 3; id++) {
                Node node = new Node(means, cluster.join());
                nodes.add(node);
                links.put(node, node.board.opened(new OmikronId(id)));
            }
        }

        private <T> T pick(List<T> some) {
            return some.get(random.nextInt(some.size()));
        }

        void play() {
            for (int i = 0; i < 80; i++) {
                step();
                cluster.deliver(random.nextInt(4));
                time.pass(Duration.ofMillis(random.nextInt(300)));
            }
            cluster.beFaithful();
            nodes.forEach(
                    node -> node.watch.on(AccountNews.ANYTHING)); // as its relay finds out that something was lost
            settle();
            time.pass(Duration.ofMinutes(1)); // reports that were under way then are looked at again
            settle();
            check();
        }

        private void settle() {
            for (int i = 0; i < 4; i++) {
                cluster.beat();
                while (cluster.deliver(1)) {
                    // goes on
                }
            }
        }

        private void step() {
            Node node = pick(nodes);
            LinkEpoch link = links.get(node);
            IotaId iota = pick(iotas);
            UserId user = pick(users);
            Map<UserId, IotaId> read = random.nextBoolean() ? database : before;
            switch (random.nextInt(6)) {
                case 0 -> moveTo(user, random.nextInt(5) == 0 ? null : iota);
                case 1 -> node.board.iotaDisconnected(link, iota);
                case 2 -> node.board.iotaConnected(link, iota, residents(read, iota));
                case 3 -> sync(node, link, read);
                default -> {
                    if (read.containsKey(user)) {
                        node.board.userConnected(link, user, read.get(user), Optional.empty());
                    }
                }
            }
        }

        private void sync(Node node, LinkEpoch link, Map<UserId, IotaId> read) {
            Set<IotaId> held = new HashSet<>(iotas);
            held.removeIf(iota -> random.nextBoolean());
            node.board.sync(
                    link, held.stream().collect(Collectors.toMap(iota -> iota, iota -> residents(read, iota))), read);
        }

        /** Some nodes are told. */
        private void moveTo(UserId user, IotaId home) {
            before = Map.copyOf(database);
            AccountsChanged change = move(user, home);
            nodes.forEach(node -> {
                failures = random.nextInt(4) == 0 ? 1 : 0;
                if (random.nextInt(5) > 0) {
                    node.watch.on(AccountNews.of(change));
                }
            });
            failures = 0;
        }

        private void check() {
            for (UserId user : users) {
                Set<Boolean> online =
                        nodes.stream().map(node -> node.board.isOnline(user)).collect(Collectors.toSet());
                assertEquals(1, online.size(), name + ": " + user);
                IotaId home = database.get(user);
                boolean connected =
                        home != null && !nodes.get(0).board.omikronsOf(home).isEmpty();
                if (means == OnlineMeans.IOTA) {
                    assertEquals(Set.of(connected), online, name + ": " + user);
                } else {
                    assertTrue(connected || online.equals(Set.of(false)), name + ": " + user);
                }
            }
        }
    }
}
