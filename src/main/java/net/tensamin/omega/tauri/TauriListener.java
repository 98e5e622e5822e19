package net.tensamin.omega.tauri;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.RemovedUsers;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.account.UserRemoved;
import net.tensamin.omega.badge.Inbox;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.NodeId;
import net.tensamin.omega.cluster.Subject;
import net.tensamin.omega.device.DeviceCursor;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.DeviceRevoked;
import net.tensamin.omega.device.Revocations;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.quic.streams.Acceptor;
import net.tensamin.omega.quic.streams.Channel;
import net.tensamin.omega.threads.Timers;
import org.eclipse.microprofile.config.Config;

/** Makes a session of each verified connection, and closes all of them when the application stops. */
@ApplicationScoped
public class TauriListener implements Acceptor, Roster, ClusterBus.Nodes {
    private final TauriSettings settings;
    private final CursorLog cursors;
    private final LifetimeLog lifetimes;
    private final TauriSessions sessions;
    private final RevisionSweep sweep;
    private final SessionPinger pinger;
    private final Revocations revocations;
    private final Expulsion expulsion;
    private final TauriLimits limits;
    private final ClusterBus bus;
    private final Timers timers;
    private final Surroundings surroundings;
    private final Set<TauriSession> connected = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    /** For the client proxy. */
    TauriListener() {
        settings = null;
        cursors = null;
        lifetimes = null;
        sessions = null;
        sweep = null;
        pinger = null;
        revocations = null;
        expulsion = null;
        limits = null;
        bus = null;
        timers = null;
        surroundings = null;
    }

    /** Wires the component, and so takes all that it needs from the others. */
    @Inject
    TauriListener(
            Config config,
            Accounts accounts,
            Inbox inbox,
            Background background,
            CursorLog cursors,
            LifetimeLog lifetimes,
            TauriSessions sessions,
            RevisionSweep sweep,
            SessionPinger pinger,
            Revocations revocations,
            RemovedUsers removed,
            SessionJournal journal,
            TauriLimits limits,
            Meters meters,
            ClusterBus bus,
            Timers timers) {
        this.bus = bus;
        this.timers = timers;
        this.settings = TauriSettings.from(config);
        this.cursors = cursors;
        this.lifetimes = lifetimes;
        this.sessions = sessions;
        this.sweep = sweep;
        this.pinger = pinger;
        this.revocations = revocations;
        this.expulsion = new Expulsion(connected, sessions, revocations, removed);
        this.limits = limits;
        this.surroundings = new Surroundings(
                accounts::exists, inbox, cursors, lifetimes, background, this, limits, journal, pinger.clock());
        meters.gauge("omega_tauri_connections", "Open connections, identified or not", connected::size);
        meters.gauge("omega_tauri_sessions", "Sessions that have identified", sessions::count);
        meters.gauge("omega_tauri_cursors_unwritten", "Devices whose cursors are not in the store yet", cursors::size);
    }

    /** Before the first client comes. */
    @Override
    public void opening() {
        revocations.start();
        pinger.start(timers);
        sweep.start(timers, settings.compareInterval());
        lifetimes.start(timers);
        cursors.start(timers, settings.cursorInterval(), this::lost);
        bus.listen(Subject.TAKEOVER, (sender, content) -> sessions.yieldTo(Takeover.read(content)));
        bus.listen(this);
    }

    @Override
    public Lines accept(Channel channel) {
        TauriSession session = new TauriSession(channel, settings, surroundings);
        connected.add(session);
        pinger.watch(session);
        if (draining) {
            session.goAway();
        }
        expulsion.connected(session);
        session.refuseShortIdleTimeout();
        limits.connected(session);
        return session.lines();
    }

    void revoked(@Observes DeviceRevoked revoked) {
        expulsion.revoked(revoked.device());
    }

    void removed(@Observes UserRemoved gone) {
        expulsion.removed(gone.user());
        cursors.forget(gone.user());
        lifetimes.forget(gone.user());
    }

    /** Ends the sessions that a device has here as this user; it comes back as it does after any loss of its connection. */
    public void disconnect(UserId user, DeviceId device) {
        expulsion.disconnect(user, device);
    }

    /** How many connections there are, identified or not. */
    public int connected() {
        return connected.size();
    }

    /**
     * Sends all clients away, device by device over the window, and also any that still connect. Returns when all have been
     * told and their last cursors are written.
     */
    public void drain(Duration window) {
        drain(window, SessionDrain.sleeping());
    }

    void drain(Duration window, SessionDrain.Pause pause) {
        draining = true;
        SessionDrain.run(connected, window, pause);
        connected.forEach(TauriSession::goAway);
        cursors.write();
        lifetimes.write();
    }

    @Override
    public void identified(TauriSession session) {
        limits.add(session, sessions);
        expulsion.identified(session);
        if (!bus.alone()) {
            session.binding().ifPresent(bound -> sweep.lookSoon(Set.of(bound.user())));
        }
    }

    @Override
    public void due(TauriSession session) {
        pinger.watch(session);
    }

    @Override
    public void claimed(TauriSession session, Takeover takeover) {
        sessions.tell(takeover);
    }

    /** The new node does not know yet which devices are here. */
    @Override
    public void arrived(NodeId node) {
        sweep.lookSoon();
    }

    @Override
    public void gone(NodeId node) {
        // its clients come by themselves
    }

    @Override
    public void beat() {
        // nothing is due
    }

    /** Another node has claimed the device, and its message did not arrive. */
    private void lost(DeviceCursor late) {
        sessions.yieldTo(Takeover.after(late));
    }

    @Override
    public void ended(TauriSession session) {
        connected.remove(session);
        pinger.forget(session);
        sessions.remove(session);
    }

    @Override
    public void closing() {
        pinger.stop();
        sweep.stop();
        connected.forEach(TauriSession::goAway);
        cursors.stop();
        lifetimes.stop();
    }
}
