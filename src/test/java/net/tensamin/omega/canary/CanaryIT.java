package net.tensamin.omega.canary;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import net.tensamin.omega.testing.Health;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaProcess;
import net.tensamin.omega.testing.OperatorCalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A canary that fails in a real server; for one that does not, see {@code TauriProtocolIT}. */
@Timeout(300)
class CanaryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A device may say two things: the pong that proves is one too many. The server is ready before the first try. */
    private static final Map<String, String> CONFIG = Map.of(
            "omega.canary", "true",
            "omega.canary.interval", "PT10S",
            "omega.tauri.messages-per-device", "2/PT1H");

    @Test
    void readinessSaysAtWhichStepTheCanaryFails() throws Exception {
        OmegaDeployment.clear();
        OmegaProcess omega = OmegaProcess.start(CONFIG);
        try {
            await().atMost(PATIENCE).until(() -> omega.readiness() == 503);

            Map<String, String> ready = Health.of("ready").checks();
            assertTrue(ready.get("canary").startsWith("DOWN failed at step proof: "), ready::toString);
            ready.keySet().remove("canary");
            assertTrue(ready.values().stream().allMatch(check -> check.startsWith("UP ")), ready::toString);
            assertEquals(200, Health.of("live").httpStatus(), "a restart would help nobody");
            assertEquals(200, Health.of("started").httpStatus());
            Map<String, Double> samples = OperatorCalls.samples();
            assertEquals(0, samples.get("omega_canary_healthy"));
            assertTrue(samples.get("omega_canary_runs_total{outcome=\"proof\"}") >= 1, samples::toString);
            assertTrue(samples.get("omega_canary_push_seconds_count") >= 1, "its push came");
        } finally {
            omega.kill();
        }
    }
}
