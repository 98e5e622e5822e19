package net.tensamin.omega.presence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.OnlineStatus;
import net.tensamin.omega.account.OnlineStatuses;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.NodeId;
import net.tensamin.omega.metrics.Meters;
import org.eclipse.microprofile.config.Config;

/**
 * Which users are online (SPEC §4, §5). Every report is leased to the link it came by: it ends with that link, and a report by a
 * link that has ended or was replaced does nothing. A user's report also ends when its Iota has no Omikron left or
 * connects anew, through the same Omikron or with no other Omikron having it meanwhile; a user reported while its Iota is
 * not connected stays offline. Thread-safe; queries do not wait, reports wait for each other only.
 */
@ApplicationScoped
public class PresenceBoard implements OnlineStatuses {
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

    @Inject
    PresenceBoard(Event<PresenceChanged> events, ClusterBus bus, Config config) {
        this(OnlineMeans.SETTING.in(config), events::fire, bus.self(), System::currentTimeMillis);
    }

    PresenceBoard(OnlineMeans means, Consumer<PresenceChanged> listener) {
        this(means, listener, NodeId.random(), () -> 0);
    }

    /** @param millis a clock, by which a link's epoch is mostly greater than that of one elsewhere this node has not heard of */
    PresenceBoard(OnlineMeans means, Consumer<PresenceChanged> listener, NodeId self, LongSupplier millis) {
        this.reports = new PresenceReports(means, this::isOwn);
        this.changes = new PresenceChanges(listener);
        this.self = self;
        this.millis = millis;
    }

    /** For the client proxy only. */
    PresenceBoard() {
        this(OnlineMeans.USER, change -> {});
    }

    @Inject
    void gauged(Meters meters) {
        meters.gauge("omega_presence_users_online", "Users that are online", reports::usersOnline);
        meters.gauge("omega_presence_iotas_online", "Iotas that are connected to an Omikron", reports::iotasOnline);
    }

    /** Being told of the start makes the container create this bean then, so that a bad setting stops the start. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {}

    public boolean isOnline(UserId user) {
        return reports.isOnline(user);
    }

    /** The Omikrons by which the user is online, for people to read; empty if it is not. Does not wait. */
    public String through(UserId user) {
        return reports.through(user).stream()
                .map(omikron -> "omikron " + omikron)
                .collect(Collectors.joining(", "));
    }

    @Override
    public OnlineStatus shown(UserId user, IotaId iota) {
        if (!reports.isConnected(iota)) {
            return OnlineStatus.IOTA_OFFLINE;
        }
        if (!isOnline(user)) {
            return OnlineStatus.USER_OFFLINE;
        }
        OnlineStatus status = statuses.getOrDefault(user, OnlineStatus.USER_ONLINE);
        return status == OnlineStatus.USER_INVISIBLE ? OnlineStatus.USER_OFFLINE : status;
    }

    /** How many Iotas this Omikron has reported. */
    public int iotasBy(OmikronId omikron) {
        synchronized (reporting) {
            return reports.iotasBy(omikron);
        }
    }

    /** The Omikrons that have this Iota, in ascending order. */
    public List<OmikronId> omikronsOf(IotaId iota) {
        synchronized (reporting) {
            return List.copyOf(reports.omikronsOf(iota));
        }
    }

    /**
     * A link of this Omikron is identified. All that an earlier link of it reported, to whichever node, is lost with that
     * link: whatever is still there will be reported again, and until then a superfluous push does less harm than a missing one.
     */
    public LinkEpoch opened(OmikronId omikron) {
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
    public boolean isOpen(LinkEpoch link) {
        synchronized (reporting) {
            return link.equals(links.get(link.omikron()));
        }
    }

    /** The link has ended, and with it all that it reported. */
    public void closed(LinkEpoch link) {
        take(new PresenceReport.Closed(link));
    }

    /**
     * The Iota is online through this Omikron; its users are offline until reported.
     *
     * @param users all whose home it is
     */
    public void iotaConnected(LinkEpoch link, IotaId iota, Set<UserId> users) {
        take(new PresenceReport.IotaConnected(link, iota, users));
    }

    public void iotaDisconnected(LinkEpoch link, IotaId iota) {
        take(new PresenceReport.IotaDisconnected(link, iota));
    }

    /**
     * The user is connected through this Omikron, or has another status now.
     *
     * @param status what its profile is to show; when empty, what it showed last
     */
    public void userConnected(LinkEpoch link, UserId user, IotaId home, Optional<OnlineStatus> status) {
        take(new PresenceReport.UserConnected(link, user, home, status));
    }

    /** A clean goodbye; no effect while another Omikron has reported the user too. */
    public void userDisconnected(LinkEpoch link, UserId user) {
        synchronized (reporting) {
            reports.homeOf(user).ifPresent(home -> apply(new PresenceReport.UserDisconnected(link, user, home)));
        }
        changes.deliver();
    }

    /**
     * Replaces all that this Omikron reported before. A user that is left out is lost, not gone cleanly: nobody said goodbye.
     *
     * @param iotas each Iota with all whose home it is
     * @param users each connected user with its home
     */
    public void sync(LinkEpoch link, Map<IotaId, Set<UserId>> iotas, Map<UserId, IotaId> users) {
        take(new PresenceReport.Sync(link, iotas, users));
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
