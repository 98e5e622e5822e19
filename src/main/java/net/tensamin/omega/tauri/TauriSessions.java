package net.tensamin.omega.tauri;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.DeviceId;

/** The identified sessions on this node: any number a user, one a device (SPEC §3). */
@ApplicationScoped
public class TauriSessions {
    private static final System.Logger LOG = System.getLogger(TauriSessions.class.getName());

    private final Map<UserId, Set<TauriSession>> byUser = new ConcurrentHashMap<>();
    private final Map<DeviceId, TauriSession> byDevice = new ConcurrentHashMap<>();

    /**
     * Passes a change of a user's mailbox to each session of the user. Never blocks; changes may come in any order and more
     * than once.
     *
     * @param previousRevision the mailbox's revision before the change
     * @param revision its revision after it
     */
    public void deliver(UserId user, long previousRevision, long revision, List<Badge> badges) {
        BadgeSequence.Change change = new BadgeSequence.Change(previousRevision, revision, badges);
        for (TauriSession session : of(user)) {
            try {
                session.deliver(change);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "Delivery to device " + session.device() + " failed, closing", e);
                session.goAway();
            }
        }
    }

    /** How many sessions are identified. */
    public int count() {
        return byDevice.size();
    }

    Set<TauriSession> of(UserId user) {
        return byUser.getOrDefault(user, Set.of());
    }

    Optional<TauriSession> of(DeviceId device) {
        return Optional.ofNullable(byDevice.get(device));
    }

    /** Adds an identified session; an earlier one of the same device ends. */
    void add(TauriSession session) {
        UserId user = session.binding().orElseThrow().user();
        byUser.compute(user, (key, sessions) -> {
            Set<TauriSession> some = sessions == null ? ConcurrentHashMap.newKeySet() : sessions;
            some.add(session);
            return some;
        });
        TauriSession replaced = byDevice.put(session.device(), session);
        if (replaced != null) {
            replaced.close(CloseCode.REPLACED, "replaced by a newer session of this device");
        }
        if (session.ended()) {
            remove(session);
        }
    }

    void remove(TauriSession session) {
        byDevice.remove(session.device(), session);
        session.binding()
                .ifPresent(bound -> byUser.computeIfPresent(bound.user(), (user, sessions) -> {
                    sessions.remove(session);
                    return sessions.isEmpty() ? null : sessions;
                }));
    }
}
