package net.tensamin.omega.presence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.NodeId;
import net.tensamin.omega.cluster.Subject;
import net.tensamin.omega.presence.PresenceNews.Kind;

/**
 * Makes all nodes know what the links of each node report (SPEC §4): every report goes to all nodes, numbered, and each
 * node says with every beat how far it is. A node that finds that something is missing asks for all of it, until it
 * comes: the node that has the links is the authority on them. A node that is gone takes its links along. The bus makes
 * its calls one at a time.
 */
@ApplicationScoped
class PresenceRelay implements ClusterBus.Nodes {
    private static final long UNKNOWN = -1;

    private final PresenceBoard board;
    private final ClusterBus bus;
    private final Map<NodeId, Long> heard = new HashMap<>();
    private long passedOn;

    /** For the client proxy. */
    PresenceRelay() {
        this(null, null);
    }

    @Inject
    PresenceRelay(PresenceBoard board, ClusterBus bus) {
        this.board = board;
        this.bus = bus;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        board.links().relay(this::passOn);
        bus.listen(Subject.PRESENCE, (sender, content) -> take(sender, PresenceNews.read(content)));
        bus.listen(this);
    }

    /** Called with the board's lock held, like everything that reads the sequence. */
    private void passOn(PresenceReport report) {
        passedOn++;
        if (!bus.others().isEmpty()) {
            bus.sendAll(Subject.PRESENCE, new PresenceNews(Kind.REPORT, passedOn, List.of(report)).bytes());
        }
    }

    @Override
    public void arrived(NodeId node) {
        heard.put(node, UNKNOWN);
        ask(node);
    }

    @Override
    public void gone(NodeId node) {
        heard.remove(node);
        board.links().gone(node);
    }

    @Override
    public void beat() {
        heard.forEach((node, sequence) -> {
            if (sequence.equals(UNKNOWN)) {
                ask(node);
            }
        });
        board.links()
                .ownLinks(open -> bus.sendAll(Subject.PRESENCE, new PresenceNews(Kind.AT, passedOn, open).bytes()));
    }

    private void ask(NodeId node) {
        bus.send(node, Subject.PRESENCE, new PresenceNews(Kind.ASK, 0, List.of()).bytes());
    }

    private void take(NodeId sender, PresenceNews news) {
        switch (news.kind()) {
            case ASK ->
                board.links()
                        .own(all ->
                                bus.send(sender, Subject.PRESENCE, new PresenceNews(Kind.ALL, passedOn, all).bytes()));
            case ALL -> takeAll(sender, news);
            case REPORT -> takeNext(sender, news);
            case AT -> compare(sender, news);
            case LATEST -> news.reports().forEach(latest -> board.links().superseded(latest.link()));
        }
    }

    /** A report that a later one overtook is no longer needed, or will be asked for again. */
    private void takeAll(NodeId sender, PresenceNews news) {
        if (heard.containsKey(sender) && heard.get(sender) <= news.sequence()) {
            board.links().replace(sender, news.reports());
            heard.put(sender, news.sequence());
        }
    }

    private void takeNext(NodeId sender, PresenceNews news) {
        expect(sender, news.sequence() - 1);
        if (news.sequence() - 1 == heard.getOrDefault(sender, UNKNOWN)) {
            news.reports().forEach(board.links()::take);
            heard.put(sender, news.sequence());
        }
    }

    /** A link of the sender that is not open here was replaced by one of which the sender has not heard. */
    private void compare(NodeId sender, PresenceNews news) {
        expect(sender, news.sequence());
        List<PresenceReport> latest = board.links().latestInsteadOf(news.reports());
        if (!latest.isEmpty()) {
            bus.send(sender, Subject.PRESENCE, new PresenceNews(Kind.LATEST, 0, latest).bytes());
        }
    }

    /** What was said up to here has come, or is to be asked for. */
    private void expect(NodeId sender, long sequence) {
        Long last = heard.get(sender);
        if (last != null && last != UNKNOWN && last < sequence) {
            heard.put(sender, UNKNOWN);
            ask(sender);
        }
    }
}
