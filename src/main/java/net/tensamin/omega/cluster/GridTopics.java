package net.tensamin.omega.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.topic.ITopic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Sealed packets on topics of Hazelcast, one topic for all nodes and one for each node. {@link #publish} is for one
 * thread at a time, and so is what hears.
 */
final class GridTopics {
    private static final System.Logger LOG = System.getLogger(GridTopics.class.getName());
    static final String ALL = "omega.all";

    private final HazelcastInstance grid;
    private final NodeId self;
    private final Seal seal;
    private boolean refusing;

    /**
     * What is to go out.
     *
     * @param topics asks Hazelcast's memory, which a sender should not have to wait for
     */
    record Outgoing(Supplier<List<String>> topics, Subject subject, Supplier<byte[]> content) {}

    GridTopics(HazelcastInstance grid, NodeId self, Seal seal) {
        this.grid = grid;
        this.self = self;
        this.seal = seal;
    }

    static String of(NodeId node) {
        return "omega.node." + node;
    }

    /**
     * From now on this node hears what other nodes say to all and to it.
     *
     * @param executor runs one task at a time, in their order
     * @param to takes a packet and the member that published it
     */
    void hear(Executor executor, BiConsumer<Packet, UUID> to) {
        List.of(ALL, of(self)).forEach(topic -> hear(topic, executor, to));
    }

    private void hear(String topic, Executor executor, BiConsumer<Packet, UUID> to) {
        ITopic<byte[]> heard = grid.getTopic(topic);
        heard.addMessageListener(message -> {
            Member member = message.getPublishingMember();
            if (member != null && !member.localMember()) {
                byte[] packet = message.getMessageObject();
                executor.execute(() -> open(topic, packet).ifPresent(read -> to.accept(read, member.getUuid())));
            }
        });
    }

    private Optional<Packet> open(String topic, byte[] closed) {
        try {
            return seal.open(topic, closed).flatMap(Packet::read).filter(read -> !read.sender()
                    .equals(self)); // its own words, repeated by somebody
        } catch (ForeignPacketException e) {
            System.Logger.Level level = refusing ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING;
            refusing = true;
            LOG.log(
                    level,
                    "ignoring messages on the grid that are not sealed with this node''s {0}",
                    ClusterSettings.SECRET);
            return Optional.empty();
        }
    }

    /** What goes to the same topic goes as one packet. */
    void publish(List<Outgoing> some) {
        Map<String, List<Packet.Message>> byTopic = new LinkedHashMap<>();
        for (Outgoing outgoing : some) {
            List<String> topics = outgoing.topics().get();
            if (!topics.isEmpty()) {
                Packet.Message message = new Packet.Message(
                        outgoing.subject(), outgoing.content().get());
                topics.forEach(topic -> byTopic.computeIfAbsent(topic, first -> new ArrayList<>())
                        .add(message));
            }
        }
        byTopic.forEach((topic, messages) ->
                grid.getTopic(topic).publish(seal.close(topic, new Packet(self, messages).bytes())));
    }
}
