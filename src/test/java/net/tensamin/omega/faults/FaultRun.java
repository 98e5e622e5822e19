package net.tensamin.omega.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.tensamin.omega.crash.ModelledLoad;
import net.tensamin.omega.testing.BadgeDevice;
import net.tensamin.omega.testing.OmegaProcess;
import net.tensamin.omega.testing.OmikronClient;

/** Makes faults on a scene, one after the other and under load and with a device, and compares the store with what the model allows after each,
 * and the device's badges with the store. */
final class FaultRun<S extends Scene> implements AutoCloseable {
    /** Beyond which nobody would wait for commits to go on: no assertion of speed. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final long USER = ModelledLoad.USERS[0];
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(1);
    private static final int UNAVAILABLE = 503;
    private static final Duration LOOK = Duration.ofMillis(1);

    private final S scene;
    private final boolean longForm;
    private final ModelledLoad load = new ModelledLoad(new Random());
    private final BadgeDevice device;

    FaultRun(S scene, boolean longForm) {
        this.scene = scene;
        this.longForm = longForm;
        this.device = scene.device(USER);
        device.connect();
    }

    @Override
    public void close() {
        device.close();
    }

    /**
     * What came of a fault.
     *
     * @param notReadyAfter its beginning, as far as it lasted so long
     * @param commitsAfter its end
     * @param lines that all nodes logged until then
     * @param acknowledged requests, all of which are in the store
     */
    record Outcome(
            String fault,
            String database,
            int nodes,
            Duration lasted,
            Optional<Duration> notReadyAfter,
            Duration commitsAfter,
            long lines,
            long acknowledged) {}

    Outcome run(Fault<S> fault) throws Exception {
        long before = load.acknowledged();
        try (OmikronClient omikron = scene.omikron()) {
            loadUntilAcknowledged(omikron, 100);
            long linesBefore = lines();
            fault.begin().on(scene);
            Duration lasts = longForm ? fault.lasts() : shorter(fault.lasts());
            Optional<Duration> notReadyAfter = loadFor(omikron, lasts);
            fault.end().on(scene);
            Duration commitsAfter = untilCommitsGoOn(omikron);
            long lines = lines() - linesBefore;
            loadUntilAcknowledged(omikron, 100);
            load.awaitReplies(omikron);
            Map<Long, Set<Long>> pending = load.compareWithServer(scene.https());
            device.awaitBadges(pending.get(USER));
            assertEquals(1, device.connections(), "a session lives through it");
            return new Outcome(
                    fault.name(),
                    scene.database(),
                    scene.nodes(),
                    lasts,
                    notReadyAfter,
                    commitsAfter,
                    lines,
                    load.acknowledged() - before);
        }
    }

    /** Until a request is acknowledged that was sent after the fault. */
    private Duration untilCommitsGoOn(OmikronClient omikron) throws InterruptedException {
        long ended = System.nanoTime();
        load.takeReplies(omikron);
        loadUntilAcknowledged(omikron, load.unanswered() + 1);
        return Duration.ofNanos(System.nanoTime() - ended);
    }

    private static long lines() throws IOException {
        try (Stream<String> lines = Files.lines(OmegaProcess.log())) {
            return lines.count();
        }
    }

    private static Duration shorter(Duration lasts) {
        return lasts.isZero() ? lasts : Duration.ofSeconds(3);
    }

    /** Returns when the server said that it is not ready, if it did. */
    private Optional<Duration> loadFor(OmikronClient omikron, Duration time) throws InterruptedException {
        long begin = System.nanoTime();
        long asked = begin;
        Optional<Duration> notReady = Optional.empty();
        for (long now = begin; now - begin < time.toNanos(); now = System.nanoTime()) {
            offer(omikron);
            if (longForm && notReady.isEmpty() && now - asked > BETWEEN_QUESTIONS.toNanos()) {
                asked = now;
                notReady = scene.readiness() == UNAVAILABLE
                        ? Optional.of(Duration.ofNanos(System.nanoTime() - begin))
                        : Optional.empty();
            }
        }
        return notReady;
    }

    private void loadUntilAcknowledged(OmikronClient omikron, int requests) throws InterruptedException {
        long wanted = load.acknowledged() + requests;
        for (long begin = System.nanoTime(); load.acknowledged() < wanted; ) {
            offer(omikron);
            assertTrue(
                    System.nanoTime() - begin < PATIENCE.toNanos(),
                    () -> (wanted - load.acknowledged()) + " acknowledgements did not come within " + PATIENCE);
        }
    }

    private void offer(OmikronClient omikron) throws InterruptedException {
        assertTrue(!omikron.ended(), "the link of the Omikron has ended");
        if (load.tooMuchUnanswered()) {
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos()); // the pace of a load, nothing is waited for
        } else {
            load.request(omikron, ModelledLoad.USERS);
        }
        load.takeReplies(omikron);
        device.look();
    }
}
