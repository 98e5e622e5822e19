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

    /** The proof needs a ping, which comes an interval after the identification: a moment too late. */
    private static final Map<String, String> CONFIG = Map.of(
            "omega.canary", "true",
            "omega.canary.interval", "PT1S",
            "omega.canary.patience", "PT3.001S",
            "omega.tauri.ping-interval", "PT3S");

    @Test
    void readinessSaysAtWhichStepTheCanaryFails() throws Exception {
        OmegaDeployment.clear();
        OmegaProcess omega = OmegaProcess.start(CONFIG);
        try {
            await().atMost(PATIENCE).until(() -> omega.readiness() == 503);

            Map<String, String> ready = Health.of("ready").checks();
            assertEquals("DOWN failed at step proof: not done within PT3.001S", ready.get("canary"));
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
