package net.tensamin.omega.presence;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
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
    private final OpenLinks links;
    private final LongSupplier millis;
    private final Object reporting = new Object();
    private final ReportEffects effects;

    /**
     * @param millis a clock, by which a link's epoch is mostly greater than that of one elsewhere this node has not heard of
     * @param nanos a monotonic clock
     * @param removed whether a user is offline, whoever reports it
     */
    ReportedLinks(
            OnlineMeans means,
            Consumer<PresenceChanged> listener,
            NodeId self,
            LongSupplier millis,
            LongSupplier nanos,
            Predicate<UserId> removed) {
        this.links = new OpenLinks(self);
        this.reports = new PresenceReports(means, links::isOwn, removed);
        this.changes = new PresenceChanges(listener);
        this.effects = new ReportEffects(links, reports, new RecentHomes(nanos), changes::add);
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
        return effects.status(user);
    }

    /** A link of this Omikron to this node; all that an earlier one reported, to whichever node, is lost. */
    LinkEpoch open(OmikronId omikron) {
        LinkEpoch link;
        synchronized (reporting) {
            link = links.next(omikron, millis.getAsLong());
            effects.apply(new PresenceReport.Opened(link));
        }
        changes.deliver();
        return link;
    }

    /** Whether the link was neither closed nor replaced by a newer one of its Omikron. */
    boolean isOpen(LinkEpoch link) {
        synchronized (reporting) {
            return links.isOpen(link);
        }
    }

    /** A clean goodbye, from whatever home the user was last reported at. */
    void userDisconnected(LinkEpoch link, UserId user) {
        synchronized (reporting) {
            reports.online()
                    .homeOf(user)
                    .ifPresent(home -> effects.apply(new PresenceReport.UserDisconnected(link, user, home)));
        }
        changes.deliver();
    }

    /** Nobody reported it, and no other node is told: each learns by itself who is removed. */
    void removed(UserId user) {
        synchronized (reporting) {
            effects.removed(user);
        }
        changes.deliver();
    }

    /** A report to this node, or to another that passed it on. */
    void take(PresenceReport report) {
        synchronized (reporting) {
            effects.apply(report);
        }
        changes.deliver();
    }

    /** Users now live elsewhere, or no longer exist; each node reads that for itself. */
    void rehome(Homes homes) {
        synchronized (reporting) {
            effects.rehome(homes);
        }
        changes.deliver();
    }

    /** Everybody of whom something is known here, with the Iotas by which. */
    Map<UserId, Set<IotaId>> users() {
        synchronized (reporting) {
            return effects.users();
        }
    }

    /** Those with an open link. */
    List<OmikronId> omikrons() {
        synchronized (reporting) {
            return links.omikrons();
        }
    }

    /** Iotas that are connected. */
    Set<IotaId> iotas() {
        return reports.connected();
    }

    /** What this node's links reported, and nothing else, is passed on in order; the relay must not block. */
    void relay(Consumer<PresenceReport> to) {
        synchronized (reporting) {
            effects.relay(to);
        }
    }

    /**
     * Another node's links are those that these reports open, and what they report; links of it that are not among them have
     * ended.
     */
    void replace(NodeId node, List<PresenceReport> all) {
        Set<LinkEpoch> listed = all.stream().map(PresenceReport::link).collect(Collectors.toSet());
        synchronized (reporting) {
            links.on(node).stream()
                    .filter(link -> !listed.contains(link))
                    .forEach(link -> effects.apply(new PresenceReport.Closed(link)));
            all.forEach(effects::apply);
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
            then.accept(links.own().stream()
                    .<PresenceReport>map(PresenceReport.Opened::new)
                    .toList());
        }
    }

    /** The latest links known here of those Omikrons for which these links, open elsewhere, are not open here. */
    List<PresenceReport> latestInsteadOf(List<PresenceReport> open) {
        synchronized (reporting) {
            return open.stream()
                    .map(PresenceReport::link)
                    .filter(link -> !links.isOpen(link))
                    .flatMap(link -> links.latest(link.omikron()).stream())
                    .<PresenceReport>map(PresenceReport.Opened::new)
                    .toList();
        }
    }

    /** Another node knows a later link of the Omikron, open or not, of which this one has not heard. */
    void superseded(LinkEpoch later) {
        synchronized (reporting) {
            links.of(later.omikron())
                    .filter(link -> links.isOwn(link) && link.isBefore(later))
                    .ifPresent(link -> {
                        links.heardOf(later);
                        effects.apply(new PresenceReport.Closed(link));
                    });
        }
        changes.deliver();
    }

    /** Reports that make another node know what this node's links reported; nothing is reported while {@code then} runs. */
    void own(Consumer<List<PresenceReport>> then) {
        synchronized (reporting) {
            then.accept(effects.own());
        }
    }
}
