package net.tensamin.omega.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.tensamin.omega.crash.ModelledLoad;
import net.tensamin.omega.testing.OmikronClient;

/** The disk below H2 becomes read-only for good: nothing is acknowledged and nobody sent here, until it is mended. */
final class ReadOnlyDisk {
    static final String NAME = "the disk has become read-only; mended, and the server started again";

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int UNAVAILABLE = 503;
    private static final int SOME = 100;

    private final H2Scene scene;
    private final ModelledLoad load = new ModelledLoad(new Random());

    /** @param scene of which nobody counts the badges after this */
    ReadOnlyDisk(H2Scene scene) {
        this.scene = scene;
    }

    Outcome run() throws Exception {
        scene.change(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("delete from pending_pair");
            }
        });
        long before = ServerLog.lines();
        try (OmikronClient omikron = scene.omikron()) {
            acknowledge(omikron);
            scene.mount().giveUp();
            long begun = System.nanoTime();
            load.request(omikron, ModelledLoad.USERS);
            await("503").atMost(PATIENCE).until(() -> scene.process().readiness() == UNAVAILABLE);
            Duration notReadyAfter = Duration.ofNanos(System.nanoTime() - begun);
            scene.process().kill();
            await("the end of the link").atMost(PATIENCE).until(omikron::ended);
            load.takeReplies(omikron);
            assertRefused();
            scene.mount().mend();
            scene.startAgain();
            load.compareWithServer(scene.https());
            return new Outcome(
                    NAME,
                    scene.database(),
                    1,
                    Duration.ZERO,
                    Optional.of(notReadyAfter),
                    Optional.empty(),
                    ServerLog.lines() - before,
                    load.acknowledged(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /** With one line that says why. */
    private void assertRefused() throws Exception {
        long before = ServerLog.lines();
        assertThrows(IllegalStateException.class, scene::startAgain, "a server on a read-only disk does not start");
        List<String> lines = ServerLog.since(before);
        assertTrue(
                lines.stream()
                                .filter(line -> line.contains("Omega does not start: ")
                                        && line.contains("Read-only file system"))
                                .count()
                        == 1,
                lines::toString);
        assertTrue(lines.stream().noneMatch(line -> line.startsWith("\tat ")), lines::toString);
    }

    private void acknowledge(OmikronClient omikron) throws InterruptedException {
        for (int i = 0; i < SOME; i++) {
            load.request(omikron, ModelledLoad.USERS);
            load.awaitReply(omikron);
        }
    }
}
