package net.tensamin.omega.tauri;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.Stream;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.badge.Deliveries;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.LocalBus;
import net.tensamin.omega.cluster.Subject;
import net.tensamin.omega.concurrent.Snapshot;
import net.tensamin.omega.device.DeviceId;

/** The identified sessions on this node: any number a user, one a device (SPEC §3). */
@ApplicationScoped
public class TauriSessions implements Deliveries {
    private static final int TAKEOVERS_AT_ONCE = 64;
    private static final System.Logger LOG = System.getLogger(TauriSessions.class.getName());

    private final ClusterBus bus;
    private final Attendance attendance;
    private final Map<UserId, Set<TauriSession>> byUser = new ConcurrentHashMap<>();
    private final Map<DeviceId, TauriSession> byDevice = new ConcurrentHashMap<>();
    private final List<Object> takeovers =
            Stream.generate(Object::new).limit(TAKEOVERS_AT_ONCE).toList();

    /** For a single node; and for the client proxy. */
    public TauriSessions() {
        this(new LocalBus(), new Attendance());
    }

    @Inject
    TauriSessions(ClusterBus bus, Attendance attendance) {
        this.bus = bus;
        this.attendance = attendance;
    }

    @Override
    public void deliver(BadgeChange change) {
        for (TauriSession session : of(change.receiver())) {
            try {
                session.deliver(change);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "Delivery to device " + session.device() + " failed, closing", e);
                session.goAway();
            }
        }
    }

    @Override
    public Set<UserId> users() {
        return Snapshot.of(byUser.keySet());
    }

    /** Sessions that have not got there catch up. */
    @Override
    public void announce(UserId receiver, long revision) {
        of(receiver).forEach(session -> session.announce(revision));
    }

    @Override
    public long newestOf(UserId user) {
        return of(user).stream()
                .flatMap(session -> session.binding().stream())
                .mapToLong(bound -> bound.delivery().newestRevision())
                .max()
                .orElse(0);
    }

    @Override
    public void setBack(UserId user) {
        of(user).forEach(TauriSession::setBack);
    }

    /** How many sessions are identified. */
    public int count() {
        return byDevice.size();
    }

    /** How many sessions a user has here. */
    public int countOf(UserId user) {
        return of(user).size();
    }

    /** All of them as they are now, in no order. */
    public List<SessionView> views() {
        return byDevice.values().stream()
                .flatMap(session -> session.view().stream())
                .toList();
    }

    Set<TauriSession> of(UserId user) {
        return byUser.getOrDefault(user, Set.of());
    }

    Optional<TauriSession> of(DeviceId device) {
        return Optional.ofNullable(byDevice.get(device));
    }

    /** Adds an identified session; an earlier one of the same device has ended when it returns. */
    void add(TauriSession session) {
        add(session, Integer.MAX_VALUE);
    }

    /**
     * Likewise, unless so many other devices of the user are here.
     *
     * @return whether it was added
     */
    boolean add(TauriSession session, int most) {
        UserId user = session.binding().orElseThrow().user();
        if (!attendance.enter(user, session.device(), most)) {
            return false;
        }
        byUser.compute(user, (key, sessions) -> {
            Set<TauriSession> some = sessions == null ? new CopyOnWriteArraySet<>() : sessions;
            some.add(session);
            return some;
        });
        takeOver(session);
        if (session.ended()) {
            remove(session);
        }
        return true;
    }

    /** One at a time for each device: when it returns, every earlier session of the device has ended. */
    private void takeOver(TauriSession session) {
        synchronized (takeovers.get(Math.floorMod(session.device().hashCode(), TAKEOVERS_AT_ONCE))) {
            TauriSession replaced = byDevice.put(session.device(), session);
            if (replaced != null) {
                replaced.close(SessionEnding.REPLACED);
            }
        }
    }

    /** Tells the nodes that may have an earlier session of the device. */
    void tell(Takeover takeover) {
        bus.sendToHosts(takeover.user(), Subject.TAKEOVER, takeover::bytes);
    }

    /** A later session has begun on another node. */
    void yieldTo(Takeover takeover) {
        of(takeover.device()).ifPresent(session -> session.yieldTo(takeover));
    }

    void remove(TauriSession session) {
        byDevice.remove(session.device(), session);
        session.binding()
                .ifPresent(bound -> byUser.computeIfPresent(bound.user(), (user, sessions) -> {
                    if (sessions.remove(session)) {
                        attendance.leave(user, session.device());
                    }
                    return sessions.isEmpty() ? null : sessions;
                }));
    }
}
