package net.tensamin.omega.presence;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.concurrent.Snapshot;

/**
 * Which Omikrons have an Iota, and which reported which of its users. An Omikron's reports end here by themselves only where
 * {@code own} says so: elsewhere they do when the node of its link says so. Not thread-safe.
 */
final class ConnectedIota {
    private final Set<OmikronId> omikrons = new TreeSet<>(Comparator.comparingLong(OmikronId::value));
    private final Map<UserId, Set<OmikronId>> reporters = new HashMap<>();
    private final IotaId iota;
    private final Predicate<OmikronId> own;
    private Set<UserId> residents = new HashSet<>();

    ConnectedIota(IotaId iota, Predicate<OmikronId> own) {
        this.iota = iota;
        this.own = own;
    }

    /** An own Omikron's report that ended because the Iota was gone. */
    record Ended(OmikronId omikron, UserId user, IotaId home) {}

    /** Reports from before the Iota came back no longer count, unless another Omikron had it all along. */
    Set<Ended> connect(OmikronId omikron, Set<UserId> users) {
        withdraw(omikron);
        Set<Ended> ended = disconnect(omikron);
        hold(omikron, users);
        return ended;
    }

    void hold(OmikronId omikron, Set<UserId> users) {
        omikrons.add(omikron);
        residents = new HashSet<>(users);
    }

    Set<Ended> disconnect(OmikronId omikron) {
        omikrons.remove(omikron);
        return isGone() ? endOwn(reporters.keySet()) : Set.of();
    }

    private Set<Ended> endOwn(Set<UserId> users) {
        Set<Ended> ended = users.stream()
                .flatMap(user -> reporters.getOrDefault(user, Set.of()).stream()
                        .filter(own)
                        .map(omikron -> new Ended(omikron, user, iota)))
                .collect(Snapshot.toSet());
        ended.forEach(report -> withdraw(report.omikron(), report.user()));
        return ended;
    }

    boolean isGone() {
        return omikrons.isEmpty();
    }

    /** Gone, and with nothing reported. */
    boolean isForgotten() {
        return isGone() && reporters.isEmpty();
    }

    /** In ascending order. */
    Set<OmikronId> omikrons() {
        return omikrons;
    }

    void report(OmikronId omikron, UserId user) {
        reporters.computeIfAbsent(user, first -> new HashSet<>()).add(omikron);
    }

    void withdraw(OmikronId omikron, UserId user) {
        reporters.computeIfPresent(user, (same, by) -> by.remove(omikron) && by.isEmpty() ? null : by);
    }

    /** Withdraws all that this Omikron reported. */
    void withdraw(OmikronId omikron) {
        reporters.values().removeIf(by -> by.remove(omikron) && by.isEmpty());
    }

    /** The user's home is another Iota now. */
    Set<Ended> forget(UserId user) {
        Set<Ended> ended = endOwn(Set.of(user));
        reporters.remove(user);
        residents.remove(user);
        return ended;
    }

    /** The user lives here no more. What other nodes' Omikrons report is for those nodes to end. */
    Set<Ended> leave(UserId user) {
        residents.remove(user);
        return endOwn(Set.of(user));
    }

    /** The user's home is this Iota now. */
    void settle(UserId user) {
        residents.add(user);
    }

    boolean makesOnline(UserId user, OnlineMeans means) {
        if (isGone()) {
            return false;
        }
        return reporters.containsKey(user) || means == OnlineMeans.IOTA && residents.contains(user);
    }

    /** The Omikrons that reported the user, or if none did, those that have the Iota; in ascending order. */
    List<OmikronId> through(UserId user) {
        return reporters.getOrDefault(user, omikrons).stream()
                .sorted(Comparator.comparingLong(OmikronId::value))
                .toList();
    }

    /** All users whose home it is. */
    Set<UserId> residents() {
        return Snapshot.of(residents);
    }

    Set<UserId> reportedBy(OmikronId omikron) {
        return reporters.entrySet().stream()
                .filter(user -> user.getValue().contains(omikron))
                .map(Map.Entry::getKey)
                .collect(Snapshot.toSet());
    }

    /** Everyone whose presence depends on this Iota. */
    Set<UserId> users() {
        Set<UserId> users = new HashSet<>(residents);
        users.addAll(reporters.keySet());
        return users;
    }
}
