package net.tensamin.omega.tauri;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.badge.BadgeSnapshot;
import net.tensamin.omega.badge.Inbox;
import net.tensamin.omega.badge.PendingBadges;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.Opening;
import net.tensamin.omega.quic.streams.LineStream;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.threads.Timers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions with real threads around them: devices come and go while several threads commit changes. */
class SessionConcurrencyTest {
    private static final UserId ALICE = new UserId(42);
    private static final int DEVICES = 6;
    private static final TestAuthority AUTHORITY = TestAuthority.named("Clients");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
    private final TauriSessions sessions = new TauriSessions();
    private final SessionFixture.TestInbox store = new SessionFixture.TestInbox();
    private final Inbox inbox = new LockedInbox();
    private final Cursors cursors = new UnprovenCursors();
    private final Background background = new BoundedBackground(threads, new Timers(timer, timer), System::nanoTime);

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        timer.shutdownNow();
        assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS));
    }

    @Test
    void everyDeviceEndsWithWhatTheMailboxHolds() throws Exception {
        Set<Future<?>> writers = new HashSet<>();
        for (int writer = 0; writer < 3; writer++) {
            Random random = new Random(writer);
            writers.add(threads.submit(() -> commit(random)));
        }
        List<Future<Connection>> last = new ArrayList<>();
        for (int device = 0; device < DEVICES; device++) {
            X509Certificate certificate = AUTHORITY.device(42).certificate();
            last.add(threads.submit(() -> reconnect(certificate)));
        }
        for (Future<?> writer : writers) {
            writer.get(30, TimeUnit.SECONDS);
        }
        for (Future<Connection> device : last) {
            Connection connection = device.get(30, TimeUnit.SECONDS);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> connection.session.state() == TauriSession.State.LIVE);
            assertEquals(pending(), connection.shown());
        }
        assertEquals(DEVICES, sessions.count());
        assertEquals(DEVICES, sessions.of(ALICE).size());
    }

    @Test
    void ofSeveralSessionsOfADeviceThatIdentifyAtOnceOneIsLeft() throws Exception {
        X509Certificate certificate = AUTHORITY.device(42).certificate();
        for (int round = 0; round < 50; round++) {
            List<Future<Connection>> racing = new ArrayList<>();
            for (int session = 0; session < 4; session++) {
                racing.add(threads.submit(() -> identified(certificate)));
            }
            List<Connection> connections = new ArrayList<>();
            for (Future<Connection> connection : racing) {
                connections.add(connection.get(30, TimeUnit.SECONDS));
            }
            connections.removeIf(connection -> connection.session.ended());
            assertEquals(1, connections.size());
            assertEquals(Set.of(connections.get(0).session), sessions.of(ALICE));
        }
    }

    /** Commits under a lock and tells the sessions after it, so that changes overtake each other as in the server. */
    private void commit(Random random) {
        for (int change = 0; change < 3_000; change++) {
            BadgeChange committed;
            synchronized (store) {
                committed = store.change(new UserId(1 + random.nextInt(20)), random.nextInt(3));
            }
            sessions.deliver(committed);
        }
    }

    private Connection reconnect(X509Certificate certificate) throws InterruptedException {
        Connection connection = new Connection(certificate);
        for (int connects = 0; connects < 20; connects++) {
            connection = identified(certificate);
            if (connects % 3 == 0) {
                connection.session.lines().closed();
            }
        }
        return connection;
    }

    private Connection identified(X509Certificate certificate) throws InterruptedException {
        Connection connection = new Connection(certificate);
        connection
                .session
                .lines()
                .line(connection, "{\"type\":\"tauri_identification\",\"data\":{\"user_id\":\"42\"}}".getBytes(UTF_8));
        assertTrue(connection.answered.await(30, TimeUnit.SECONDS));
        return connection;
    }

    private Set<String> pending() {
        Set<String> pending = new HashSet<>();
        synchronized (store) {
            store.badges.forEach((sender, badge) -> {
                if (badge.amount() > 0) {
                    pending.add(sender.toString());
                }
            });
        }
        return pending;
    }

    private final class LockedInbox implements Inbox {
        @Override
        public BadgeSnapshot since(UserId user, long revision) {
            synchronized (store) {
                return store.since(user, revision);
            }
        }

        @Override
        public Map<UserId, Long> revisions(Collection<UserId> users) {
            synchronized (store) {
                return store.revisions(users);
            }
        }

        @Override
        public PendingBadges pending(UserId user) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Void> read(UserId reader, UserId sender, String party) {
            throw new UnsupportedOperationException();
        }
    }

    /** Of devices that never answer a ping. */
    private static final class UnprovenCursors implements Cursors {
        @Override
        public void takeBack(UserId user) {
            throw new AssertionError("nothing was set back");
        }

        @Override
        public Opening open(UserId user, DeviceId device) {
            return new Opening(0, 0);
        }

        @Override
        public void prove(UserId user, DeviceId device, long claim, long revision) {
            assertEquals(0, revision);
        }
    }

    private final class Connection extends TestChannel implements LineStream, Roster {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
        private final CountDownLatch answered = new CountDownLatch(1);
        private final TauriSession session;

        Connection(X509Certificate certificate) {
            super(certificate);
            this.session = new TauriSession(
                    this,
                    SessionFixture.settings(false),
                    new Surroundings(
                            ALICE::equals,
                            inbox,
                            cursors,
                            new NothingLearnt(),
                            background,
                            this,
                            SessionFixture.limits(),
                            SessionFixture.journal(),
                            System::nanoTime));
        }

        @Override
        public void send(byte[] line) {
            lines.add(new String(line, UTF_8));
        }

        @Override
        public boolean offer(byte[] line, long sinceNanos) {
            send(line);
            return true;
        }

        @Override
        public void pause() {}

        @Override
        public void resume() {
            answered.countDown();
        }

        Set<String> shown() {
            Set<String> shown = new HashSet<>();
            for (String line : lines) {
                String sender = line.replaceAll(".*\"sender_id\":\"([0-9]+)\".*", "$1");
                if (line.contains("push_notification")) {
                    shown.add(sender);
                } else if (line.contains("read_notification")) {
                    shown.remove(sender);
                }
            }
            return shown;
        }

        @Override
        public void identified(TauriSession identified) {
            sessions.add(identified);
        }

        @Override
        public void due(TauriSession session) {
            // for a proof, which nobody waits for here
        }

        @Override
        public boolean hasEnded() {
            return false;
        }

        @Override
        public void ended(TauriSession ended) {
            sessions.remove(ended);
        }

        @Override
        public void close(long applicationError, String reason) {
            session.lines().closed();
        }
    }
}
