package net.tensamin.omega.tauri;

import static net.tensamin.omega.tauri.SessionFixture.ALICE;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.cluster.LocalBus;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.Opening;
import net.tensamin.omega.quic.streams.Channel;

/** A node with one user's mailbox, whose changes reach the sessions by a way that loses, repeats and reorders. */
final class ModelServer implements Roster, Cursors {
    private static final int SENDERS = 5;

    private final SessionFixture.TestInbox inbox = new SessionFixture.TestInbox();
    private final SessionFixture.TestDevices stored = new SessionFixture.TestDevices();
    private final Map<UserId, TreeMap<Long, Long>> history = new HashMap<>();
    private final List<BadgeChange> underWay = new ArrayList<>();
    private final Map<DeviceId, ModelDevice> devices = new HashMap<>();
    private final Set<TauriSession> sessionsOpen = new HashSet<>();
    private final Random random;
    private SessionFixture.TestBackground background;
    private TauriSessions sessions;
    private CursorLog log;
    private long nanos;

    ModelServer(Random random) {
        this.random = random;
        start();
    }

    private void start() {
        background = new SessionFixture.TestBackground();
        sessions = new TauriSessions();
        log = new CursorLog(stored, Clock.systemUTC(), new LocalBus());
        underWay.clear();
    }

    void add(ModelDevice device) {
        devices.put(device.id(), device);
    }

    TauriSession session(Channel channel) {
        TauriSession session = new TauriSession(
                channel,
                SessionFixture.settings(false),
                new Surroundings(
                        ALICE::equals,
                        inbox,
                        this,
                        new NothingLearnt(),
                        background,
                        this,
                        SessionFixture.limits(),
                        SessionFixture.journal(),
                        () -> nanos));
        sessionsOpen.add(session);
        return session;
    }

    void step(Random dice) {
        switch (dice.nextInt(20)) {
            case 0, 1, 2, 3, 4 -> underWay.add(change());
            case 5, 6, 7, 8 -> deliver(dice.nextInt(4) == 0);
            case 9 -> underWay.removeIf(change -> dice.nextInt(5) == 0);
            case 10, 11, 12, 13 -> runOne();
            case 14 -> pass(Duration.ofSeconds(5));
            case 15 -> log.write();
            case 16 -> failOrRecover(dice);
            case 17 -> sweep();
            case 18 -> changeWhileTheInboxIsRead();
            default -> {
                if (dice.nextInt(8) == 0) {
                    crash(dice.nextBoolean());
                }
            }
        }
    }

    /** Several notices and reads that share a transaction, as far as they change anything. */
    private BadgeChange change() {
        long before = inbox.revision;
        List<Badge> badges = new ArrayList<>();
        Set<UserId> changed = new HashSet<>();
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            UserId sender = new UserId(1 + random.nextInt(SENDERS));
            if (changed.add(sender)) {
                badges.addAll(inbox.change(sender, newAmount(sender)).badges());
            }
        }
        badges.forEach(badge -> history.computeIfAbsent(badge.sender(), first -> new TreeMap<>())
                .put(badge.revision(), badge.amount()));
        return new BadgeChange(ALICE, before, inbox.revision, badges);
    }

    private long newAmount(UserId sender) {
        Badge badge = inbox.badges.get(sender);
        long amount = badge == null ? 0 : badge.amount();
        return amount > 0 && random.nextBoolean() ? 0 : amount + 1;
    }

    private void deliver(boolean again) {
        if (underWay.isEmpty()) {
            return;
        }
        BadgeChange change = underWay.get(random.nextInt(underWay.size()));
        if (!again) {
            underWay.remove(change);
        }
        sessions.deliver(change);
    }

    private void runOne() {
        if (!background.later.isEmpty()) {
            background.runNext();
        }
    }

    private void changeWhileTheInboxIsRead() {
        inbox.beforeAnswer = () -> {
            inbox.beforeAnswer = () -> {};
            underWay.add(change());
            deliver(true);
        };
    }

    private void failOrRecover(Random dice) {
        RuntimeException failure = dice.nextInt(4) == 0 ? new IllegalStateException("no database") : null;
        inbox.failure = failure;
        stored.failure = failure;
    }

    /** @param cleanly whether the last cursors are written */
    private void crash(boolean cleanly) {
        List.copyOf(sessionsOpen).forEach(session -> session.lines().closed());
        if (cleanly) {
            log.write();
        }
        devices.values().forEach(ModelDevice::leave);
        start();
    }

    void recover() {
        inbox.failure = null;
        stored.failure = null;
    }

    void sweep() {
        new RevisionSweep(List.of(sessions), inbox, new LocalBus()).sweep();
    }

    void runBackground() {
        background.runAll();
    }

    void pass(Duration time) {
        nanos += time.toNanos();
        List.copyOf(sessionsOpen).forEach(TauriSession::tick);
    }

    long revision() {
        return inbox.revision;
    }

    long cursor(ModelDevice device) {
        return log.open(ALICE, device.id()).revision();
    }

    Map<UserId, Long> pending() {
        Map<UserId, Long> pending = new HashMap<>();
        inbox.badges.values().stream()
                .filter(badge -> badge.amount() > 0)
                .forEach(badge -> pending.put(badge.sender(), badge.amount()));
        return pending;
    }

    /** How much of a sender was pending since which revision. */
    TreeMap<Long, Long> history(UserId sender) {
        return history.getOrDefault(sender, new TreeMap<>());
    }

    @Override
    public void identified(TauriSession session) {
        sessions.add(session);
    }

    @Override
    public void due(TauriSession session) {
        session.tick();
    }

    @Override
    public void ended(TauriSession session) {
        sessionsOpen.remove(session);
        sessions.remove(session);
    }

    @Override
    public Opening open(UserId user, DeviceId device) {
        return log.open(user, device);
    }

    /** A cursor covers a pair unless the pair has changed past it: then the device must show what the mailbox holds. */
    @Override
    public void prove(UserId user, DeviceId device, long claim, long revision) {
        Map<UserId, Long> shown = devices.get(device).badges();
        for (Badge badge : inbox.badges.values()) {
            boolean right = shown.getOrDefault(badge.sender(), 0L) == badge.amount();
            assertTrue(badge.revision() > revision || right, () -> "cursor " + revision + " hides " + badge);
        }
        log.prove(user, device, claim, revision);
    }

    @Override
    public void takeBack(UserId user) {
        throw new AssertionError("nothing was set back");
    }
}
