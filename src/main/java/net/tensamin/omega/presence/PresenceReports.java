package net.tensamin.omega.presence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.OnlineStatus;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.presence.PresenceChanged.Cause;

/**
 * What Omikrons report, and who is online by it. {@link #isOnline} and {@link #isConnected} may be asked by any thread at
 * any time; all else by one at a time. Presence follows the reports at {@link #settle}.
 */
final class PresenceReports {
    private final OnlineMeans means;
    private final Predicate<OmikronId> own;
    private final Map<IotaId, ConnectedIota> iotas = new HashMap<>();
    private final Set<IotaId> connected = ConcurrentHashMap.newKeySet();
    private final Map<UserId, Online> online = new ConcurrentHashMap<>();
    private final Map<OmikronId, Set<IotaId>> reported = new HashMap<>();
    private final Map<UserId, IotaId> affected = new HashMap<>();
    private final Set<ConnectedIota.Ended> ended = new HashSet<>();

    /**
     * How a user is online.
     *
     * @param through the Omikrons that reported it, or that have its Iota where that is enough; in ascending order
     */
    private record Online(IotaId iota, List<OmikronId> through) {}

    /** @param own whether an Omikron has its link to this node, which then decides what of its reports still counts */
    PresenceReports(OnlineMeans means, Predicate<OmikronId> own) {
        this.means = means;
        this.own = own;
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
        return connected.size();
    }

    int iotasBy(OmikronId omikron) {
        return reported.getOrDefault(omikron, Set.of()).size();
    }

    boolean isConnected(IotaId iota) {
        return connected.contains(iota);
    }

    Set<OmikronId> omikronsOf(IotaId iota) {
        return Optional.ofNullable(iotas.get(iota)).map(ConnectedIota::omikrons).orElse(Set.of());
    }

    void iotaConnected(OmikronId by, IotaId iota, Set<UserId> users) {
        affect(iota);
        ended.addAll(reportedIota(by, iota).connect(by, users));
        connected.add(iota);
        affect(iota);
    }

    void iotaDisconnected(OmikronId by, IotaId iota) {
        affect(iota);
        iotas.computeIfPresent(iota, (same, some) -> {
            ended.addAll(some.disconnect(by));
            if (some.isGone()) {
                connected.remove(iota);
            }
            return some.isForgotten() ? null : some;
        });
    }

    /** Does nothing for a user whose Iota is not connected, unless another node found that it was. */
    void userConnected(OmikronId by, UserId user, IotaId home) {
        leaveFormer(user, home).ifPresent(former -> affected.put(user, former));
        if (isConnected(home) || !own.test(by)) {
            reportedIota(by, home).report(by, user);
            affected.put(user, home);
        }
    }

    /** Where the user is online. */
    Optional<IotaId> homeOf(UserId user) {
        return Optional.ofNullable(online.get(user)).map(Online::iota);
    }

    void userDisconnected(OmikronId by, UserId user, IotaId home) {
        affected.put(user, home);
        iotas.computeIfPresent(home, (same, some) -> {
            some.withdraw(by, user);
            return some.isForgotten() ? null : some;
        });
    }

    /** Reports of own Omikrons that have ended by themselves since the last call. */
    Set<ConnectedIota.Ended> takeEnded() {
        Set<ConnectedIota.Ended> taken = Set.copyOf(ended);
        ended.clear();
        return taken;
    }

    /** Replaces all that this Omikron reported before; an Iota that it had and still has was not gone. */
    void sync(OmikronId by, Map<IotaId, Set<UserId>> held, Map<UserId, IotaId> users) {
        withdraw(by, held.keySet());
        held.forEach((iota, residents) -> {
            reportedIota(by, iota).hold(by, residents);
            connected.add(iota);
            affect(iota);
        });
        users.forEach((user, home) -> userConnected(by, user, home));
    }

    /** Reports that say what this link has said. */
    List<PresenceReport> of(LinkEpoch link, Map<UserId, OnlineStatus> statuses) {
        Map<IotaId, Set<UserId>> held = new HashMap<>();
        Map<UserId, IotaId> users = new HashMap<>();
        for (IotaId iota : reported.getOrDefault(link.omikron(), Set.of())) {
            ConnectedIota some = iotas.get(iota);
            if (some != null && some.omikrons().contains(link.omikron())) {
                held.put(iota, some.residents());
            }
            if (some != null) {
                some.reportedBy(link.omikron()).forEach(user -> users.put(user, iota));
            }
        }
        List<PresenceReport> said = new ArrayList<>();
        said.add(new PresenceReport.Opened(link));
        said.add(new PresenceReport.Sync(link, held, users));
        users.forEach((user, home) -> Optional.ofNullable(statuses.get(user))
                .ifPresent(
                        status -> said.add(new PresenceReport.UserConnected(link, user, home, Optional.of(status)))));
        return said;
    }

    /** Ends all that this Omikron reported. */
    void withdraw(OmikronId by) {
        withdraw(by, Set.of());
    }

    private void withdraw(OmikronId by, Set<IotaId> kept) {
        for (IotaId iota : Optional.ofNullable(reported.remove(by)).orElse(Set.of())) {
            affect(iota);
            Optional.ofNullable(iotas.get(iota)).ifPresent(some -> some.withdraw(by));
            if (!kept.contains(iota)) {
                iotaDisconnected(by, iota);
            }
        }
    }

    /** Brings who is online up to what was reported, and tells whose presence that changed. */
    void settle(Cause offlineCause, Consumer<PresenceChanged> changes) {
        affected.forEach((user, iota) -> {
            ConnectedIota some = iotas.get(iota);
            if (some != null && some.makesOnline(user, means)) {
                comesOnline(user, new Online(iota, some.through(user)), changes);
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
        former.map(iotas::get).ifPresent(some -> ended.addAll(some.forget(user)));
        return former;
    }

    private ConnectedIota reportedIota(OmikronId by, IotaId iota) {
        reported.computeIfAbsent(by, first -> new HashSet<>()).add(iota);
        return iotas.computeIfAbsent(iota, first -> new ConnectedIota(iota, own));
    }

    private void affect(IotaId iota) {
        Optional.ofNullable(iotas.get(iota)).ifPresent(some -> some.users().forEach(user -> affected.put(user, iota)));
    }
}
