package net.tensamin.omega.cluster;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import net.tensamin.omega.account.UserId;

/** Nodes in memory, whose messages arrive when the test says so, and then lost, repeated and out of order at random. */
public final class LossyCluster {
    private static final int LOST_PERCENT = 20;
    private static final int REPEATED_PERCENT = 10;

    private final Random random;
    private final Map<NodeId, Node> nodes = new LinkedHashMap<>();
    private final List<Runnable> underWay = new ArrayList<>();
    private boolean faithful;
    private boolean prompt;

    public LossyCluster(Random random) {
        this.random = random;
    }

    /** From now on nothing is lost, repeated or out of order. */
    public void beFaithful() {
        faithful = true;
    }

    /** From now on nothing is lost, and everything arrives as it is sent. */
    public void bePrompt() {
        beFaithful();
        prompt = true;
    }

    /** A node that the others see at once. */
    public ClusterBus join() {
        Node node = new Node();
        nodes.values().forEach(other -> {
            other.see(node.self);
            node.see(other.self);
        });
        nodes.put(node.self, node);
        return node;
    }

    /** It is dead; what it has sent may still come. */
    public void kill(NodeId dead) {
        nodes.remove(dead);
        nodes.values().forEach(other -> other.lose(dead));
    }

    /** Two nodes lose each other. */
    public void part(NodeId one, NodeId other) {
        nodes.get(one).lose(other);
        nodes.get(other).lose(one);
    }

    public void meet(NodeId one, NodeId other) {
        nodes.get(one).see(other);
        nodes.get(other).see(one);
    }

    public void beat() {
        List.copyOf(nodes.values()).forEach(node -> node.watchers.forEach(ClusterBus.Nodes::beat));
    }

    /** Delivers so many messages at most; returns whether there are more. */
    public boolean deliver(int most) {
        for (int i = 0; i < most && !underWay.isEmpty(); i++) {
            underWay.remove(faithful ? 0 : random.nextInt(Math.min(4, underWay.size())))
                    .run();
        }
        return !underWay.isEmpty();
    }

    private void send(NodeId from, NodeId to, Subject subject, byte[] content) {
        boolean lost = !faithful && random.nextInt(100) < LOST_PERCENT;
        boolean repeated = !faithful && random.nextInt(100) < REPEATED_PERCENT;
        Runnable arrival = () -> {
            Node node = nodes.get(to);
            if (node != null && node.others.contains(from)) {
                node.listeners.get(subject).from(from, content);
            }
        };
        if (prompt) {
            arrival.run();
        } else if (!lost) {
            underWay.add(arrival);
        }
        if (repeated) {
            underWay.add(arrival);
        }
    }

    private final class Node implements ClusterBus {
        private final NodeId self = new NodeId(new UUID(random.nextLong(), random.nextLong()));
        private final Set<NodeId> others = new HashSet<>();
        private final Map<Subject, Messages> listeners = new EnumMap<>(Subject.class);
        private final List<Nodes> watchers = new ArrayList<>();
        private final Map<UserId, Boolean> hosted = new HashMap<>();

        private void see(NodeId other) {
            if (others.add(other)) {
                watchers.forEach(watcher -> watcher.arrived(other));
            }
        }

        private void lose(NodeId other) {
            if (others.remove(other)) {
                watchers.forEach(watcher -> watcher.gone(other));
            }
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
            return Set.copyOf(others);
        }

        @Override
        public void send(NodeId to, Subject subject, byte[] content) {
            LossyCluster.this.send(self, to, subject, content);
        }

        @Override
        public void sendAll(Subject subject, byte[] content) {
            nodes.keySet().stream().filter(to -> !to.equals(self)).forEach(to -> send(to, subject, content));
        }

        @Override
        public void listen(Subject subject, Messages messages) {
            listeners.put(subject, messages);
        }

        @Override
        public void listen(Nodes watcher) {
            watchers.add(watcher);
            others.forEach(watcher::arrived);
        }

        @Override
        public void hosts(UserId user, boolean here) {
            hosted.put(user, here);
        }

        @Override
        public void sendToHosts(UserId user, Subject subject, Supplier<byte[]> content) {
            others.stream()
                    .filter(nodes::containsKey)
                    .filter(other -> nodes.get(other).hosted.getOrDefault(user, false))
                    .forEach(other -> send(other, subject, content.get()));
        }
    }
}
