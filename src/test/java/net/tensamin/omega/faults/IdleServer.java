package net.tensamin.omega.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.testing.OmegaDeployment;

/** A server that nobody uses but an orchestrator that asks whether it is ready, while its database is stopped for a while: what it logs. */
final class IdleServer {
    static final String NAME = "the database is stopped, and the server idle";

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String OVER = "The database is back";
    private static final int OK = 200;
    private static final int BEGIN_AND_END = 3;

    private IdleServer() {}

    /** @param lasts how long it is away once the server knows; a minute is not reached, after which there would be a line more */
    static Outcome run(PostgreSqlScene scene, Duration lasts) throws Exception {
        awaitReportOfStart();
        Resources held = Resources.of(scene.process());
        long before = ServerLog.lines();
        scene.postgreSql().stop();
        await("that the server is not ready")
                .atMost(PATIENCE)
                .until(() -> scene.process().readiness() != OK);
        TimeUnit.NANOSECONDS.sleep(lasts.toNanos()); // the length of the fault
        scene.postgreSql().startAgain();
        await("the end of the outage")
                .atMost(PATIENCE)
                .until(() -> scene.process().readiness() == OK && isOver(before));
        List<String> lines = ServerLog.since(before);
        assertTrue(lines.size() <= BEGIN_AND_END, () -> "more than its begin and end: " + lines);
        return new Outcome(
                NAME,
                scene.database(),
                scene.nodes(),
                lasts,
                Optional.empty(),
                Optional.empty(),
                lines.size(),
                0,
                Optional.empty(),
                Optional.of(held.growthAtRest(scene.process())));
    }

    private static boolean isOver(long before) throws IOException {
        return ServerLog.since(before).stream().anyMatch(line -> line.contains(OVER));
    }

    /** A server is ready before it says so, and this file is the last of what it says. */
    private static void awaitReportOfStart() {
        Path last = OmegaDeployment.data().resolve("demo/operations-page.txt");
        await("the report of the start").atMost(PATIENCE).until(() -> Files.exists(last));
    }
}
