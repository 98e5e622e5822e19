package net.tensamin.omega.presence;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OnlineStatus;
import net.tensamin.omega.account.UserId;

/**
 * What reports of links that are open do: to who is online, to what profiles show, and to the other nodes, which are told what
 * this node's links report. Changed by one thread at a time; {@link #status} may be asked by any.
 */
final class ReportEffects implements PresenceReport.Handler {
    private final OpenLinks links;
    private final PresenceReports reports;
    private final Consumer<PresenceChanged> changes;
    private final Map<UserId, OnlineStatus> statuses = new ConcurrentHashMap<>();
    private Consumer<PresenceReport> relay = report -> {};

    ReportEffects(OpenLinks links, PresenceReports reports, Consumer<PresenceChanged> changes) {
        this.links = links;
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
        report.accept(this);
        reports.settle(report.offlineCause(), changes);
        reports.takeEnded().forEach(ended -> links.of(ended.omikron())
                .ifPresent(link -> passOn(new PresenceReport.UserLost(link, ended.user(), ended.home()))));
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
