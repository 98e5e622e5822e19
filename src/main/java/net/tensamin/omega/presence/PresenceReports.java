package net.tensamin.omega.presence;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.presence.PresenceChanged.Cause;

/**
 * What Omikrons report, and who is online by it. {@link #isOnline} and {@link #isConnected} may be asked by any thread at
 * any time; all else by one at a time. Who is online follows the reports at {@link #settle}.
 */
final class PresenceReports {
    private final OnlineMeans means;
    private final Map<IotaId, ConnectedIota> iotas = new ConcurrentHashMap<>();
    private final Map<UserId, Online> online = new ConcurrentHashMap<>();
    private final Map<OmikronId, Set<IotaId>> reported = new HashMap<>();
    private final Map<UserId, IotaId> affected = new HashMap<>();

    /**
     * How a user is online.
     *
     * @param through the Omikrons that reported it, or that have its Iota where that is enough; in ascending order
     */
    private record Online(IotaId iota, List<OmikronId> through) {}

    PresenceReports(OnlineMeans means) {
        this.means = means;
    }

    boolean isOnline(UserId user) {
        return online.containsKey(user);
    }

    /** By which Omikrons a user is online; empty when it is not. */
    List<OmikronId> through(UserId user) {
        return Optional.ofNullable(online.get(user)).map(Online::through).orElse(List.of());
    }

    int usersOnline() {
        return online.size();
    }

    int iotasOnline() {
        return iotas.size();
    }

    boolean isConnected(IotaId iota) {
        return iotas.containsKey(iota);
    }

    Set<OmikronId> omikronsOf(IotaId iota) {
        return Optional.ofNullable(iotas.get(iota)).map(ConnectedIota::omikrons).orElse(Set.of());
    }

    void iotaConnected(OmikronId by, IotaId iota, Set<UserId> users) {
        affect(iota);
        reportedIota(by, iota).connect(by, users);
        affect(iota);
    }

    void iotaDisconnected(OmikronId by, IotaId iota) {
        affect(iota);
        iotas.computeIfPresent(iota, (same, connected) -> {
            connected.disconnect(by);
            return connected.isGone() ? null : connected;
        });
    }

    /** Does nothing for a user whose Iota is not connected. */
    void userConnected(OmikronId by, UserId user, IotaId home) {
        leaveFormer(user, home).ifPresent(former -> affected.put(user, former));
        if (isConnected(home)) {
            reportedIota(by, home).report(by, user);
            affected.put(user, home);
        }
    }

    void userDisconnected(OmikronId by, UserId user) {
        IotaId home = Optional.ofNullable(online.get(user)).map(Online::iota).orElse(null);
        if (home != null) {
            iotas.get(home).withdraw(by, user);
            affected.put(user, home);
        }
    }

    /** Replaces all that this Omikron reported before; an Iota that it had and still has was not gone. */
    void sync(OmikronId by, Map<IotaId, Set<UserId>> connected, Map<UserId, IotaId> users) {
        withdraw(by, connected.keySet());
        connected.forEach((iota, residents) -> {
            reportedIota(by, iota).hold(by, residents);
            affect(iota);
        });
        users.forEach((user, home) -> userConnected(by, user, home));
    }

    /** Ends all that this Omikron reported. */
    void withdraw(OmikronId by) {
        withdraw(by, Set.of());
    }

    private void withdraw(OmikronId by, Set<IotaId> kept) {
        for (IotaId iota : Optional.ofNullable(reported.remove(by)).orElse(Set.of())) {
            affect(iota);
            Optional.ofNullable(iotas.get(iota)).ifPresent(connected -> connected.withdraw(by));
            if (!kept.contains(iota)) {
                iotaDisconnected(by, iota);
            }
        }
    }

    /** Brings who is online up to what was reported, and tells whose presence that changed. */
    void settle(Cause offlineCause, Consumer<PresenceChanged> changes) {
        affected.forEach((user, iota) -> {
            ConnectedIota connected = iotas.get(iota);
            if (connected != null && connected.makesOnline(user, means)) {
                comesOnline(user, new Online(iota, connected.through(user)), changes);
            } else if (isOnlineBy(user, iota)) {
                online.remove(user);
                changes.accept(new PresenceChanged(user, false, offlineCause));
            }
        });
        affected.clear();
    }

    private boolean isOnlineBy(UserId user, IotaId iota) {
        Online now = online.get(user);
        return now != null && now.iota().equals(iota);
    }

    private void comesOnline(UserId user, Online now, Consumer<PresenceChanged> changes) {
        leaveFormer(user, now.iota());
        if (online.put(user, now) == null) {
            changes.accept(new PresenceChanged(user, true, Cause.REPORTED));
        }
    }

    /** A user has one home: what made it online through a former one does not count any more. */
    private Optional<IotaId> leaveFormer(UserId user, IotaId home) {
        Optional<IotaId> former =
                Optional.ofNullable(online.get(user)).map(Online::iota).filter(iota -> !iota.equals(home));
        former.map(iotas::get).ifPresent(connected -> connected.forget(user));
        return former;
    }

    private ConnectedIota reportedIota(OmikronId by, IotaId iota) {
        reported.computeIfAbsent(by, first -> new HashSet<>()).add(iota);
        return iotas.computeIfAbsent(iota, first -> new ConnectedIota());
    }

    private void affect(IotaId iota) {
        Optional.ofNullable(iotas.get(iota))
                .ifPresent(connected -> connected.users().forEach(user -> affected.put(user, iota)));
    }
}
