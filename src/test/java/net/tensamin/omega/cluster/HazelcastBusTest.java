package net.tensamin.omega.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.topic.ITopic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.testing.OmegaNodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes, and somebody else who reached their grid. */
@Timeout(120)
class HazelcastBusTest {
    private static final UserId ALICE = new UserId(42);
    private static final String SECRET = "a secret of thirty-two characters";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final String name = "test-" + UUID.randomUUID();
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private List<HazelcastInstance> grids;
    private HazelcastBus anna;
    private HazelcastBus berta;

    @BeforeEach
    void start() {
        List<Integer> ports = Stream.generate(OmegaNodes::freePort).limit(3).toList();
        List<String> members = ports.stream().map(port -> "127.0.0.1:" + port).toList();
        grids = ports.stream().map(port -> grid(port, members)).toList();
        anna = bus(0, SECRET);
        berta = bus(1, SECRET);
        anna.listen(Subject.MAILBOX, (sender, content) -> heard.add(sender + " " + content.length));
        await().atMost(PATIENCE).until(() -> {
            anna.beat();
            berta.beat();
            return anna.others().equals(Set.of(berta.self())) && berta.others().equals(Set.of(anna.self()));
        });
    }

    @AfterEach
    void stop() {
        grids.forEach(HazelcastInstance::shutdown);
        executor.shutdownNow();
    }

    private HazelcastInstance grid(int port, List<String> members) {
        Config config = new Config(name + "-" + port).setClusterName(name);
        config.setProperty("hazelcast.logging.type", "none");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.socket.bind.any", "false");
        config.getNetworkConfig().setPort(port).getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setMembers(members);
        return Hazelcast.newHazelcastInstance(config);
    }

    private HazelcastBus bus(int grid, String secret) {
        ClusterSettings settings = new ClusterSettings(true, Duration.ofMinutes(1), Optional.of(secret));
        HazelcastBus bus = new HazelcastBus(NodeId.random(), grids.get(grid), settings, executor, System::nanoTime);
        bus.join();
        return bus;
    }

    @Test
    void aMessageGoesToTheNodesWithSessionsOfItsUser() {
        anna.hosts(ALICE, true);
        await().atMost(PATIENCE).until(() -> {
            berta.sendToHosts(ALICE, Subject.MAILBOX, () -> new byte[3]);
            return heard.contains(berta.self() + " 3");
        });
        berta.send(anna.self(), Subject.MAILBOX, new byte[4]);
        await().atMost(PATIENCE).until(() -> heard.contains(berta.self() + " 4"));
    }

    @Test
    void aStrangerOnTheGridIsNotHeardWithoutTheSecret() {
        HazelcastBus stranger = bus(2, SECRET + "!");
        ITopic<byte[]> all = grids.get(2).getTopic(GridTopics.ALL);
        all.publish(new Packet(NodeId.random(), List.of(new Packet.Message(Subject.MAILBOX, new byte[5]))).bytes());
        stranger.sendAll(Subject.MAILBOX, new byte[6]);
        stranger.beat();

        berta.sendAll(Subject.MAILBOX, new byte[7]);
        await().atMost(PATIENCE).until(() -> heard.contains(berta.self() + " 7"));
        stranger.beat();
        anna.beat();
        berta.sendAll(Subject.MAILBOX, new byte[8]);
        await().atMost(PATIENCE).until(() -> heard.contains(berta.self() + " 8"));
        assertEquals(List.of(berta.self() + " 7", berta.self() + " 8"), List.copyOf(heard));
        assertEquals(Set.of(berta.self()), anna.others());
        assertEquals(Set.of(), stranger.others());
    }

    @Test
    void whatNodesSaidIsNotHeardAgainNeitherOfADeadOneNorOfThemselves() {
        ITopic<byte[]> all = grids.get(2).getTopic(GridTopics.ALL);
        Queue<byte[]> recorded = new ConcurrentLinkedQueue<>();
        all.addMessageListener(message -> recorded.add(message.getMessageObject()));
        anna.beat();
        berta.sendAll(Subject.MAILBOX, new byte[9]);
        await().atMost(PATIENCE).until(() -> heard.size() == 1 && recorded.size() >= 2);

        grids.get(1).shutdown();
        await().atMost(PATIENCE).until(() -> anna.others().isEmpty());
        List.copyOf(recorded).forEach(all::publish);
        all.publish(new SecretSeal(SECRET, NodeId.random())
                .close(
                        GridTopics.ALL,
                        new Packet(NodeId.random(), List.of(new Packet.Message(Subject.MAILBOX, new byte[1])))
                                .bytes()));
        await().atMost(PATIENCE).until(() -> heard.size() == 2); // what came after the repeated
        assertEquals(1, anna.others().size());
        assertFalse(anna.others().contains(berta.self()));
    }
}
