package net.tensamin.omega.operations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.NodeId;
import net.tensamin.omega.cluster.Subject;
import net.tensamin.omega.omikron.OmikronLinks;
import net.tensamin.omega.tauri.TauriSessions;
import org.eclipse.microprofile.config.Config;

/** What the nodes say of themselves, to each other about once a second, for operators. Thread-safe. */
@ApplicationScoped
public class NodeBoard implements ClusterBus.Nodes {
    private static final int BEATS_A_WORD = 2;

    private final ClusterBus bus;
    private final Supplier<NodeStatus> self;
    private final Map<NodeId, NodeStatus> heard = new ConcurrentHashMap<>();
    private long beats;

    /** For the client proxy. */
    NodeBoard() {
        this(null, () -> null);
    }

    @Inject
    NodeBoard(ClusterBus bus, Config config, Drain drain, TauriSessions sessions, OmikronLinks links) {
        this(bus, status(hostName() + ":" + HttpsSettings.PORT.in(config), drain, sessions, links));
    }

    NodeBoard(ClusterBus bus, Supplier<NodeStatus> self) {
        this.bus = bus;
        this.self = self;
    }

    private static Supplier<NodeStatus> status(String name, Drain drain, TauriSessions sessions, OmikronLinks links) {
        return () -> new NodeStatus(
                name,
                Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime()),
                drain.state().name().toLowerCase(Locale.ROOT),
                sessions.count(),
                links.views().size());
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        listen();
    }

    void listen() {
        bus.listen(Subject.STATUS, (sender, content) -> NodeStatus.read(content)
                .ifPresent(status -> heard.put(sender, status)));
        bus.listen(this);
    }

    public NodeStatus self() {
        return self.get();
    }

    /** The other nodes by what they are called, which is their id until they have said something. */
    public Map<String, Optional<NodeStatus>> others() {
        Set<NodeId> nodes = bus.others();
        heard.keySet().retainAll(nodes); // what one said last may have come after its end
        Map<String, Optional<NodeStatus>> others = new TreeMap<>();
        for (NodeId node : nodes) {
            others.merge(nameOf(node), Optional.ofNullable(heard.get(node)), (one, another) -> another);
        }
        return others;
    }

    /** What a node calls itself; its id until it has said something. */
    String nameOf(NodeId node) {
        return Optional.ofNullable(heard.get(node)).map(NodeStatus::name).orElseGet(node::toString);
    }

    @Override
    public void arrived(NodeId node) {
        bus.send(node, Subject.STATUS, self().bytes());
    }

    @Override
    public void gone(NodeId node) {
        heard.remove(node);
    }

    @Override
    public void beat() {
        if (beats++ % BEATS_A_WORD == 0 && !bus.others().isEmpty()) {
            bus.sendAll(Subject.STATUS, self().bytes());
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
