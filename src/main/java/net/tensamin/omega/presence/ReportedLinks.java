package net.tensamin.omega.presence;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.OnlineStatus;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cluster.NodeId;

/**
 * What the open links of all nodes have reported, put together (SPEC §4). Every report is leased to the link it came by: it ends
 * with that link, and a report by a link that has ended or was replaced does nothing. What this node's links report is passed
 * on. Thread-safe; reports wait for each other only.
 */
final class ReportedLinks {
    private final PresenceReports reports;
    private final PresenceChanges changes;
    private final NodeId self;
    private final LongSupplier millis;
    private final Map<UserId, OnlineStatus> statuses = new ConcurrentHashMap<>();
    private final Map<OmikronId, LinkEpoch> links = new HashMap<>();
    private final Map<OmikronId, LinkEpoch> latest = new HashMap<>();
    private final Object reporting = new Object();
    private final Reporting handler = new Reporting();
    private Consumer<PresenceReport> relay = report -> {};

    /** @param millis a clock, by which a link's epoch is mostly greater than that of one elsewhere this node has not heard of */
    ReportedLinks(OnlineMeans means, Consumer<PresenceChanged> listener, NodeId self, LongSupplier millis) {
        this.reports = new PresenceReports(means, this::isOwn);
        this.changes = new PresenceChanges(listener);
        this.self = self;
        this.millis = millis;
    }

    /** Answers what waits for nobody. */
    PresenceReports reports() {
        return reports;
    }

    /** Answers what must not change meanwhile. */
    <T> T consistently(Function<PresenceReports, T> question) {
        synchronized (reporting) {
            return question.apply(reports);
        }
    }

    /** What the user's profile is to show while it is online. */
    OnlineStatus status(UserId user) {
        return statuses.getOrDefault(user, OnlineStatus.USER_ONLINE);
    }

    /** A link of this Omikron to this node; all that an earlier one reported, to whichever node, is lost. */
    LinkEpoch open(OmikronId omikron) {
        LinkEpoch link;
        synchronized (reporting) {
            long last = latest.containsKey(omikron) ? latest.get(omikron).epoch() : 0;
            link = new LinkEpoch(omikron, Math.max(last + 1, millis.getAsLong()), self);
            apply(new PresenceReport.Opened(link));
        }
        changes.deliver();
        return link;
    }

    /** Whether the link neither was closed nor replaced by a newer one of its Omikron. */
    boolean isOpen(LinkEpoch link) {
        synchronized (reporting) {
            return link.equals(links.get(link.omikron()));
        }
    }

    /** A clean goodbye, from whatever home the user was last reported at. */
    void userDisconnected(LinkEpoch link, UserId user) {
        synchronized (reporting) {
            reports.homeOf(user).ifPresent(home -> apply(new PresenceReport.UserDisconnected(link, user, home)));
        }
        changes.deliver();
    }

    /** A report to this node, or to another that passed it on. */
    void take(PresenceReport report) {
        synchronized (reporting) {
            apply(report);
        }
        changes.deliver();
    }

    /** What this node's links reported, and only theirs, is passed on, in its order; the relay must not block. */
    void relay(Consumer<PresenceReport> to) {
        synchronized (reporting) {
            relay = to;
        }
    }

    /**
     * Another node's links are those that these reports open, and what they report; links of it that are not among them have
     * ended.
     */
    void replace(NodeId node, List<PresenceReport> all) {
        Set<LinkEpoch> listed = all.stream().map(PresenceReport::link).collect(Collectors.toSet());
        synchronized (reporting) {
            List.copyOf(links.values()).stream()
                    .filter(link -> link.node().equals(node) && !listed.contains(link))
                    .forEach(link -> apply(new PresenceReport.Closed(link)));
            all.forEach(this::apply);
        }
        changes.deliver();
    }

    /** A node is gone, and with it its links. */
    void gone(NodeId node) {
        replace(node, List.of());
    }

    /** This node's open links; nothing is reported while {@code then} runs. */
    void ownLinks(Consumer<List<PresenceReport>> then) {
        synchronized (reporting) {
            then.accept(links.values().stream()
                    .filter(link -> link.node().equals(self))
                    .<PresenceReport>map(PresenceReport.Opened::new)
                    .toList());
        }
    }

    /** The latest links known here of those Omikrons for which these links, open elsewhere, are not open here. */
    List<PresenceReport> latestInsteadOf(List<PresenceReport> open) {
        synchronized (reporting) {
            return open.stream()
                    .map(PresenceReport::link)
                    .filter(link -> !isOpen(link) && latest.containsKey(link.omikron()))
                    .<PresenceReport>map(link -> new PresenceReport.Opened(latest.get(link.omikron())))
                    .toList();
        }
    }

    /** Another node knows a later link of the Omikron, open or not, of which this one has not heard. */
    void superseded(LinkEpoch later) {
        synchronized (reporting) {
            LinkEpoch link = links.get(later.omikron());
            if (link != null && link.node().equals(self) && link.isBefore(later)) {
                latest.put(later.omikron(), later);
                apply(new PresenceReport.Closed(link));
            }
        }
        changes.deliver();
    }

    /** Reports that make another node know what this node's links reported; nothing is reported while {@code then} runs. */
    void own(Consumer<List<PresenceReport>> then) {
        synchronized (reporting) {
            then.accept(links.values().stream()
                    .filter(link -> link.node().equals(self))
                    .flatMap(link -> reports.of(link, statuses).stream())
                    .toList());
        }
    }

    private void apply(PresenceReport report) {
        boolean opens = report instanceof PresenceReport.Opened;
        if (opens ? isStale(report.link()) : !isOpen(report.link())) {
            return;
        }
        report.accept(handler);
        reports.settle(report.offlineCause(), changes::add);
        reports.takeEnded()
                .forEach(ended ->
                        passOn(new PresenceReport.UserLost(links.get(ended.omikron()), ended.user(), ended.home())));
    }

    private boolean isStale(LinkEpoch link) {
        LinkEpoch last = latest.get(link.omikron());
        return last != null && link.isBefore(last) || isOpen(link);
    }

    private boolean isOwn(OmikronId omikron) {
        return links.containsKey(omikron) && links.get(omikron).node().equals(self);
    }

    private void passOn(PresenceReport report) {
        if (report.link().node().equals(self)) {
            relay.accept(report);
        }
    }

    /** Called with the lock held, for links that are open or open now. */
    private final class Reporting implements PresenceReport.Handler {
        @Override
        public void opened(PresenceReport.Opened report) {
            LinkEpoch link = report.link();
            reports.withdraw(link.omikron());
            LinkEpoch replaced = links.put(link.omikron(), link);
            latest.put(link.omikron(), link);
            if (replaced != null) {
                passOn(new PresenceReport.Closed(replaced));
            }
            passOn(report);
        }

        @Override
        public void closed(PresenceReport.Closed report) {
            reports.withdraw(report.link().omikron());
            links.remove(report.link().omikron());
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
            return reports.isConnected(home) || !link.node().equals(self);
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
}
