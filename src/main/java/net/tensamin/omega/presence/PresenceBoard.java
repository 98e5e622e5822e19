package net.tensamin.omega.presence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.OnlineStatus;
import net.tensamin.omega.account.OnlineStatuses;
import net.tensamin.omega.account.RemovedUsers;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.account.UserRemoved;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.NodeId;
import net.tensamin.omega.metrics.Meters;
import org.eclipse.microprofile.config.Config;

/**
 * Which users are online (SPEC §4, §5): takes what links to this node report, and answers from what the links of all
 * nodes have reported. A user's report also ends when its Iota has no Omikron left or reconnects, through the same
 * Omikron or with no other Omikron having it meanwhile; a user reported while its Iota is not connected stays offline.
 * Thread-safe; queries do not wait, reports wait for each other only.
 */
@ApplicationScoped
public class PresenceBoard implements OnlineStatuses {
    private final ReportedLinks links;

    @Inject
    PresenceBoard(Event<PresenceChanged> events, ClusterBus bus, RemovedUsers removed, Config config) {
        this(
                OnlineMeans.SETTING.in(config),
                events::fire,
                bus.self(),
                System::currentTimeMillis,
                System::nanoTime,
                removed::contains);
    }

    PresenceBoard(OnlineMeans means, Consumer<PresenceChanged> listener) {
        this(means, listener, NodeId.random(), () -> 0);
    }

    /**
     * @param millis a clock, by which a link's epoch is mostly greater than that of a link elsewhere of which this node
     * has not heard
     */
    PresenceBoard(OnlineMeans means, Consumer<PresenceChanged> listener, NodeId self, LongSupplier millis) {
        this(means, listener, self, millis, user -> false);
    }

    /** @param removed whether a user is offline, whoever reports it */
    PresenceBoard(
            OnlineMeans means,
            Consumer<PresenceChanged> listener,
            NodeId self,
            LongSupplier millis,
            Predicate<UserId> removed) {
        this(means, listener, self, millis, () -> 0, removed);
    }

    PresenceBoard(
            OnlineMeans means,
            Consumer<PresenceChanged> listener,
            NodeId self,
            LongSupplier millis,
            LongSupplier nanos,
            Predicate<UserId> removed) {
        this.links = new ReportedLinks(means, listener, self, millis, nanos, removed);
    }

    /** For the client proxy only. */
    PresenceBoard() {
        this(OnlineMeans.USER, change -> {});
    }

    @Inject
    void gauged(Meters meters) {
        meters.gauge(
                "omega_presence_users_online",
                "Users that are online",
                links.reports().online()::count);
        meters.gauge(
                "omega_presence_iotas_online", "Iotas that are connected to an Omikron", links.reports()::iotasOnline);
    }

    /** Being told of the start makes the container create this bean then, so that a bad setting stops the start. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {}

    /** The user is removed, as the removed users say by now: it is offline, whatever was or will be reported. */
    void on(@Observes UserRemoved gone) {
        links.removed(gone.user());
    }

    /** What the nodes tell each other about presence. */
    ReportedLinks links() {
        return links;
    }

    public boolean isOnline(UserId user) {
        return links.reports().online().contains(user);
    }

    /** The Omikrons by which the user is online, for people to read; empty if it is not. Does not wait. */
    public String through(UserId user) {
        return links.reports().online().through(user).stream()
                .map(omikron -> "omikron " + omikron)
                .collect(Collectors.joining(", "));
    }

    @Override
    public OnlineStatus shown(UserId user, IotaId iota) {
        if (!links.reports().isConnected(iota)) {
            return OnlineStatus.IOTA_OFFLINE;
        }
        if (!isOnline(user)) {
            return OnlineStatus.USER_OFFLINE;
        }
        OnlineStatus status = links.status(user);
        return status == OnlineStatus.USER_INVISIBLE ? OnlineStatus.USER_OFFLINE : status;
    }

    /** How many Iotas this Omikron has reported. */
    public int iotasBy(OmikronId omikron) {
        return links.consistently(reports -> reports.iotasBy(omikron));
    }

    /** The Omikrons that are connected to any node. */
    public List<OmikronId> omikrons() {
        return links.omikrons();
    }

    /** The Omikrons that have this Iota, in ascending order. */
    public List<OmikronId> omikronsOf(IotaId iota) {
        return links.consistently(reports -> List.copyOf(reports.omikronsOf(iota)));
    }

    /**
     * A link of this Omikron is identified. All that an earlier link of it reported, to whichever node, is lost with that
     * link: whatever is still there will be reported again, and until then a superfluous push does less harm than a missing one.
     */
    public LinkEpoch opened(OmikronId omikron) {
        return links.open(omikron);
    }

    /** Whether the link was neither closed nor replaced by a newer one of its Omikron. */
    public boolean isOpen(LinkEpoch link) {
        return links.isOpen(link);
    }

    /** The link has ended, and with it all that it reported. */
    public void closed(LinkEpoch link) {
        links.take(new PresenceReport.Closed(link));
    }

    /**
     * The Iota is online through this Omikron; its users are offline until reported.
     *
     * @param users all whose home it is
     */
    public void iotaConnected(LinkEpoch link, IotaId iota, Set<UserId> users) {
        links.take(new PresenceReport.IotaConnected(link, iota, users));
    }

    public void iotaDisconnected(LinkEpoch link, IotaId iota) {
        links.take(new PresenceReport.IotaDisconnected(link, iota));
    }

    /**
     * The user is connected through this Omikron, or has another status now.
     *
     * @param status what its profile is to show; when empty, what it showed last
     */
    public void userConnected(LinkEpoch link, UserId user, IotaId home, Optional<OnlineStatus> status) {
        links.take(new PresenceReport.UserConnected(link, user, home, status));
    }

    /** A clean goodbye; no effect while another Omikron has reported the user too. */
    public void userDisconnected(LinkEpoch link, UserId user) {
        links.userDisconnected(link, user);
    }

    /**
     * Replaces all that this Omikron reported before. A user that is left out is lost, not gone cleanly: nobody said goodbye.
     *
     * @param iotas each Iota with all whose home it is
     * @param users each connected user with its home
     */
    public void sync(LinkEpoch link, Map<IotaId, Set<UserId>> iotas, Map<UserId, IotaId> users) {
        links.take(new PresenceReport.Sync(link, iotas, users));
    }
}
