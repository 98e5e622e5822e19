package net.tensamin.omega.canary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.testing.TestConfig;
import net.tensamin.omega.threads.Timers;
import net.tensamin.omega.threads.VirtualTime;
import org.junit.jupiter.api.Test;

class CanaryTest {
    private final VirtualTime time = new VirtualTime();
    private final Failing server = new Failing();

    /** It would else be healthy for ever. */
    @Test
    void aTryThatFailsBeforeItBeginsIsNotTheLast() {
        Canary canary = new Canary(
                new TestConfig(Map.of("omega.canary", "true", "omega.canary.interval", "PT10S")),
                server,
                new Timers(time, Runnable::run),
                new Meters());
        canary.start(this);

        time.pass(Duration.ofSeconds(30));
        assertEquals(3, server.asked);

        canary.stop();
        time.pass(Duration.ofSeconds(30));
        assertEquals(3, server.asked);
    }

    /** Whatever would run it may hang, with all else. */
    @Test
    void oneThatIsNotTriedAnyMoreIsNotHealthy() {
        Queue<Runnable> hung = new ArrayDeque<>();
        Canary canary = new Canary(
                new TestConfig(Map.of("omega.canary", "true", "omega.canary.interval", "PT10S")),
                server,
                new Timers(time, hung::add),
                new Meters(),
                time::nanos);
        canary.start(this);
        time.pass(Duration.ofSeconds(90));
        assertTrue(canary.verdict().healthy());
        time.pass(Duration.ofSeconds(30));
        assertEquals(new Canary.Verdict(false, "no try has ended for PT2M"), canary.verdict());

        hung.forEach(Runnable::run);
        assertTrue(canary.verdict().healthy());
    }

    private static final class Failing extends CanaryServer {
        private int asked;

        @Override
        Optional<String> obstacle() {
            return Optional.empty();
        }

        @Override
        boolean servesDevices() {
            asked++;
            throw new IllegalStateException("in a test");
        }
    }
}
