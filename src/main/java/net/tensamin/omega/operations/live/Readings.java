package net.tensamin.omega.operations.live;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.tensamin.omega.mailbox.Mailboxes;
import net.tensamin.omega.mailbox.PendingTotals;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.omikron.LinkView;
import net.tensamin.omega.omikron.OmikronLinks;
import net.tensamin.omega.operations.NodeBoard;
import net.tensamin.omega.operations.NodeStatus;
import net.tensamin.omega.presence.PresenceBoard;
import net.tensamin.omega.tauri.TauriSessions;

/** Reads this server. */
@ApplicationScoped
class Readings {
    private static final Duration PATIENCE_TO_COUNT = Duration.ofSeconds(2);

    /** For metrics, where nobody waits for the next number: after a minute. */
    private static final Duration SOON_ENOUGH = Duration.ofMinutes(1).minus(PendingWatch.INTERVAL);

    private final Meters meters;
    private final TauriSessions sessions;
    private final OmikronLinks links;
    private final PresenceBoard presence;
    private final Mailboxes mailboxes;
    private final NodeBoard board;
    private final Clock clock;
    private PendingWatch pending;

    @Resource
    private ManagedExecutorService executor;

    /** For the client proxy. */
    Readings() {
        this(null, null, null, null, null, null, null);
    }

    @Inject
    Readings(
            Meters meters,
            TauriSessions sessions,
            OmikronLinks links,
            PresenceBoard presence,
            Mailboxes mailboxes,
            NodeBoard board,
            Clock clock) {
        this.meters = meters;
        this.sessions = sessions;
        this.links = links;
        this.presence = presence;
        this.mailboxes = mailboxes;
        this.board = board;
        this.clock = clock;
    }

    @PostConstruct
    void watch() {
        pending = new PendingWatch(() -> mailboxes.totals(PATIENCE_TO_COUNT), executor, System::nanoTime);
        meters.gaugeIfKnown(
                "omega_mailbox_pending_messages", "Pending messages, of all users", () -> pending.totals(SOON_ENOUGH)
                        .map(PendingTotals::messages));
        meters.gaugeIfKnown(
                "omega_mailbox_pending_badges",
                "Badges shown for pending messages: pairs of a sender and a receiver",
                () -> pending.totals(SOON_ENOUGH).map(PendingTotals::pairs));
    }

    Reading take() {
        return new Reading(
                clock.instant(),
                meters.samples(),
                links.views().stream().map(this::link).toList(),
                pending.totals(),
                nodes(),
                sessions.views());
    }

    private List<Reading.Node> nodes() {
        NodeStatus self = board.self();
        Stream<Reading.Node> others = board.others().entrySet().stream()
                .map(other -> new Reading.Node(other.getKey(), false, other.getValue()));
        return Stream.concat(Stream.of(new Reading.Node(self.name(), true, Optional.of(self))), others)
                .toList();
    }

    private Reading.Link link(LinkView view) {
        return new Reading.Link(view, view.omikron().map(presence::iotasBy).orElse(0));
    }
}
