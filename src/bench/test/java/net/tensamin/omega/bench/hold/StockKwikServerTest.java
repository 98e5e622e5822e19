package net.tensamin.omega.bench.hold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The others of the benchmark run whenever it does; this one stands on what our classes happen to need of Kwik. */
class StockKwikServerTest {
    private static final int SECONDS = 30;

    @TempDir
    Path results;

    @Test
    void kwikAsItIsHoldsAuthenticatedSessionsAndPushes() throws Exception {
        Duration second = Duration.ofSeconds(1);
        HoldPlan plan = new HoldPlan(
                List.of("kwik"),
                List.of(2),
                0,
                2,
                1,
                false,
                second,
                second,
                second,
                1,
                1,
                List.of("-Xmx64m"),
                false,
                results);
        Identities identities = Identities.open(results.resolve("certificates"), plan.identities());
        Arrivals arrivals = new Arrivals(plan.identities());

        try (Contender kwik = Contender.start("kwik", plan, identities);
                Fleet fleet = kwik.fleet(arrivals);
                PushSource pushes = kwik.pushes()) {
            for (int client = 0; client < plan.mostSessions(); client++) {
                Fleet.Session session = fleet.connect(client).get(SECONDS, TimeUnit.SECONDS);
                pushes.push(client);
                pushes.flush();
                assertTrue(arrivals.await(1, SECONDS), "no push");
                assertTrue(session.isOpen());
            }
            assertEquals(StockKwikServer.MOST, kwik.most());
        }
    }
}
