package net.tensamin.omega.tauri;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.RemovedUsers;
import net.tensamin.omega.account.UserRemoved;
import net.tensamin.omega.badge.Deliveries;
import net.tensamin.omega.badge.Inbox;
import net.tensamin.omega.badge.StoreSetBack;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.DeviceRevoked;
import net.tensamin.omega.device.Devices;
import net.tensamin.omega.device.Revocations;
import net.tensamin.omega.limits.Rate;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.quic.streams.Acceptor;
import net.tensamin.omega.simulation.DatabaseLink;
import net.tensamin.omega.testing.TestConfig;
import net.tensamin.omega.threads.Timers;
import net.tensamin.omega.trace.UserTraces;

/** The sessions of a simulated node. */
public final class SimulatedSessions {
    private static final Rate CONNECTS = new Rate(300, Duration.ofMinutes(1));
    private static final Rate MESSAGES = new Rate(1_000, Duration.ofMinutes(1));
    private static final int MOST_SESSIONS = 32;

    private final TauriSessions sessions;
    private final CursorLog cursors;
    private final RevisionSweep sweep;
    private final WaitingAttendance waiting;
    private final TauriListener listener;
    private final LongSupplier nanos;
    private final LongConsumer pause;

    /**
     * What a node has.
     *
     * @param pause lets so many nanoseconds pass
     */
    public record Surroundings(
            DatabaseLink database,
            Accounts accounts,
            Devices devices,
            Revocations revocations,
            RemovedUsers removed,
            ClusterBus bus,
            Clock clock,
            LongSupplier nanos,
            LongConsumer pause,
            Executor threads,
            Timers timers) {}

    /** Whoever is there, in whatever way: made before the rest, as deliveries go there. */
    public static final class Present {
        private final Attendance attendance;
        private final TauriSessions sessions;

        private Present(ClusterBus bus) {
            attendance = new Attendance(bus);
            sessions = new TauriSessions(bus, attendance);
        }

        public TauriSessions sessions() {
            return sessions;
        }
    }

    /** @param ways to devices, to which may be added */
    public SimulatedSessions(Surroundings around, Present present, List<Deliveries> ways, Inbox inbox) {
        this.sessions = present.sessions();
        nanos = around.nanos();
        pause = around.pause();
        cursors = new CursorLog(around.devices(), around.clock(), around.bus());
        around.database().monitor(cursors);
        sweep = new RevisionSweep(ways, inbox, around.bus());
        waiting = new WaitingAttendance(
                present.attendance, cursors, sweep, around.bus(), new TestConfig(Map.of()), new Meters());
        listener = new TauriListener(
                new TestConfig(Map.of()),
                around.accounts(),
                inbox,
                new BoundedBackground(around.threads(), around.timers(), nanos),
                cursors,
                new LifetimeLog(new MemoryNetworks(), around.clock()),
                sessions,
                sweep,
                new SessionPinger(nanos),
                around.revocations(),
                around.removed(),
                new SessionJournal(new Meters(), UserTraces.off()),
                new TauriLimits(CONNECTS, MESSAGES, MOST_SESSIONS, new Meters(), nanos),
                new Meters(),
                around.bus(),
                around.timers());
    }

    public static Present on(ClusterBus bus) {
        return new Present(bus);
    }

    public WaitingDevices waiting() {
        return waiting;
    }

    public Acceptor acceptor() {
        return listener;
    }

    public void on(DeviceRevoked revoked) {
        listener.revoked(revoked);
    }

    public void on(UserRemoved removed) {
        listener.removed(removed);
    }

    public void on(StoreSetBack older) {
        sweep.setBack(older);
    }

    /** Returns when all clients have been told to go. */
    public void drain(Duration window) {
        long beginning = nanos.getAsLong();
        listener.drain(window, until -> pause.accept(Math.max(0, beginning + until.toNanos() - nanos.getAsLong())));
    }

    /** Whether the device has a session here that has identified and misses nothing that the node knows of. */
    public boolean isLive(DeviceId device) {
        return sessions.of(device)
                .filter(session -> session.state() == TauriSession.State.LIVE)
                .isPresent();
    }

    /** Its session, if that has identified, and has not written all up to this revision. */
    public Optional<Object> behind(DeviceId device, long revision) {
        return sessions.of(device)
                .filter(session -> session.state() == TauriSession.State.CATCHING_UP
                        || session.state() == TauriSession.State.LIVE && written(session) < revision)
                .map(session -> session);
    }

    /** Whether its session has written all up to this revision, and misses nothing that the node knows of. */
    public boolean hasAll(DeviceId device, long revision) {
        return isLive(device) && behind(device, revision).isEmpty();
    }

    private static long written(TauriSession session) {
        return session.binding().map(bound -> bound.delivery().lastRevision()).orElse(0L);
    }

    public boolean hasSession(DeviceId device) {
        return sessions.of(device).isPresent();
    }

    public int connected() {
        return listener.connected();
    }

    public int unwritten() {
        return cursors.size();
    }
}
