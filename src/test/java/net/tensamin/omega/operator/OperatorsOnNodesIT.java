package net.tensamin.omega.operator;

import static net.tensamin.omega.operator.OperatorCallsOf.OPERATORS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.testing.LiveEvents;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaNodes;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said of operators to one node counts on the other. */
@Timeout(600)
class OperatorsOnNodesIT {
    private static final String DRAIN = "api/operations/drain";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A look at the database would come too late: the nodes tell each other. */
    private static final Map<String, String> CONFIG = Map.of(
            "omega.device.revocation-interval", "PT10M",
            "omega.device.revocation-unknown-after", "PT1H");

    @Test
    void whoIsRemovedOrRevokedOnOneNodeIsShutOutOnTheOther() throws Exception {
        try (OmegaNodes nodes = OmegaNodes.of(2, CONFIG)) {
            nodes.start();
            OperatorCallsOf here = OperatorCallsOf.demo().at(nodes.node(0).https());
            here.put("ada", "view");
            here.put("grace", "view");
            TestAuthority authority = TestAuthority.development(OmegaDeployment.data());
            TestIdentity ada = authority.operator("ada");
            TestIdentity lost = authority.operator("grace");
            TestIdentity kept = authority.operator("grace");
            await("both are known there")
                    .atMost(PATIENCE)
                    .until(() -> there(nodes, ada) == 200 && there(nodes, lost) == 200);
            try (LiveEvents ofAda = live(nodes, ada);
                    LiveEvents ofLost = live(nodes, lost);
                    LiveEvents ofKept = live(nodes, kept)) {
                for (LiveEvents each : List.of(ofAda, ofLost, ofKept)) {
                    assertEquals(200, each.status());
                    each.await("reading", any -> true);
                }
                here.remove("ada");
                ofAda.awaitEnd();
                assertEquals(403, there(nodes, ada));
                here.call(
                        "DELETE",
                        OPERATORS + "/grace/certificates/"
                                + DeviceId.of(lost.certificate()).value(),
                        null);
                ofLost.awaitEnd();
                assertEquals(401, there(nodes, lost));
                ofKept.await("reading", any -> true);
                assertEquals(200, there(nodes, kept));
            }
        }
    }

    @Test
    void allServersHaveTheSameKeyForChallenges() throws Exception {
        try (OmegaNodes nodes = OmegaNodes.of(2, CONFIG)) {
            nodes.start();
            String before = key(nodes, 0);
            assertTrue(before.matches(".*\"public_key\":\"[A-Za-z0-9+/]{75}=\".*"), before);
            assertEquals(before, key(nodes, 1));
        }
    }

    private static String key(OmegaNodes nodes, int node) throws Exception {
        return OperatorCallsOf.demo()
                .at(nodes.node(node).https())
                .get("api/get/public_key")
                .body();
    }

    private static int there(OmegaNodes nodes, TestIdentity identity) throws Exception {
        return OperatorCallsOf.as(identity).at(nodes.node(1).https()).get(DRAIN).statusCode();
    }

    private static LiveEvents live(OmegaNodes nodes, TestIdentity identity) throws Exception {
        return LiveEvents.open(nodes.node(1).https(), OmegaTls.showing(identity), "");
    }
}
