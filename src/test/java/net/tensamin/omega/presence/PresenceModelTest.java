package net.tensamin.omega.presence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cluster.NodeId;
import net.tensamin.omega.presence.PresenceChanged.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random reports, against an oracle that remembers all of them and reads SPEC §4 and §5 off that history. */
class PresenceModelTest {
    private static final List<OmikronId> OMIKRONS = ids(3, OmikronId::new);
    private static final List<IotaId> IOTAS = ids(3, IotaId::new);
    private static final List<UserId> USERS = ids(6, UserId::new);

    enum Verb {
        OPENED,
        CLOSED,
        IOTA_CONNECTED,
        IOTA_DISCONNECTED,
        USER_CONNECTED,
        USER_DISCONNECTED,
        SYNC
    }

    record Report(Verb verb, OmikronId omikron, IotaId iota, UserId user, Set<IotaId> iotas, Set<UserId> users) {}

    @ParameterizedTest
    @EnumSource(OnlineMeans.class)
    void boardAgreesWithTheOracle(OnlineMeans means) {
        for (int seed = 0; seed < 400; seed++) {
            new Run(means, seed).play(60);
        }
    }

    @Test
    void concurrentLinksLeaveOneTruth() {
        ConcurrentLinkedQueue<PresenceChanged> told = new ConcurrentLinkedQueue<>();
        PresenceBoard board = new PresenceBoard(OnlineMeans.USER, told::add);

        CompletableFuture.allOf(OMIKRONS.stream()
                        .map(omikron -> CompletableFuture.runAsync(() -> reportAtRandom(board, omikron)))
                        .toArray(CompletableFuture[]::new))
                .join();

        // A thread that finds another one telling leaves its own changes to it.
        await().until(() -> USERS.stream().allMatch(user -> board.isOnline(user) == lastTold(told, user)));
        for (UserId user : USERS) {
            List<Boolean> changes = told.stream()
                    .filter(change -> change.user().equals(user))
                    .map(PresenceChanged::online)
                    .toList();
            List<Boolean> alternating =
                    IntStream.range(0, changes.size()).mapToObj(i -> i % 2 == 0).toList();
            assertEquals(alternating, changes);
        }
    }

    private static boolean lastTold(Iterable<PresenceChanged> told, UserId user) {
        boolean online = false;
        for (PresenceChanged change : told) {
            online = change.user().equals(user) ? change.online() : online;
        }
        return online;
    }

    private static void reportAtRandom(PresenceBoard board, OmikronId omikron) {
        Random random = new Random(omikron.value());
        LinkEpoch link = board.opened(omikron);
        for (int i = 0; i < 20_000; i++) {
            UserId user = USERS.get(random.nextInt(USERS.size()));
            switch (random.nextInt(5)) {
                case 0 -> board.iotaConnected(link, home(user), residents(home(user)));
                case 1 -> board.iotaDisconnected(link, home(user));
                case 2 -> board.userDisconnected(link, user);
                default -> board.userConnected(link, user, home(user), Optional.empty());
            }
        }
    }

    private static final class Run {
        private final List<PresenceChanged> told = new ArrayList<>();
        private final List<Report> history = new ArrayList<>();
        private final Map<OmikronId, LinkEpoch> links = new HashMap<>();
        private final OnlineMeans means;
        private final Random random;
        private final String name;
        private final PresenceBoard board;

        Run(OnlineMeans means, int seed) {
            this.means = means;
            this.random = new Random(seed);
            this.name = means + ", seed " + seed;
            this.board = new PresenceBoard(means, told::add);
        }

        void play(int steps) {
            for (int step = 0; step < steps; step++) {
                Set<UserId> before = online();
                Report report = randomReport();
                history.add(report);
                report(report);
                check(report, before, online());
            }
        }

        private void check(Report report, Set<UserId> before, Set<UserId> after) {
            Supplier<String> when = () -> name + " after " + history;
            assertEquals(after, USERS.stream().filter(board::isOnline).collect(Collectors.toSet()), when);
            Set<PresenceChanged> expected = new HashSet<>();
            boolean clean = report.verb == Verb.USER_DISCONNECTED;
            before.stream()
                    .filter(user -> !after.contains(user))
                    .forEach(user ->
                            expected.add(new PresenceChanged(user, false, clean ? Cause.REPORTED : Cause.LOST)));
            after.stream()
                    .filter(user -> !before.contains(user))
                    .forEach(user -> expected.add(new PresenceChanged(user, true, Cause.REPORTED)));
            assertEquals(expected.size(), told.size(), when);
            assertEquals(expected, Set.copyOf(told), when);
            told.clear();
            for (IotaId iota : IOTAS) {
                int now = history.size() - 1;
                assertEquals(
                        OMIKRONS.stream()
                                .filter(omikron -> has(omikron, iota, now))
                                .toList(),
                        board.omikronsOf(iota),
                        when);
            }
        }

        private Report randomReport() {
            UserId user = pick(USERS);
            Verb[] likely = {Verb.USER_CONNECTED, Verb.USER_CONNECTED, Verb.IOTA_CONNECTED};
            Verb verb = random.nextInt(3) == 0 ? pick(List.of(likely)) : pick(Arrays.asList(Verb.values()));
            return new Report(verb, pick(OMIKRONS), pick(IOTAS), user, someOf(IOTAS), someOf(USERS));
        }

        private <T> T pick(List<T> all) {
            return all.get(random.nextInt(all.size()));
        }

        private <T> Set<T> someOf(List<T> all) {
            return all.stream().filter(each -> random.nextBoolean()).collect(Collectors.toSet());
        }

        private void report(Report report) {
            LinkEpoch link = links.getOrDefault(report.omikron, new LinkEpoch(report.omikron, -1, NodeId.random()));
            switch (report.verb) {
                case OPENED -> links.put(report.omikron, board.opened(report.omikron));
                case CLOSED -> board.closed(link);
                case IOTA_CONNECTED -> board.iotaConnected(link, report.iota, residents(report.iota));
                case IOTA_DISCONNECTED -> board.iotaDisconnected(link, report.iota);
                case USER_CONNECTED -> board.userConnected(link, report.user, home(report.user), Optional.empty());
                case USER_DISCONNECTED -> board.userDisconnected(link, report.user);
                case SYNC ->
                    board.sync(
                            link,
                            report.iotas.stream().collect(Collectors.toMap(iota -> iota, PresenceModelTest::residents)),
                            report.users.stream().collect(Collectors.toMap(user -> user, PresenceModelTest::home)));
            }
        }

        // The oracle. "At" is an index of the history; what is asked is how things stood after that report.

        private Set<UserId> online() {
            int now = history.size() - 1;
            return USERS.stream()
                    .filter(user -> means == OnlineMeans.IOTA
                            ? connected(home(user), now)
                            : OMIKRONS.stream().anyMatch(omikron -> reported(omikron, user, now)))
                    .collect(Collectors.toSet());
        }

        private boolean open(OmikronId omikron, int at) {
            for (int i = at; i >= 0; i--) {
                Report report = history.get(i);
                if (report.omikron.equals(omikron) && (report.verb == Verb.OPENED || report.verb == Verb.CLOSED)) {
                    return report.verb == Verb.OPENED;
                }
            }
            return false;
        }

        private boolean has(OmikronId omikron, IotaId iota, int at) {
            for (int i = at; open(omikron, at); i--) {
                Report report = history.get(i);
                if (!report.omikron.equals(omikron)) {
                    continue;
                }
                if (report.verb == Verb.OPENED) {
                    return false;
                }
                if (report.verb == Verb.SYNC) {
                    return report.iotas.contains(iota);
                }
                if (report.iota.equals(iota) && report.verb == Verb.IOTA_CONNECTED) {
                    return true;
                }
                if (report.iota.equals(iota) && report.verb == Verb.IOTA_DISCONNECTED) {
                    return false;
                }
            }
            return false;
        }

        private boolean connected(IotaId iota, int at) {
            return OMIKRONS.stream().anyMatch(omikron -> has(omikron, iota, at));
        }

        private boolean reported(OmikronId omikron, UserId user, int now) {
            for (int i = now; open(omikron, now) && connected(home(user), i); i--) {
                Report report = history.get(i);
                if (restarts(home(user), i)) {
                    return false;
                }
                if (!report.omikron.equals(omikron)) {
                    continue;
                }
                if (report.verb == Verb.OPENED) {
                    return false;
                }
                if (report.verb == Verb.SYNC) {
                    return report.users.contains(user);
                }
                if (report.verb == Verb.IOTA_CONNECTED && report.iota.equals(home(user))) {
                    return false;
                }
                if (report.user.equals(user) && report.verb == Verb.USER_CONNECTED) {
                    return true;
                }
                if (report.user.equals(user) && report.verb == Verb.USER_DISCONNECTED) {
                    return false;
                }
            }
            return false;
        }

        /** Whether this report connected the Iota anew, with no other Omikron having it. */
        private boolean restarts(IotaId iota, int at) {
            Report report = history.get(at);
            return report.verb == Verb.IOTA_CONNECTED
                    && report.iota.equals(iota)
                    && open(report.omikron, at)
                    && OMIKRONS.stream().noneMatch(other -> !other.equals(report.omikron) && has(other, iota, at));
        }
    }

    static Map<IotaId, Set<UserId>> withoutResidents(IotaId... iotas) {
        return Arrays.stream(iotas).collect(Collectors.toMap(iota -> iota, iota -> Set.of()));
    }

    private static IotaId home(UserId user) {
        return new IotaId(1 + user.value() % IOTAS.size());
    }

    private static Set<UserId> residents(IotaId iota) {
        return USERS.stream().filter(user -> home(user).equals(iota)).collect(Collectors.toSet());
    }

    private static <T> List<T> ids(int amount, Function<Long, T> id) {
        return LongStream.rangeClosed(1, amount).boxed().map(id).toList();
    }
}
