package net.tensamin.omega.crash;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.testing.BadgeDevice;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaNodes;
import net.tensamin.omega.testing.OmegaNodes.Node;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.Release;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A rolling upgrade: servers of the version before and of this one serve the same users together. */
@Timeout(900)
class VersionsOnNodesIT {
    private static final long ALICE = 42;
    private static final long BOB = 7;
    private static final long HOME = 1001;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(5);
    private static final Optional<Integer> REVOKED = Optional.of(44); // RFC 8446 §6

    @Test
    void usersGoOnWhileOneServerAfterTheOtherIsUpgraded() throws Exception {
        Release before = Release.before();
        assumeTrue(before.exists(), "NOT TESTED: src/test/before builds the version before");
        try (OmegaNodes nodes = OmegaNodes.of(2, Map.of("omega.tauri.ping-interval", "PT1S"))) {
            List<Node> both = List.of(nodes.node(0), nodes.node(1));
            for (Node node : both) {
                node.start(before);
            }
            serve(both);
            for (Node upgraded : both) {
                upgraded.process().terminate();
                upgraded.awaitEnd(PATIENCE);
                upgraded.start();
                serve(both);
            }
        }
    }

    /** Each to each. */
    private static void serve(List<Node> nodes) throws Exception {
        for (Node link : nodes) {
            for (Node session : nodes) {
                push(link, session);
                show(link, session);
                revoke(link, session);
            }
        }
    }

    private static void push(Node link, Node session) throws Exception {
        TestIdentity phone = device();
        try (BadgeDevice device = new BadgeDevice(() -> session.device(phone, ALICE), SILENCE_LIMIT);
                OmikronClient omikron = link.omikron(1)) {
            device.connect();
            omikron.notice(BOB, ALICE);
            device.awaitBadge(BOB);
            omikron.read(ALICE, BOB);
            device.awaitBadgeGone(BOB);
        }
    }

    private static void show(Node link, Node shown) throws Exception {
        try (OmikronClient omikron = link.omikron(1)) {
            omikron.iotaConnected(HOME);
            omikron.userConnected(ALICE);
            awaitStatus(shown, "user_online");
        }
        awaitStatus(shown, "iota_offline");
    }

    private static void awaitStatus(Node node, String status) {
        await("what is shown").atMost(PATIENCE).until(() -> node.onlineStatus(ALICE), status::equals);
    }

    private static void revoke(Node asked, Node session) throws Exception {
        TestIdentity phone = device();
        try (TauriClient client = session.device(phone, ALICE)) {
            URI device = asked.https()
                    .resolve("api/operations/devices/" + ALICE + "/"
                            + DeviceId.of(phone.certificate()).value());
            HttpRequest revocation = HttpRequest.newBuilder(device).DELETE().build();
            HttpClient operator = HttpClient.newBuilder()
                    .sslContext(OmegaTls.demo("operator"))
                    .build();
            assertEquals(2, operator.send(revocation, BodyHandlers.discarding()).statusCode() / 100);
            assertEquals(200, client.awaitClose().error());
        }
        await("its refusal").atMost(PATIENCE).until(() -> asked.alert(phone), REVOKED::equals);
    }

    private static TestIdentity device() {
        return TestAuthority.development(OmegaDeployment.data()).device(ALICE);
    }
}
