package net.tensamin.omega.presence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
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
import net.tensamin.omega.concurrent.Snapshot;
import net.tensamin.omega.presence.PresenceChanged.Cause;

/**
 * What Omikrons report, and who is online by it. {@link #online}, {@link #isConnected} and {@link #iotasOnline} may be
 * asked by any thread at any time; all else by one at a time. Presence follows the reports at {@link #settle}.
 */
final class PresenceReports {
    private final OnlineMeans means;
    private final Predicate<OmikronId> own;
    private final Predicate<UserId> removed;
    private final Map<IotaId, ConnectedIota> iotas = new HashMap<>();
    private final Set<IotaId> connected = ConcurrentHashMap.newKeySet();
    private final OnlineUsers online = new OnlineUsers();
    private final Map<OmikronId, Set<IotaId>> reported = new HashMap<>();
    private final Map<UserId, LinkedHashSet<IotaId>> affected = new HashMap<>();
    private final Set<ConnectedIota.Ended> ended = new HashSet<>();

    /**
     * @param own whether an Omikron has its link to this node, which then decides what of its reports still counts
     * @param removed whether a user is offline, whoever reports it
     */
    PresenceReports(OnlineMeans means, Predicate<OmikronId> own, Predicate<UserId> removed) {
        this.removed = removed;
        this.means = means;
        this.own = own;
    }

    /** May be asked by any thread at any time. */
    OnlineUsers online() {
        return online;
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
        leaveFormer(user, home).ifPresent(former -> affect(user, former));
        if (isConnected(home) || !own.test(by)) {
            reportedIota(by, home).report(by, user);
            affect(user, home);
        }
    }

    void userDisconnected(OmikronId by, UserId user, IotaId home) {
        affect(user, home);
        iotas.computeIfPresent(home, (same, some) -> {
            some.withdraw(by, user);
            return some.isForgotten() ? null : some;
        });
    }

    /** What is reported of the user counts no more. */
    void removed(UserId user) {
        online.homeOf(user).ifPresent(home -> affect(user, home));
    }

    /** Reports of own Omikrons that have ended by themselves since the last call, in an order that is the same in each run. */
    List<ConnectedIota.Ended> takeEnded() {
        List<ConnectedIota.Ended> taken = List.copyOf(ended);
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

    /**
     * The user's home is this now, and no other: what own Omikrons reported elsewhere ends.
     *
     * @param former where it may have been
     * @param home empty for a user that is removed
     */
    void rehome(UserId user, Set<IotaId> former, Optional<IotaId> home) {
        Set<IotaId> left = new HashSet<>(former);
        online.homeOf(user).ifPresent(left::add);
        home.ifPresent(left::remove);
        left.forEach(iota -> iotas.computeIfPresent(iota, (same, some) -> {
            ended.addAll(some.leave(user));
            return some.isForgotten() ? null : some;
        }));
        online.homeOf(user).filter(left::contains).ifPresent(iota -> affect(user, iota));
        home.map(iotas::get).ifPresent(some -> {
            some.settle(user);
            if (some.makesOnline(user, means)) {
                affect(user, home.get());
            }
        });
    }

    /** Everybody of whom something is known here, with the Iotas by which. */
    Map<UserId, Set<IotaId>> users() {
        Map<UserId, Set<IotaId>> users = new HashMap<>();
        iotas.forEach((iota, some) -> some.users().forEach(user -> users.computeIfAbsent(user, first -> new HashSet<>())
                .add(iota)));
        return users;
    }

    /** Those that are connected. */
    Set<IotaId> connected() {
        return Snapshot.of(connected);
    }

    /** Brings presence up to what was reported, and tells whose presence has changed. */
    void settle(Cause offlineCause, Consumer<PresenceChanged> changes) {
        affected.forEach((user, some) -> {
            Optional<IotaId> home = online.homeOf(user);
            Optional<IotaId> now = makingOnline(user, some)
                    .or(() ->
                            home.filter(iota -> makingOnline(user, Set.of(iota)).isPresent()));
            if (now.isPresent()) {
                leaveFormer(user, now.get());
                if (online.add(user, now.get(), iotas.get(now.get()).through(user))) {
                    changes.accept(new PresenceChanged(user, true, Cause.REPORTED));
                }
            } else if (home.isPresent() && online.remove(user, home.get())) {
                changes.accept(new PresenceChanged(user, false, offlineCause));
            }
        });
        affected.clear();
    }

    /** The last of these Iotas that makes the user online. */
    private Optional<IotaId> makingOnline(UserId user, Set<IotaId> some) {
        return some.stream()
                .filter(iota -> iotas.containsKey(iota) && iotas.get(iota).makesOnline(user, means))
                .filter(iota -> !removed.test(user))
                .reduce((one, later) -> later);
    }

    /** A user has one home: what made it online through a former one does not count any more. */
    private Optional<IotaId> leaveFormer(UserId user, IotaId home) {
        Optional<IotaId> former = online.homeOf(user).filter(iota -> !iota.equals(home));
        former.map(iotas::get).ifPresent(some -> ended.addAll(some.forget(user)));
        return former;
    }

    private ConnectedIota reportedIota(OmikronId by, IotaId iota) {
        reported.computeIfAbsent(by, first -> new HashSet<>()).add(iota);
        return iotas.computeIfAbsent(iota, first -> new ConnectedIota(iota, own));
    }

    private void affect(UserId user, IotaId iota) {
        LinkedHashSet<IotaId> some = affected.computeIfAbsent(user, first -> new LinkedHashSet<>());
        some.remove(iota);
        some.add(iota);
    }

    private void affect(IotaId iota) {
        Optional.ofNullable(iotas.get(iota)).ifPresent(some -> some.users().forEach(user -> affect(user, iota)));
    }
}
