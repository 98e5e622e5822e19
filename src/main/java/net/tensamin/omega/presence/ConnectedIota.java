package net.tensamin.omega.presence;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.UserId;

/** An Iota that at least one Omikron has, and which Omikrons reported which of its users. Not thread-safe. */
final class ConnectedIota {
    private final Set<OmikronId> omikrons = new TreeSet<>(Comparator.comparingLong(OmikronId::value));
    private final Map<UserId, Set<OmikronId>> reporters = new HashMap<>();
    private Set<UserId> residents = Set.of();

    /** What was reported before the Iota came back does not count any more, unless another Omikron had it all along. */
    void connect(OmikronId omikron, Set<UserId> users) {
        withdraw(omikron);
        omikrons.remove(omikron);
        if (omikrons.isEmpty()) {
            reporters.clear();
        }
        hold(omikron, users);
    }

    void hold(OmikronId omikron, Set<UserId> users) {
        omikrons.add(omikron);
        residents = Set.copyOf(users);
    }

    void disconnect(OmikronId omikron) {
        omikrons.remove(omikron);
    }

    boolean isGone() {
        return omikrons.isEmpty();
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
    void forget(UserId user) {
        reporters.remove(user);
        residents =
                residents.stream().filter(resident -> !resident.equals(user)).collect(Collectors.toUnmodifiableSet());
    }

    boolean makesOnline(UserId user, OnlineMeans means) {
        return reporters.containsKey(user) || means == OnlineMeans.IOTA && residents.contains(user);
    }

    /** Who reported the user, or where none did, who has the Iota; in ascending order. */
    List<OmikronId> through(UserId user) {
        return reporters.getOrDefault(user, omikrons).stream()
                .sorted(Comparator.comparingLong(OmikronId::value))
                .toList();
    }

    /** Everyone whose presence depends on this Iota. */
    Set<UserId> users() {
        Set<UserId> users = new HashSet<>(residents);
        users.addAll(reporters.keySet());
        return users;
    }
}
