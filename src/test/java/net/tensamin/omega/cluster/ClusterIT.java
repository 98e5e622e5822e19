package net.tensamin.omega.cluster;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.tensamin.omega.testing.BadgeDevice;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaNodes;
import net.tensamin.omega.testing.OmegaNodes.Node;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three servers in processes of their own, on one PostgreSQL (SPEC §3 to §5). */
@Timeout(600)
class ClusterIT {
    private static final long ALICE = 42;
    private static final long BOB = 7;
    private static final long HOME = 1001;
    private static final Duration SOON = Duration.ofSeconds(20);

    private static OmegaNodes cluster;
    private static List<Node> nodes;

    @BeforeAll
    static void startThree() throws Exception {
        cluster = OmegaNodes.of(3, Map.of("omega.tauri.ping-interval", "PT0.5S"));
        cluster.start();
        nodes = List.of(cluster.node(0), cluster.node(1), cluster.node(2));
        try (Connection connection = cluster.database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into omikron select 2, public_key from omikron where omikron_id = 1");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static TestIdentity device(long user) {
        return TestAuthority.development(OmegaDeployment.data()).device(user);
    }

    @Test
    void aNoticeOnOneNodeReachesASessionOnAnother() throws Exception {
        for (Node with : nodes) {
            TestIdentity phone = device(ALICE);
            try (BadgeDevice session = new BadgeDevice(() -> with.device(phone, ALICE), SOON);
                    OmikronClient omikron = nodes.get(0).omikron(1)) {
                session.connect();
                omikron.notice(BOB, ALICE);
                session.awaitBadge(BOB);
                omikron.read(ALICE, BOB);
                session.awaitBadgeGone(BOB);
            }
        }
    }

    @Test
    void aUserIsOnlineOnEveryNode() throws Exception {
        OmikronClient omikron = nodes.get(0).omikron(1);
        awaitStatus("iota_offline");
        omikron.iotaConnected(HOME);
        awaitStatus("user_offline");
        long reported = System.nanoTime();
        omikron.userConnected(ALICE, "user_dnd");
        awaitStatus("user_dnd");
        System.out.printf(
                "online on three nodes, asked one after the other, %d ms after the report%n",
                (System.nanoTime() - reported) / 1_000_000);
        omikron.close();
        awaitStatus("iota_offline");
    }

    private static void awaitStatus(String status) {
        for (Node node : nodes) {
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> node.onlineStatus(ALICE), status::equals);
        }
    }
}
