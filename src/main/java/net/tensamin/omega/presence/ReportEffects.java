package net.tensamin.omega.presence;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OnlineStatus;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.presence.PresenceChanged.Cause;

/**
 * What the reports of open links change: who is online, what profiles show, and what the other nodes are told of this
 * node's links. Changed by one thread at a time; {@link #status} may be asked by any.
 */
final class ReportEffects implements PresenceReport.Handler {
    private final OpenLinks links;
    private final PresenceReports reports;
    private final Consumer<PresenceChanged> changes;
    private final RecentHomes homes;
    private final Map<UserId, OnlineStatus> statuses = new ConcurrentHashMap<>();
    private Consumer<PresenceReport> relay = report -> {};

    ReportEffects(OpenLinks links, PresenceReports reports, RecentHomes homes, Consumer<PresenceChanged> changes) {
        this.links = links;
        this.homes = homes;
        this.reports = reports;
        this.changes = changes;
    }

    void relay(Consumer<PresenceReport> to) {
        relay = to;
    }

    /** What the user's profile is to show while it is online. */
    OnlineStatus status(UserId user) {
        return statuses.getOrDefault(user, OnlineStatus.USER_ONLINE);
    }

    /** Reports that say what this node's links have said. */
    List<PresenceReport> own() {
        return links.own().stream()
                .flatMap(link -> reports.of(link, statuses).stream())
                .toList();
    }

    /** A report by a link that has ended or was replaced does nothing. */
    void apply(PresenceReport report) {
        boolean opens = report instanceof PresenceReport.Opened;
        if (opens ? links.isStale(report.link()) : !links.isOpen(report.link())) {
            return;
        }
        Optional<PresenceReport> right = homes.putRight(report, links.isOwn(report.link()));
        right.ifPresent(known -> known.accept(this));
        settle(report.offlineCause());
    }

    /**
     * Users now live elsewhere, or no longer exist. A user that goes offline because of that is lost: nobody said
     * goodbye. But a user that is removed has nothing to lose.
     */
    void rehome(Homes read) {
        Map<UserId, Optional<IotaId>> news = new HashMap<>(read.now());
        news.keySet().removeIf(user -> homes.isNewer(user, read.readNanos()));
        news.forEach((user, home) -> {
            boolean same = home.map(Set::of).equals(Optional.of(read.former(user)));
            if (!same || homes.knows(user)) {
                homes.put(user, home, read.readNanos());
            }
        });
        news.forEach((user, home) -> home.ifPresent(iota -> reports.rehome(user, read.former(user), home)));
        settle(PresenceChanged.Cause.LOST);
        news.forEach((user, home) -> {
            if (home.isEmpty()) {
                reports.rehome(user, read.former(user), home);
                statuses.remove(user);
            }
        });
        settle(PresenceChanged.Cause.REPORTED);
    }

    /** Everybody of whom something is known here, with the Iotas by which. */
    Map<UserId, Set<IotaId>> users() {
        Map<UserId, Set<IotaId>> users = reports.users();
        homes.users().forEach(user -> users.computeIfAbsent(user, first -> new HashSet<>()));
        return users;
    }

    private void settle(PresenceChanged.Cause offlineCause) {
        reports.settle(offlineCause, changes);
        reports.takeEnded().forEach(ended -> links.of(ended.omikron())
                .ifPresent(link -> passOn(new PresenceReport.UserLost(link, ended.user(), ended.home()))));
    }

    /** The user is offline, and shows nothing. */
    void removed(UserId user) {
        statuses.remove(user);
        reports.removed(user);
        reports.settle(Cause.REPORTED, changes);
    }

    private void passOn(PresenceReport report) {
        if (links.isOwn(report.link())) {
            relay.accept(report);
        }
    }

    @Override
    public void opened(PresenceReport.Opened report) {
        LinkEpoch link = report.link();
        reports.withdraw(link.omikron());
        links.open(link).ifPresent(replaced -> passOn(new PresenceReport.Closed(replaced)));
        passOn(report);
    }

    @Override
    public void closed(PresenceReport.Closed report) {
        reports.withdraw(report.link().omikron());
        links.close(report.link());
        passOn(report);
    }

    @Override
    public void iotaConnected(PresenceReport.IotaConnected report) {
        reports.iotaConnected(report.link().omikron(), report.iota(), report.users());
        passOn(report);
    }

    @Override
    public void iotaDisconnected(PresenceReport.IotaDisconnected report) {
        reports.iotaDisconnected(report.link().omikron(), report.iota());
        passOn(report);
    }

    @Override
    public void userConnected(PresenceReport.UserConnected report) {
        reports.userConnected(report.link().omikron(), report.user(), report.home());
        if (counts(report.link(), report.home())) {
            report.status().ifPresent(shown -> statuses.put(report.user(), shown));
            passOn(report);
        }
    }

    /** Whether its Iota was connected is for the node of the link to say. */
    private boolean counts(LinkEpoch link, IotaId home) {
        return reports.isConnected(home) || !links.isOwn(link);
    }

    @Override
    public void userDisconnected(PresenceReport.UserDisconnected report) {
        reports.userDisconnected(report.link().omikron(), report.user(), report.home());
        passOn(report);
    }

    @Override
    public void userLost(PresenceReport.UserLost report) {
        reports.userDisconnected(report.link().omikron(), report.user(), report.home());
    }

    @Override
    public void sync(PresenceReport.Sync report) {
        reports.sync(report.link().omikron(), report.iotas(), report.users());
        Map<UserId, IotaId> counting = report.users().entrySet().stream()
                .filter(user -> counts(report.link(), user.getValue()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        passOn(new PresenceReport.Sync(report.link(), report.iotas(), counting));
    }
}
