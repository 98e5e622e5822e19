package net.tensamin.omega.presence;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.concurrent.Snapshot;

/**
 * The homes of users that were made, moved or removed lately. A report carries what its node had read from the database
 * before the report was heard here; if that is older than what is known here, it is corrected. For one thread at a
 * time.
 */
final class RecentHomes {
    /** Longer than any report is under way: a statement of the database ends before. */
    static final Duration KEPT = Duration.ofMinutes(2);

    private final LongSupplier nanos;
    private final Map<UserId, Known> known = new HashMap<>();
    private final Map<IotaId, Set<UserId>> residents = new HashMap<>();
    private final Deque<Known> oldest = new ArrayDeque<>();

    /** @param home empty for a user that is removed */
    private record Known(UserId user, Optional<IotaId> home, long nanos) {}

    /** @param nanos a monotonic clock */
    RecentHomes(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** @param readNanos before it was read */
    void put(UserId user, Optional<IotaId> home, long readNanos) {
        forget();
        Known now = new Known(user, home, readNanos);
        drop(known.put(user, now));
        home.ifPresent(iota ->
                residents.computeIfAbsent(iota, first -> new HashSet<>()).add(user));
        oldest.add(now);
    }

    /** Whether there is something newer than what was read then. */
    boolean isNewer(UserId user, long readNanos) {
        Known some = known.get(user);
        return some != null && some.nanos() - readNanos > 0;
    }

    boolean knows(UserId user) {
        return known.containsKey(user);
    }

    Set<UserId> users() {
        forget();
        return Snapshot.of(known.keySet());
    }

    /**
     * The users that live at an Iota are corrected in any report; a user that is reported is corrected only in a report
     * of this node's links: the node of the link is the authority on that.
     *
     * @param own whether it came by a link to this node
     * @return empty for a report of a user that is removed
     */
    Optional<PresenceReport> putRight(PresenceReport report, boolean own) {
        forget();
        if (known.isEmpty()) {
            return Optional.of(report);
        }
        if (report instanceof PresenceReport.IotaConnected connected) {
            return Optional.of(new PresenceReport.IotaConnected(
                    connected.link(), connected.iota(), residents(connected.iota(), connected.users())));
        }
        if (own && report instanceof PresenceReport.UserConnected connected) {
            return home(connected.user(), connected.home())
                    .map(home -> new PresenceReport.UserConnected(
                            connected.link(), connected.user(), home, connected.status()));
        }
        if (report instanceof PresenceReport.Sync sync) {
            return Optional.of(putRight(sync, own));
        }
        return Optional.of(report);
    }

    private PresenceReport.Sync putRight(PresenceReport.Sync sync, boolean own) {
        Map<IotaId, Set<UserId>> iotas = new HashMap<>();
        sync.iotas().forEach((iota, users) -> iotas.put(iota, residents(iota, users)));
        Map<UserId, IotaId> users = new HashMap<>();
        sync.users().forEach((user, home) -> (own ? home(user, home) : Optional.of(home))
                .ifPresent(now -> users.put(user, now)));
        return new PresenceReport.Sync(sync.link(), iotas, users);
    }

    private Optional<IotaId> home(UserId user, IotaId reported) {
        Known some = known.get(user);
        return some == null ? Optional.of(reported) : some.home();
    }

    private Set<UserId> residents(IotaId iota, Set<UserId> reported) {
        Set<UserId> now = reported.stream()
                .filter(user -> home(user, iota).filter(iota::equals).isPresent())
                .collect(Collectors.toCollection(HashSet::new));
        now.addAll(residents.getOrDefault(iota, Set.of()));
        return now;
    }

    private void forget() {
        long now = nanos.getAsLong();
        while (!oldest.isEmpty() && now - oldest.peek().nanos() > KEPT.toNanos()) {
            Known gone = oldest.poll();
            if (known.remove(gone.user(), gone)) {
                drop(gone);
            }
        }
    }

    /** @param some null for nothing */
    private void drop(Known some) {
        if (some != null) {
            some.home()
                    .ifPresent(iota -> residents.computeIfPresent(
                            iota, (same, users) -> users.remove(some.user()) && users.isEmpty() ? null : users));
        }
    }
}
