package net.tensamin.omega.tauri;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.badge.BadgeSnapshot;
import net.tensamin.omega.badge.Inbox;
import net.tensamin.omega.badge.PendingBadges;
import net.tensamin.omega.cluster.LocalBus;
import net.tensamin.omega.device.DeviceCursor;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.Devices;
import net.tensamin.omega.device.Opening;
import net.tensamin.omega.device.WrittenCursors;
import net.tensamin.omega.limits.Rate;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.quic.streams.LineStream;
import net.tensamin.omega.quic.tls.Silence;
import net.tensamin.omega.testing.TestAuthority;

/** Sessions with everything around them in the test's hands: time, background, mailbox, streams. */
final class SessionFixture implements Roster {
    static final UserId ALICE = new UserId(42);
    static final UserId BOB = new UserId(7);
    private static final TestAuthority AUTHORITY = TestAuthority.named("Clients");
    static final X509Certificate ALICES_PHONE = AUTHORITY.device(42).certificate();
    static final X509Certificate ALICES_DESKTOP = AUTHORITY.device(42).certificate();
    static final X509Certificate BOBS_PHONE = AUTHORITY.device(7).certificate();
    static final X509Certificate OPERATOR = AUTHORITY.operator("root").certificate();
    static final X509Certificate NOBODY =
            AUTHORITY.certificate("nobody").forClients().issue().certificate();
    static final String IDENTIFY_ALICE = "{'type':'tauri_identification','id':'i','data':{'user_id':'42'}}";

    final TestInbox inbox = new TestInbox();
    final TestBackground background = new TestBackground();
    final TestDevices devices = new TestDevices();
    Inbox store = inbox;
    CursorLog cursors = new CursorLog(devices, Clock.systemUTC(), new LocalBus());
    Lifetimes lifetimes = new NothingLearnt();
    final TauriSessions sessions = new TauriSessions();
    final Set<UserId> users = new HashSet<>(Set.of(ALICE, BOB));
    Predicate<UserId> exists = users::contains;
    final List<TauriSession> ended = new ArrayList<>();
    final List<TauriSession> due = new ArrayList<>();
    TauriSettings settings = settings(false);
    TauriLimits limits = limits();
    Duration idleTimeout = Duration.ofMinutes(1);
    long nanos = 1_000;
    private Consumer<TauriSession> identified = sessions::add;

    static TauriSettings settings(boolean unboundCertificates) {
        return new TauriSettings(
                Duration.ofSeconds(10),
                Duration.ofSeconds(15),
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                20,
                unboundCertificates,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(15));
    }

    Client client(X509Certificate certificate) {
        return new Client(certificate);
    }

    /** A client that has identified and caught up, and has read all it was sent. */
    Client liveClient(X509Certificate certificate) {
        Client client = client(certificate);
        client.says(IDENTIFY_ALICE);
        background.runAll();
        client.stream.lines.clear();
        return client;
    }

    void pass(Duration time) {
        nanos += time.toNanos();
    }

    /** Changes the mailbox without telling anybody. */
    BadgeChange change(UserId sender, long amount) {
        return inbox.change(sender, amount);
    }

    void deliver(BadgeChange change) {
        sessions.deliver(change);
    }

    @Override
    public void identified(TauriSession session) {
        identified.accept(session);
    }

    /** Instead of adding it to the sessions. */
    void identifiedBy(Consumer<TauriSession> other) {
        identified = other;
    }

    @Override
    public void due(TauriSession session) {
        due.add(session);
    }

    @Override
    public void ended(TauriSession session) {
        ended.add(session);
        sessions.remove(session);
    }

    /** Too wide to be met. */
    static TauriLimits limits() {
        Rate wide = new Rate(1_000_000, Duration.ofMinutes(1));
        return new TauriLimits(wide, wide, 1_000_000, new Meters(), System::nanoTime);
    }

    /** Of nobody's interest. */
    static SessionJournal journal() {
        return new SessionJournal();
    }

    /** As {@link TestStream#lines} have it. */
    static String push(long sender) {
        return "{'type':'push_notification','data':{'sender_id':'" + sender + "'}}";
    }

    /** As {@link TestStream#lines} have it. */
    static String clear(long sender) {
        return "{'type':'read_notification','data':{'sender_id':'" + sender + "'}}";
    }

    /** One connection. */
    final class Client extends TestChannel {
        final TestStream stream = new TestStream();
        final TauriSession session;
        InetSocketAddress address = SOMEWHERE;
        /** When a datagram went last, either way; 0 for a connection that is never silent. */
        long datagramNanos;

        long closedWith = -1;
        String reason = "";
        int pings;

        Client(X509Certificate certificate) {
            super(certificate);
            Surroundings surroundings = new Surroundings(
                    user -> exists.test(user),
                    store,
                    cursors,
                    lifetimes,
                    background,
                    SessionFixture.this,
                    limits,
                    SessionFixture.journal(),
                    () -> nanos);
            session = new TauriSession(this, settings, surroundings);
        }

        void says(String line) {
            says(stream, line);
        }

        void says(TestStream on, String line) {
            session.lines().line(on, line.replace('\'', '"').getBytes(UTF_8));
        }

        @Override
        public InetSocketAddress remoteAddress() {
            return address;
        }

        @Override
        public Silence takeSilence() {
            Duration silence = Duration.ofNanos(datagramNanos == 0 ? 0 : nanos - datagramNanos);
            return new Silence(silence, nanos, address);
        }

        @Override
        public Duration idleTimeout() {
            return idleTimeout;
        }

        @Override
        public void ping() {
            pings++;
        }

        /** Reads no more of the stream, whatever is on its way there. */
        void stops(TestStream stopped) {
            stopped.ended = true;
            session.lines().stopped(stopped);
        }

        @Override
        public void close(long applicationError, String why) {
            if (closedWith < 0) {
                closedWith = applicationError;
                reason = why;
                session.lines().closed();
            }
        }
    }

    /** What a client gets on one stream. */
    static final class TestStream implements LineStream {
        private static final Pattern STATE = Pattern.compile(
                "(?<=_notification','data':\\{'sender_id':'\\d{1,19}'),'amount':\\d+,'revision':\\d+"
                        + "|,'data':\\{'revision':\\d+}|(?<='ping','data':\\{'last_ping':-?\\d{1,9}),'revision':\\d+,'next_ping':\\d+");

        /** In their order; badges, pings and {@code success} without amount and revision, which {@link #sent} has. */
        final List<String> lines = new ArrayList<>();

        /** All that was sent, to the letter. */
        final List<String> sent = new ArrayList<>();

        final List<Long> since = new ArrayList<>();
        int capacity = Integer.MAX_VALUE;
        int pauses;
        boolean ended;

        @Override
        public boolean hasEnded() {
            return ended;
        }

        @Override
        public void pause() {
            pauses++;
        }

        @Override
        public void resume() {
            pauses--;
        }

        @Override
        public boolean offer(byte[] utf8, long sinceNanos) {
            boolean room = ended || lines.size() < capacity;
            if (room && !ended) {
                send(utf8);
                since.add(sinceNanos);
            }
            return room;
        }

        @Override
        public void send(byte[] utf8) {
            if (ended) {
                return;
            }
            String line = new String(utf8, UTF_8).replace('"', '\'');
            sent.add(line);
            lines.add(STATE.matcher(line).replaceAll(""));
        }

        List<String> take() {
            List<String> taken = List.copyOf(lines);
            lines.clear();
            return taken;
        }
    }

    /** A mailbox of one user in memory. */
    static final class TestInbox implements Inbox {
        final Map<UserId, Badge> badges = new TreeMap<>(Comparator.comparingLong(UserId::value));
        final List<String> reads = new ArrayList<>();
        CompletableFuture<Void> commit = CompletableFuture.completedFuture(null);
        long revision;
        RuntimeException failure;
        Runnable beforeAnswer = () -> {};

        BadgeChange change(UserId sender, long amount) {
            Badge badge = new Badge(sender, amount, ++revision);
            badges.put(sender, badge);
            return new BadgeChange(ALICE, revision - 1, revision, List.of(badge));
        }

        /** As a standby has it that lagged, or a backup. */
        void setBackTo(long former, Map<UserId, Badge> then) {
            badges.clear();
            badges.putAll(then);
            revision = former;
        }

        @Override
        public BadgeSnapshot since(UserId user, long past) {
            fail();
            List<Badge> changed = badges.values().stream()
                    .filter(badge -> badge.revision() > past)
                    .sorted(Comparator.comparingLong(Badge::revision))
                    .toList();
            BadgeSnapshot snapshot = new BadgeSnapshot(revision, changed);
            beforeAnswer.run();
            return snapshot;
        }

        @Override
        public Map<UserId, Long> revisions(Collection<UserId> users) {
            fail();
            Map<UserId, Long> revisions = users.contains(ALICE) ? Map.of(ALICE, revision) : Map.of();
            beforeAnswer.run();
            return revisions;
        }

        @Override
        public PendingBadges pending(UserId user) {
            fail();
            List<Badge> pending = badges.values().stream()
                    .filter(badge -> badge.amount() > 0)
                    .sorted(Comparator.comparingLong(Badge::revision).reversed())
                    .toList();
            return new PendingBadges(revision, pending);
        }

        @Override
        public CompletionStage<Void> read(UserId reader, UserId sender, String party) {
            fail();
            reads.add(reader + " read " + sender);
            return commit;
        }

        private void fail() {
            if (failure != null) {
                throw failure;
            }
        }
    }

    /** Cursors in memory. */
    static class TestDevices extends Devices {
        final Map<List<Object>, DeviceCursor> stored = new HashMap<>();
        final List<Integer> batches = new ArrayList<>();
        final Set<UserId> locked = new HashSet<>();
        int takenBack;
        Opening opening = new Opening(0, 0);
        RuntimeException failure;
        Runnable beforeCommit = () -> {};
        Runnable beforeAnswer = () -> {};

        @Override
        public Opening opening(UserId user, DeviceId device) {
            long claim = opening.claim();
            beforeAnswer.run();
            return new Opening(cursor(user, device), claim);
        }

        long cursor(UserId user, DeviceId device) {
            fail();
            DeviceCursor cursor = stored.get(List.of(user, device));
            return cursor == null ? 0 : cursor.revision();
        }

        @Override
        public WrittenCursors advance(Collection<DeviceCursor> cursors) {
            beforeCommit.run();
            fail();
            batches.add(cursors.size());
            List<DeviceCursor> waiting = cursors.stream()
                    .filter(cursor -> locked.contains(cursor.user()))
                    .toList();
            cursors.stream()
                    .filter(cursor -> !locked.contains(cursor.user()))
                    .forEach(cursor ->
                            stored.merge(List.of(cursor.user(), cursor.device()), cursor, DeviceCursor::merge));
            return new WrittenCursors(List.of(), waiting);
        }

        @Override
        public Set<UserId> takeBack(Collection<UserId> users) {
            fail();
            Set<UserId> free = new HashSet<>(users);
            free.removeAll(locked);
            takenBack += free.size();
            stored.replaceAll((key, cursor) -> free.contains(cursor.user())
                    ? new DeviceCursor(cursor.user(), cursor.device(), 0, cursor.seen(), cursor.claim())
                    : cursor);
            return users.stream().filter(locked::contains).collect(Collectors.toSet());
        }

        private void fail() {
            if (failure != null) {
                throw failure;
            }
        }
    }

    /** Runs calls at once, and what is for later when the test says so. */
    static final class TestBackground implements Background {
        final Deque<Runnable> later = new ArrayDeque<>();
        final List<Duration> delays = new ArrayList<>();
        RuntimeException failure;
        Runnable beforeCall = () -> {};

        @Override
        public <T> CompletionStage<T> call(Supplier<T> work) {
            beforeCall.run();
            if (failure != null) {
                return CompletableFuture.failedFuture(failure);
            }
            try {
                return CompletableFuture.completedFuture(work.get());
            } catch (RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        @Override
        public void run(Duration delay, Runnable work) {
            delays.add(delay);
            later.add(work);
        }

        void runNext() {
            later.remove().run();
        }

        void runAll() {
            for (int runs = 0; !later.isEmpty(); runs++) {
                if (runs > 1_000) {
                    throw new AssertionError("work without end");
                }
                runNext();
            }
        }
    }
}
