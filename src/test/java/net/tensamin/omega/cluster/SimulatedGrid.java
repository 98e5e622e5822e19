package net.tensamin.omega.cluster;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.replicatedmap.ReplicatedMap;
import com.hazelcast.topic.ITopic;
import com.hazelcast.topic.Message;
import com.hazelcast.topic.MessageListener;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import net.tensamin.omega.threads.Timers;

/**
 * Hazelcast as {@link HazelcastBus} uses it: topics, maps that each member has a copy of, and who is a member. What goes between members goes by a
 * network that may lose it.
 */
public final class SimulatedGrid {
    private static final Duration LEASE = Duration.ofSeconds(5);

    private final Network network;
    private final Map<String, GridMember> members = new LinkedHashMap<>();
    private final Set<String> newer = new HashSet<>();

    /** Brings something from a member to another: later, more than once, or never. */
    public interface Network {
        void send(String from, String to, Runnable arrival);

        /** In its order, and once there is a way. */
        void sendSurely(String from, String to, Runnable arrival);
    }

    public SimulatedGrid(Network network) {
        this.network = network;
    }

    /** A node's way to the others, which find out about it by and by. */
    public ClusterBus join(
            String name, UUID id, Optional<String> secret, Executor threads, Timers timers, LongSupplier nanos) {
        GridMember member = new GridMember(name, UUID.nameUUIDFromBytes(name.getBytes()));
        members.values().forEach(other -> network.sendSurely(other.name, name, () -> member.copy(other)));
        members.put(name, member);
        ClusterSettings settings = new ClusterSettings(true, LEASE, secret);
        HazelcastBus bus = new HazelcastBus(new NodeId(id), member.grid(), settings, threads, nanos);
        bus.join();
        timers.beat(settings.beat(), bus::beat);
        return bus;
    }

    /** That member is of the next version. */
    public void isNewer(String name) {
        newer.add(name);
    }

    /** Its process has ended, as the others notice. */
    public void left(String name) {
        GridMember gone = members.remove(name);
        members.values().forEach(other -> other.loses(gone));
    }

    /** Both think that the other has left. */
    public void part(String one, String other) {
        if (members.containsKey(one) && members.containsKey(other)) {
            members.get(one).loses(members.get(other));
            members.get(other).loses(members.get(one));
        }
    }

    /** The split has healed; one side is known by another id from now on. */
    public void meet(String one, String other) {
        GridMember joining = members.get(one);
        GridMember known = members.get(other);
        if (joining != null && known != null) {
            joining.lost.remove(other);
            known.lost.remove(one);
            joining.isKnownAs(UUID.nameUUIDFromBytes((one + joining.uuid).getBytes()));
        }
    }

    /** Members compare what they have, as they do now and then. */
    public void compare() {
        members.values().forEach(this::spread);
    }

    private void spread(GridMember from) {
        members.values().stream()
                .filter(to -> to != from && !from.lost.contains(to.name))
                .forEach(to -> network.sendSurely(from.name, to.name, () -> to.copy(from)));
    }

    private final class GridMember {
        private final String name;
        private final Map<String, List<MessageListener<byte[]>>> topics = new HashMap<>();
        private final Map<String, Map<Object, Object>> maps = new HashMap<>();
        private final List<MembershipListener> watchers = new ArrayList<>();
        private final Set<String> lost = new HashSet<>();
        private final Map<String, ITopic<byte[]>> asked = new HashMap<>();
        private UUID uuid;
        private Member toOthers;

        private GridMember(String name, UUID uuid) {
            this.name = name;
            isKnownAs(uuid);
        }

        private void isKnownAs(UUID id) {
            uuid = id;
            toOthers = proxy(Member.class, (method, arguments) -> switch (method) {
                case "localMember" -> false;
                case "getUuid" -> id;
                default -> throw new UnsupportedOperationException(method);
            });
        }

        private HazelcastInstance grid() {
            return proxy(HazelcastInstance.class, (method, arguments) -> switch (method) {
                case "getTopic" -> asked.computeIfAbsent((String) arguments[0], this::topic);
                case "getReplicatedMap" -> map((String) arguments[0]);
                case "getCluster" -> cluster();
                default -> throw new UnsupportedOperationException(method);
            });
        }

        private Cluster cluster() {
            return proxy(Cluster.class, (method, arguments) -> {
                if (method.equals("addMembershipListener")) {
                    watchers.add((MembershipListener) arguments[0]);
                    return uuid;
                }
                throw new UnsupportedOperationException(method);
            });
        }

        @SuppressWarnings("unchecked")
        private ITopic<byte[]> topic(String topic) {
            return proxy(ITopic.class, (method, arguments) -> switch (method) {
                case "addMessageListener" -> {
                    topics.computeIfAbsent(topic, first -> new ArrayList<>())
                            .add((MessageListener<byte[]>) arguments[0]);
                    yield uuid;
                }
                case "publish" -> {
                    publish(topic, (byte[]) arguments[0]);
                    yield null;
                }
                default -> throw new UnsupportedOperationException(method);
            });
        }

        private void publish(String topic, byte[] packet) {
            byte[] content = newer.contains(name) ? OtherVersion.next(packet) : packet;
            List.copyOf(members.values()).stream().filter(to -> to != this).forEach(to -> {
                if (to.topics.containsKey(topic)) {
                    network.send(name, to.name, () -> to.hear(topic, content, this));
                }
            });
        }

        private void hear(String topic, byte[] content, GridMember from) {
            Message<byte[]> message = new Message<>(topic, content, 0, from.toOthers);
            topics.getOrDefault(topic, List.of()).forEach(listener -> listener.onMessage(message));
        }

        private void loses(GridMember other) {
            lost.add(other.name);
            MembershipEvent event =
                    new MembershipEvent(cluster(), other.toOthers, MembershipEvent.MEMBER_REMOVED, Set.of());
            network.sendSurely(name, name, () -> watchers.forEach(watcher -> watcher.memberRemoved(event)));
        }

        private Map<Object, Object> copyOf(String map) {
            return maps.computeIfAbsent(map, first -> new TreeMap<>());
        }

        private void copy(GridMember from) {
            from.maps.forEach((map, entries) -> copyOf(map).putAll(entries));
        }

        @SuppressWarnings("unchecked")
        private ReplicatedMap<Object, Object> map(String map) {
            return proxy(ReplicatedMap.class, (method, arguments) -> switch (method) {
                case "containsKey" -> copyOf(map).containsKey(arguments[0]);
                case "keySet" -> Set.copyOf(copyOf(map).keySet());
                case "put" -> {
                    everywhere(member -> member.copyOf(map).put(arguments[0], arguments[1]));
                    yield null;
                }
                case "remove" -> {
                    everywhere(member -> member.copyOf(map).remove(arguments[0]));
                    yield null;
                }
                case "destroy" -> {
                    everywhere(member -> member.maps.remove(map));
                    yield null;
                }
                default -> throw new UnsupportedOperationException(method);
            });
        }

        private void everywhere(Consumer<GridMember> change) {
            change.accept(this);
            List.copyOf(members.values()).stream()
                    .filter(to -> to != this && !lost.contains(to.name))
                    .forEach(to -> network.sendSurely(name, to.name, () -> change.accept(to)));
        }
    }

    private interface Call {
        Object of(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    case "toString" -> type.getSimpleName();
                    default -> call.of(method.getName(), arguments);
                }));
    }
}
