package net.tensamin.omega.tauri;

import static net.tensamin.omega.tauri.SessionFixture.ALICE;

import java.net.InetAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.badge.BadgeSnapshot;
import net.tensamin.omega.badge.Inbox;
import net.tensamin.omega.badge.PendingBadges;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.Opening;
import net.tensamin.omega.quic.server.LoopbackServer;
import net.tensamin.omega.quic.streams.Acceptor;
import net.tensamin.omega.quic.streams.Channel;
import net.tensamin.omega.threads.Timers;

/** Sessions of one user on real QUIC, with the mailbox and the cursors in memory. */
final class LiveSessions implements Acceptor, Roster, AutoCloseable {
    static final Duration PING_INTERVAL = Duration.ofMillis(200);
    static final Duration IDENTIFY_WITHIN = Duration.ofSeconds(2);
    private static final Duration PING_TIMEOUT = Duration.ofSeconds(4);
    private static final long TICK_MILLIS = 20;

    private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(4);
    private final TauriSessions sessions = new TauriSessions();
    private final Set<TauriSession> open = ConcurrentHashMap.newKeySet();
    private final MemoryInbox inbox = new MemoryInbox();
    private final MemoryCursors cursors = new MemoryCursors();
    private final Surroundings surroundings;
    private final TauriSettings settings;
    private LoopbackServer server;

    LiveSessions() throws SocketException {
        this(PING_INTERVAL);
    }

    LiveSessions(Duration pingInterval) throws SocketException {
        this(settings(pingInterval), new NothingLearnt(), SessionFixture.journal());
        server = new LoopbackServer(this);
    }

    /** Whose clients learn, on another address. */
    LiveSessions(TauriSettings settings, Lifetimes lifetimes, SessionJournal journal, InetAddress host)
            throws SocketException {
        this(settings, lifetimes, journal);
        server = new LoopbackServer(this, host, Duration.ofMinutes(15));
    }

    private LiveSessions(TauriSettings settings, Lifetimes lifetimes, SessionJournal journal) {
        this.settings = settings;
        this.surroundings = new Surroundings(
                ALICE::equals,
                inbox,
                cursors,
                lifetimes,
                new BoundedBackground(threads, new Timers(threads, threads), System::nanoTime),
                this,
                SessionFixture.limits(),
                journal,
                System::nanoTime);
        threads.scheduleWithFixedDelay(
                () -> open.forEach(TauriSession::tick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static TauriSettings settings(Duration pingInterval) {
        return settings(IDENTIFY_WITHIN, pingInterval, pingInterval, PING_TIMEOUT);
    }

    static TauriSettings settings(
            Duration identifyWithin, Duration pingInterval, Duration longest, Duration pingTimeout) {
        return new TauriSettings(
                identifyWithin,
                pingInterval,
                longest,
                pingTimeout,
                20,
                false,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(15));
    }

    /** How many there are, identified or not. */
    int count() {
        return open.size();
    }

    LoopbackServer server() {
        return server;
    }

    /** Changes what is pending, and tells the sessions. */
    void change(long sender, long amount) {
        BadgeChange change = inbox.change(new UserId(sender), amount);
        sessions.deliver(change);
    }

    /** The furthest that any device has proven. */
    long proven() {
        return cursors.proven.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** Whose messages are pending. */
    Set<Long> pending() {
        Set<Long> senders = new TreeSet<>();
        inbox.pending(ALICE)
                .badges()
                .forEach(badge -> senders.add(badge.sender().value()));
        return senders;
    }

    @Override
    public Lines accept(Channel channel) {
        TauriSession session = new TauriSession(channel, settings, surroundings);
        open.add(session);
        session.refuseShortIdleTimeout();
        return session.lines();
    }

    @Override
    public void identified(TauriSession session) {
        sessions.add(session);
    }

    @Override
    public void due(TauriSession session) {
        // all are looked at in each tick
    }

    @Override
    public void ended(TauriSession session) {
        open.remove(session);
        sessions.remove(session);
    }

    @Override
    public void close() {
        server.close();
        threads.shutdownNow();
    }

    private static final class MemoryCursors implements Cursors {
        private final Map<DeviceId, Long> proven = new ConcurrentHashMap<>();

        @Override
        public Opening open(UserId user, DeviceId device) {
            return new Opening(proven.getOrDefault(device, 0L), 0);
        }

        @Override
        public void prove(UserId user, DeviceId device, long claim, long revision) {
            proven.merge(device, revision, Math::max);
        }

        @Override
        public void takeBack(UserId user) {
            throw new AssertionError("nothing was set back");
        }
    }

    private static final class MemoryInbox implements Inbox {
        private final Map<UserId, Badge> badges = new HashMap<>();
        private long revision;

        synchronized BadgeChange change(UserId sender, long amount) {
            Badge badge = new Badge(sender, amount, ++revision);
            badges.put(sender, badge);
            return new BadgeChange(ALICE, revision - 1, revision, List.of(badge));
        }

        @Override
        public synchronized BadgeSnapshot since(UserId user, long past) {
            return new BadgeSnapshot(
                    revision,
                    badges.values().stream()
                            .filter(badge -> badge.revision() > past)
                            .sorted(Comparator.comparingLong(Badge::revision))
                            .toList());
        }

        @Override
        public synchronized Map<UserId, Long> revisions(Collection<UserId> users) {
            return Map.of(ALICE, revision);
        }

        @Override
        public synchronized PendingBadges pending(UserId user) {
            return new PendingBadges(
                    revision,
                    badges.values().stream().filter(badge -> badge.amount() > 0).toList());
        }

        @Override
        public CompletionStage<Void> read(UserId reader, UserId sender, String party) {
            change(sender, 0);
            return CompletableFuture.completedFuture(null);
        }
    }
}
