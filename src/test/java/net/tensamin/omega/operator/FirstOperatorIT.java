package net.tensamin.omega.operator;

import static net.tensamin.omega.operator.OperatorCallsOf.OPERATORS;
import static net.tensamin.omega.operator.OperatorCallsOf.json;
import static net.tensamin.omega.operator.OperatorCallsOf.said;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.testing.LiveEvents;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaProcess;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.PostgreSqlProcess;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that nobody may operate yet, and one whose database is away. */
@Timeout(600)
class FirstOperatorIT {
    private static final String DRAIN = "api/operations/drain";
    private static final String SERVER = "api/operations/server";
    private static final String DISCONNECT = "api/operations/devices/42/0123456789abcdef/disconnect";
    private static final String NOBODY = "No operator is an administrator";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @BeforeEach
    void clear() {
        OmegaDeployment.clear();
    }

    @Test
    void aDatabaseWithoutOperatorsLetsNobodyOperateUntilTheConfigurationNamesSomebody() throws Exception {
        Map<String, String> config = Map.of("omega.demo", "false", "omega.operators.administrators", "");
        long lines = lines();
        try (OmegaProcess omega = OmegaProcess.start(config)) {
            OperatorCallsOf development = development();
            for (String path : new String[] {DRAIN, "metrics"}) {
                assertEquals("403 error_forbidden", said(development.get(path)));
                String message = json(development.get(path)).getString("message");
                assertTrue(
                        message.contains("\"development\"")
                                && message.contains("omega.operators.administrators (OMEGA_OPERATORS_ADMINISTRATORS)"),
                        message);
            }
            assertEquals(200, omega.readiness(), "health asks for no operator");
            assertEquals(lines + 1, lines());
        }
        try (OmegaProcess omega = OmegaProcess.start(config)) {
            assertEquals(lines + 2, lines(), "at each start");
            assertEquals(200, omega.readiness());
        }
        Map<String, String> named = Map.of("omega.demo", "false", "omega.operators.administrators", "development");
        try (OmegaProcess omega = OmegaProcess.start(named)) {
            assertEquals(lines + 2, lines(), "no more");
            OperatorCallsOf development = development();
            assertEquals(200, development.get("metrics").statusCode());
            assertEquals(201, development.put("development", "administer").statusCode());
            assertEquals(409, development.remove("development").statusCode());
            assertEquals(200, omega.readiness());
        }
        try (OmegaProcess omega = OmegaProcess.start(config)) {
            OperatorCallsOf development = development();
            assertEquals(200, development.get(DRAIN).statusCode(), "it is registered now");
            assertEquals("409 error_conflict", said(development.remove("development")), "and the last administrator");
            assertEquals(200, omega.readiness());
        }
    }

    private static long lines() throws Exception {
        if (!Files.exists(OmegaProcess.log())) {
            return 0;
        }
        try (var lines = Files.lines(OmegaProcess.log())) {
            return lines.filter(line -> line.contains(NOBODY)).count();
        }
    }

    private static OperatorCallsOf development() throws Exception {
        var pki = OmegaDeployment.data().resolve("pki");
        return OperatorCallsOf.as(TestIdentity.read(pki.resolve("operator.pem"), pki.resolve("operator.key")));
    }

    @Test
    void whileTheDatabaseIsAwayOperatorsWhoAreKnownLookAndDrainAndNobodyElseGetsIn() throws Exception {
        try (PostgreSqlProcess database = PostgreSqlProcess.start();
                OmegaProcess omega = OmegaProcess.start(Map.of(
                        "omega.db.url", PostgreSqlProcess.url(database.port()),
                        "omega.db.user", PostgreSqlProcess.user(),
                        "omega.device.revocation-unknown-after", "PT2S"))) {
            OperatorCallsOf admin = OperatorCallsOf.demo();
            admin.put("ada", "view");
            admin.put("grace", "operate");
            TestAuthority authority = TestAuthority.development(OmegaDeployment.data());
            TestIdentity identity = authority.operator("ada");
            OperatorCallsOf ada = OperatorCallsOf.as(identity);
            OperatorCallsOf grace = OperatorCallsOf.as(authority.operator("grace"));
            OperatorCallsOf device = OperatorCallsOf.as(authority.device(42));
            TestIdentity lost = authority.operator("ada");
            String id = DeviceId.of(lost.certificate()).value();
            admin.call("DELETE", OPERATORS + "/ada/certificates/" + id, null);
            assertEquals("200 success", said(grace.call("POST", DISCONNECT, null)));

            database.kill();
            await("what is known is no longer certain")
                    .atMost(PATIENCE)
                    .until(() -> grace.call("POST", DISCONNECT, null).statusCode() == 503);

            for (String path : new String[] {DRAIN, SERVER, "metrics", "api/operations/audit"}) {
                assertEquals(200, ada.get(path).statusCode(), path);
                assertEquals(200, grace.get(path).statusCode(), path);
            }
            await("the page says so").atMost(PATIENCE).until(() -> !json(ada.get(SERVER))
                    .getJsonObject("database")
                    .getBoolean("up"));
            try (LiveEvents live = LiveEvents.open(OmegaTls.showing(identity), "")) {
                live.await("reading", any -> true);
            }
            assertEquals("403 error_forbidden", said(ada.call("POST", DRAIN, null)));
            assertEquals("503 error_unavailable", said(admin.put("eve", "view")));
            assertEquals("503 error_unavailable", said(ada.get(OPERATORS)), "which is in the database");
            assertEquals(
                    "403 error_forbidden",
                    said(OperatorCallsOf.as(authority.operator("eve")).get(DRAIN)));
            assertEquals(401, OperatorCallsOf.as(lost).get(DRAIN).statusCode());
            assertEquals(503, device.get("api/get/notifications/42").statusCode());
            assertEquals("200 success", said(grace.call("POST", DRAIN, null)));

            database.startAgain();
            await("it is certain again")
                    .atMost(PATIENCE)
                    .until(() -> admin.put("eve", "view").statusCode() == 201);
            assertTrue(omega.readiness() > 0);
        }
    }
}
