package net.tensamin.omega.tauri;

import static java.nio.charset.StandardCharsets.UTF_8;
import static net.tensamin.omega.tauri.SessionFixture.ALICE;
import static net.tensamin.omega.tauri.SessionFixture.BOB;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.badge.BadgeSnapshot;
import net.tensamin.omega.badge.Inbox;
import net.tensamin.omega.badge.PendingBadges;
import net.tensamin.omega.cluster.LocalBus;
import net.tensamin.omega.device.DeviceCursor;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.Opening;
import net.tensamin.omega.device.WrittenCursors;
import net.tensamin.omega.quic.streams.LineStream;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.threads.BlockingThreads;
import net.tensamin.omega.threads.Timers;
import net.tensamin.omega.threads.VirtualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A database that hangs, with every thread that may wait for it, holds up no heartbeat; in a time of the test's own. */
@Timeout(120)
class HungDatabaseTest implements Roster {
    private static final int DEVICES = 60;
    private static final TestAuthority AUTHORITY = TestAuthority.named("Clients");
    private static final Duration TICK = Duration.ofMillis(100);

    private final List<Thread> made = new CopyOnWriteArrayList<>();
    private final BlockingThreads threads = new BlockingThreads(BlockingThreads.COUNT, work -> {
        Thread thread = new Thread(work, "blocking");
        thread.setDaemon(true);
        made.add(thread);
        return thread;
    });
    private final VirtualTime time = new VirtualTime();
    private final Timers timers = new Timers(time, threads);
    private final HangingInbox inbox = new HangingInbox();
    private final HangingDevices devices = new HangingDevices();
    private final CursorLog cursors = new CursorLog(devices, Clock.systemUTC(), new LocalBus());
    private final TauriSessions sessions = new TauriSessions();
    private final SessionPinger pinger = new SessionPinger(time::nanos);
    private final RevisionSweep sweep = new RevisionSweep(List.of(sessions), inbox, new LocalBus());
    private final Surroundings surroundings = new Surroundings(
            user -> answer(user.equals(ALICE)),
            inbox,
            cursors,
            new NothingLearnt(),
            new BoundedBackground(threads, timers, time::nanos),
            this,
            SessionFixture.limits(),
            SessionFixture.journal(),
            time::nanos);
    private volatile CountDownLatch answering = new CountDownLatch(0);

    @AfterEach
    void letGo() {
        answering.countDown();
        made.forEach(Thread::interrupt);
    }

    @Test
    void everyHeartbeatComesInTimeForFiveMinutesAndAfterwards() {
        pinger.start(timers);
        sweep.start(timers, Duration.ofSeconds(15));
        cursors.start(timers, Duration.ofSeconds(1), late -> {});
        List<Device> all =
                IntStream.range(0, DEVICES).mapToObj(i -> new Device()).toList();
        all.forEach(device -> device.says(SessionFixture.IDENTIFY_ALICE));
        await().until(() -> all.stream().allMatch(device -> device.session.state() == TauriSession.State.LIVE));
        sessions.deliver(inbox.change(BOB, 1));
        live(all, Duration.ofSeconds(30));
        await().until(() -> devices.written() == DEVICES);

        answering = new CountDownLatch(1);
        IntStream.range(0, BlockingThreads.COUNT / 4).forEach(other -> threads.execute(() -> answer(other)));
        all.subList(0, DEVICES / 2).forEach(device -> device.says("{'type':'get_notifications','id':'g'}"));
        sessions.deliver(inbox.change(BOB, 2));
        Device newcomer = new Device();
        newcomer.says(SessionFixture.IDENTIFY_ALICE);
        await("all threads wait for the database").until(() -> waiting() == BlockingThreads.COUNT);
        live(all, Duration.ofMinutes(5));

        assertEquals(BlockingThreads.COUNT, waiting());
        all.forEach(device -> assertEquals(-1, device.closedWith));
        all.forEach(device -> assertEquals(22, device.pings.size(), "each 15 s of 5.5 minutes"));
        assertEquals(100, newcomer.closedWith, "the database is at fault, and not the client");

        answering.countDown();
        await().until(() -> waiting() == 0);
        for (int i = 0; i < 24; i++) {
            live(all, Duration.ofSeconds(5));
        }
        all.forEach(device -> assertEquals(-1, device.closedWith));
        all.forEach(device -> assertEquals(30, device.pings.size()));
        all.forEach(device -> assertTrue(device.longestSilence().compareTo(Duration.ofMillis(15_200)) <= 0));
        all.forEach(device -> assertEquals(TauriSession.State.LIVE, device.session.state()));
        await().until(() -> {
            live(all, TICK);
            return devices.lowest() == 2;
        });
    }

    /** Devices answer their pings while time passes. */
    private void live(List<Device> all, Duration how) {
        for (long ticks = how.dividedBy(TICK); ticks > 0; ticks--) {
            time.pass(TICK);
            all.forEach(Device::answer);
        }
    }

    private long waiting() {
        return made.stream().filter(HungDatabaseTest::waitsForTheDatabase).count();
    }

    private static boolean waitsForTheDatabase(Thread thread) {
        for (StackTraceElement call : thread.getStackTrace()) {
            if (call.getMethodName().equals("answer") && call.getClassName().equals(HungDatabaseTest.class.getName())) {
                return true;
            }
        }
        return false;
    }

    private <T> T answer(T what) {
        try {
            answering.await();
            return what;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void identified(TauriSession session) {
        sessions.add(session);
    }

    @Override
    public void due(TauriSession session) {
        pinger.watch(session);
    }

    @Override
    public void ended(TauriSession session) {
        pinger.forget(session);
        sessions.remove(session);
    }

    private final class HangingInbox implements Inbox {
        private long revision;
        private Badge badge = new Badge(BOB, 0, 0);

        synchronized BadgeChange change(UserId sender, long amount) {
            badge = new Badge(sender, amount, ++revision);
            return new BadgeChange(ALICE, revision - 1, revision, List.of(badge));
        }

        @Override
        public BadgeSnapshot since(UserId receiver, long past) {
            answer(receiver);
            synchronized (this) {
                return new BadgeSnapshot(revision, badge.revision() > past ? List.of(badge) : List.of());
            }
        }

        @Override
        public Map<UserId, Long> revisions(Collection<UserId> receivers) {
            answer(receivers);
            synchronized (this) {
                return Map.of(ALICE, revision);
            }
        }

        @Override
        public PendingBadges pending(UserId receiver) {
            return answer(new PendingBadges(0, List.of()));
        }

        @Override
        public CompletionStage<Void> read(UserId receiver, UserId sender, String party) {
            throw new AssertionError("nobody reads");
        }
    }

    private final class HangingDevices extends SessionFixture.TestDevices {
        @Override
        public Opening opening(UserId user, DeviceId device) {
            answer(device);
            synchronized (this) {
                return super.opening(user, device);
            }
        }

        @Override
        public WrittenCursors advance(Collection<DeviceCursor> moved) {
            answer(moved);
            synchronized (this) {
                return super.advance(moved);
            }
        }

        synchronized long written() {
            return stored.values().stream()
                    .filter(cursor -> cursor.revision() > 0)
                    .count();
        }

        synchronized long lowest() {
            return stored.values().stream()
                    .filter(cursor -> cursor.revision() > 0)
                    .mapToLong(DeviceCursor::revision)
                    .min()
                    .orElse(0);
        }
    }

    /** A phone whose stream is not read while a request of it is handled. */
    private final class Device extends TestChannel implements LineStream {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
        private final Queue<String> unread = new ArrayDeque<>();
        private final List<Long> pings = new ArrayList<>();
        private final TauriSession session = new TauriSession(this, SessionFixture.settings(false), surroundings);
        private int pauses;
        private long closedWith = -1;

        private Device() {
            super(AUTHORITY.device(ALICE.value()).certificate());
            pinger.watch(session);
        }

        private void says(String line) {
            unread.add(line);
            read();
        }

        private void read() {
            while (!isPaused() && !unread.isEmpty()) {
                session.lines().line(this, unread.remove().replace('\'', '"').getBytes(UTF_8));
            }
        }

        private synchronized boolean isPaused() {
            return pauses > 0;
        }

        private void answer() {
            for (String line = lines.poll(); line != null; line = lines.poll()) {
                if (line.contains("\"ping\"")) {
                    pings.add(time.nanos());
                    unread.add("{'type':'pong','data':{'last_ping':0}}");
                }
            }
            read();
        }

        private Duration longestSilence() {
            long longest = IntStream.range(1, pings.size())
                    .mapToLong(i -> pings.get(i) - pings.get(i - 1))
                    .max()
                    .orElseThrow();
            return Duration.ofNanos(longest);
        }

        @Override
        public void send(byte[] utf8) {
            lines.add(new String(utf8, UTF_8));
        }

        @Override
        public boolean offer(byte[] utf8, long sinceNanos) {
            send(utf8);
            return true;
        }

        @Override
        public boolean hasEnded() {
            return false;
        }

        @Override
        public synchronized void pause() {
            pauses++;
        }

        @Override
        public synchronized void resume() {
            pauses--;
        }

        @Override
        public void close(long applicationError, String reason) {
            closedWith = applicationError;
        }
    }
}
