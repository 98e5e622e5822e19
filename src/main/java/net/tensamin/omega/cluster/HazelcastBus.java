package net.tensamin.omega.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.concurrent.WorkQueue;

/**
 * Over {@linkplain GridTopics topics} of Hazelcast. What waits goes together. A node counts as there while it gives
 * signs of life, whatever Hazelcast knows, and is gone at once when Hazelcast says so.
 */
final class HazelcastBus implements ClusterBus {
    private static final System.Logger LOG = System.getLogger(HazelcastBus.class.getName());
    private static final String GRID = "payara/Hazelcast";
    private static final int MOST_WAITING = 100_000;
    private static final int MOST_AT_ONCE = 1024;
    private static final int BEATS_A_RECONCILIATION = 20;
    private static final byte[] NOTHING = {};

    private final NodeId self;
    private final HazelcastInstance grid;
    private final LongSupplier nanos;
    private final GridTopics topics;
    private final Peers peers;
    private final SessionDirectory directory;
    private final WorkQueue<GridTopics.Outgoing> out;
    private final WorkQueue<Runnable> in;
    private final Map<Subject, Messages> listeners = new EnumMap<>(Subject.class);
    private final List<Nodes> watchers = new CopyOnWriteArrayList<>();

    private long beats;

    /**
     * Over the instance that the server provides.
     *
     * @param executor of the container
     * @throws IllegalStateException if it provides none
     */
    static HazelcastBus open(ClusterSettings settings, Executor executor) {
        try {
            HazelcastInstance grid = InitialContext.doLookup(GRID);
            HazelcastBus bus = new HazelcastBus(NodeId.random(), grid, settings, executor, System::nanoTime);
            bus.join();
            return bus;
        } catch (NamingException e) {
            throw new IllegalStateException("there is no " + GRID, e);
        }
    }

    HazelcastBus(NodeId self, HazelcastInstance grid, ClusterSettings settings, Executor executor, LongSupplier nanos) {
        this.self = self;
        this.grid = grid;
        this.nanos = nanos;
        this.topics =
                new GridTopics(grid, self, settings.secret().map(this::sealWith).orElse(Seal.NONE));
        this.peers = new Peers(settings.lease(), nanos.getAsLong());
        this.directory = new SessionDirectory(grid, self, executor);
        this.out = new WorkQueue<>(
                new WorkQueue.Bounds("messages to other nodes", 1, MOST_WAITING, MOST_AT_ONCE),
                executor,
                topics::publish);
        this.in = WorkQueue.ofTasks(new WorkQueue.Bounds("messages of other nodes", 1, MOST_WAITING, 1), executor);
    }

    /** From now on it hears the others. */
    void join() {
        topics.hear(in::add, this::received);
        grid.getCluster().addMembershipListener(new Members());
    }

    private Seal sealWith(String secret) {
        return new SecretSeal(secret, self);
    }

    @Override
    public NodeId self() {
        return self;
    }

    @Override
    public boolean alone() {
        return false;
    }

    @Override
    public Set<NodeId> others() {
        return peers.nodes();
    }

    @Override
    public void send(NodeId to, Subject subject, byte[] content) {
        out.add(new GridTopics.Outgoing(() -> List.of(GridTopics.of(to)), subject, () -> content));
    }

    @Override
    public void sendAll(Subject subject, byte[] content) {
        out.add(new GridTopics.Outgoing(() -> List.of(GridTopics.ALL), subject, () -> content));
    }

    @Override
    public void listen(Subject subject, Messages messages) {
        synchronized (listeners) {
            listeners.put(subject, messages);
        }
    }

    @Override
    public void listen(Nodes nodes) {
        watchers.add(nodes);
        in.add(() -> others().forEach(nodes::arrived));
    }

    @Override
    public void hosts(UserId user, boolean here) {
        directory.hosts(user, here);
    }

    @Override
    public void sendToHosts(UserId user, Subject subject, Supplier<byte[]> content) {
        if (!others().isEmpty()) {
            out.add(new GridTopics.Outgoing(() -> topicsOf(user), subject, content));
        }
    }

    private List<String> topicsOf(UserId user) {
        return directory.nodesWith(user, others()).stream().map(GridTopics::of).toList();
    }

    /** To be called once a beat, by one thread at a time. */
    void beat() {
        sendAll(Subject.BEAT, NOTHING);
        beats++;
        if (beats % BEATS_A_RECONCILIATION == 0) {
            directory.reconcile();
        }
        in.add(() -> {
            peers.expired(nanos.getAsLong()).forEach(this::gone);
            watchers.forEach(Nodes::beat);
        });
    }

    private void received(Packet packet, UUID member) {
        if (peers.heard(packet.sender(), member, nanos.getAsLong())) {
            LOG.log(System.Logger.Level.INFO, "node {0} is there", packet.sender());
            directory.reconcile();
            watchers.forEach(watcher -> watcher.arrived(packet.sender()));
        }
        packet.messages().forEach(message -> listener(message.subject())
                .ifPresent(listener -> listener.from(packet.sender(), message.content())));
    }

    private Optional<Messages> listener(Subject subject) {
        synchronized (listeners) {
            return Optional.ofNullable(listeners.get(subject));
        }
    }

    private void gone(NodeId node) {
        LOG.log(System.Logger.Level.INFO, "node {0} is gone", node);
        watchers.forEach(watcher -> watcher.gone(node));
    }

    /** Called by Hazelcast, on its threads. */
    private final class Members implements MembershipListener {
        @Override
        public void memberAdded(MembershipEvent event) {
            // it is there once it says something
        }

        @Override
        public void memberRemoved(MembershipEvent event) {
            UUID member = event.getMember().getUuid();
            in.add(() -> peers.left(member).forEach(node -> {
                directory.forget(node);
                gone(node);
            }));
        }
    }
}
