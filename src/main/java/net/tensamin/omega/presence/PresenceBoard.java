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
import java.util.stream.Collectors;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.OnlineStatus;
import net.tensamin.omega.account.OnlineStatuses;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.presence.PresenceChanged.Cause;
import org.eclipse.microprofile.config.Config;

/**
 * Who is online (SPEC §4, §5). Every report is leased to the link it came by: it ends with that link, and a report by a
 * link that has ended or was replaced does nothing. A user's report also ends when its Iota has no Omikron left or
 * connects anew, through the same Omikron or with no other Omikron having it meanwhile; a user reported while its Iota is
 * not connected stays offline. Thread-safe; questions wait for nobody, reports for each other only.
 */
@ApplicationScoped
public class PresenceBoard implements OnlineStatuses {
    private final PresenceReports reports;
    private final PresenceChanges changes;
    private final Map<UserId, OnlineStatus> statuses = new ConcurrentHashMap<>();
    private final Map<OmikronId, LinkEpoch> links = new HashMap<>();
    private final Object reporting = new Object();
    private long lastEpoch;

    @Inject
    PresenceBoard(Event<PresenceChanged> events, Config config) {
        this(OnlineMeans.SETTING.in(config), events::fire);
    }

    PresenceBoard(OnlineMeans means, Consumer<PresenceChanged> listener) {
        this.reports = new PresenceReports(means);
        this.changes = new PresenceChanges(listener);
    }

    /** For the client proxy only. */
    PresenceBoard() {
        this(OnlineMeans.USER, change -> {});
    }

    @Inject
    void gauged(Meters meters) {
        meters.gauge("omega_presence_users_online", "Users that are online", reports::usersOnline);
        meters.gauge("omega_presence_iotas_online", "Iotas that an Omikron has", reports::iotasOnline);
    }

    /** Being told of the start makes the container create this bean then, so that a bad setting stops the start. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {}

    public boolean isOnline(UserId user) {
        return reports.isOnline(user);
    }

    /** By which Omikrons the user is online, for people to read; empty when it is not. Waits for nobody. */
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

    /** The Omikrons that have this Iota, in ascending order. */
    public List<OmikronId> omikronsOf(IotaId iota) {
        synchronized (reporting) {
            return List.copyOf(reports.omikronsOf(iota));
        }
    }

    /**
     * A link of this Omikron is identified. All that an earlier link of it reported is lost with that link: who is still
     * there will be reported again, and until then a superfluous push does less harm than a missing one.
     */
    public LinkEpoch opened(OmikronId omikron) {
        LinkEpoch link = lease(omikron);
        changes.deliver();
        return link;
    }

    private LinkEpoch lease(OmikronId omikron) {
        synchronized (reporting) {
            reports.withdraw(omikron);
            reports.settle(Cause.LOST, changes::add);
            LinkEpoch link = new LinkEpoch(omikron, ++lastEpoch);
            links.put(omikron, link);
            return link;
        }
    }

    /** Whether the link neither was closed nor replaced by a newer one of its Omikron. */
    public boolean isOpen(LinkEpoch link) {
        synchronized (reporting) {
            return link.equals(links.get(link.omikron()));
        }
    }

    /** The link has ended, and with it all that it reported. */
    public void closed(LinkEpoch link) {
        report(link, Cause.LOST, () -> {
            reports.withdraw(link.omikron());
            links.remove(link.omikron());
        });
    }

    /**
     * The Iota is online through this Omikron; its users are offline until reported.
     *
     * @param users all whose home it is
     */
    public void iotaConnected(LinkEpoch link, IotaId iota, Set<UserId> users) {
        report(link, Cause.LOST, () -> reports.iotaConnected(link.omikron(), iota, users));
    }

    public void iotaDisconnected(LinkEpoch link, IotaId iota) {
        report(link, Cause.LOST, () -> reports.iotaDisconnected(link.omikron(), iota));
    }

    /**
     * The user is connected through this Omikron, or has another status now.
     *
     * @param status what its profile is to show; when empty, what it showed last
     */
    public void userConnected(LinkEpoch link, UserId user, IotaId home, Optional<OnlineStatus> status) {
        report(link, Cause.REPORTED, () -> {
            reports.userConnected(link.omikron(), user, home);
            status.filter(any -> reports.isConnected(home)).ifPresent(shown -> statuses.put(user, shown));
        });
    }

    /** A clean goodbye; without effect while another Omikron has reported the user, too. */
    public void userDisconnected(LinkEpoch link, UserId user) {
        report(link, Cause.REPORTED, () -> reports.userDisconnected(link.omikron(), user));
    }

    /**
     * Replaces all that this Omikron reported before. Who is left out is lost, not gone cleanly: nobody said goodbye.
     *
     * @param iotas each Iota with all whose home it is
     * @param users each connected user with its home
     */
    public void sync(LinkEpoch link, Map<IotaId, Set<UserId>> iotas, Map<UserId, IotaId> users) {
        report(link, Cause.LOST, () -> reports.sync(link.omikron(), iotas, users));
    }

    private void report(LinkEpoch link, Cause offlineCause, Runnable report) {
        synchronized (reporting) {
            if (!isOpen(link)) {
                return;
            }
            report.run();
            reports.settle(offlineCause, changes::add);
        }
        changes.deliver();
    }
}
