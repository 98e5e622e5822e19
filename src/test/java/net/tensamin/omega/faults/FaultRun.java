package net.tensamin.omega.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.crash.ModelledLoad;
import net.tensamin.omega.testing.BadgeDevice;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.OwnThread;

/** Makes faults on a scene, one after the other and under load and with a device, and compares the store with what the model allows after each,
 * and the device's badges with the store. */
final class FaultRun<S extends Scene> implements AutoCloseable {
    /** Beyond which nobody would wait for commits to go on: no assertion of speed. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final long USER = ModelledLoad.USERS[0];
    private static final Duration NOT_READY_WITHIN = Duration.ofSeconds(10);

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

    Outcome run(Fault<S> fault) throws Exception {
        long before = load.acknowledged();
        try (OmikronClient omikron = scene.omikron()) {
            loadUntilAcknowledged(omikron, 100);
            Resources held = Resources.of(scene.process());
            long linesBefore = ServerLog.lines();
            device.takeLongestBetweenPings();
            omikron.takeLongestBetweenPings();
            Duration lasts = longForm ? fault.lasts() : shorter(fault.lasts());
            Optional<Duration> notReadyAfter = make(fault, omikron, lasts);
            Duration commitsAfter = untilCommitsGoOn(omikron);
            long lines = ServerLog.lines() - linesBefore;
            loadUntilAcknowledged(omikron, 100);
            Outcome.Pings pings =
                    new Outcome.Pings(device.takeLongestBetweenPings(), omikron.takeLongestBetweenPings());
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
                    Optional.of(commitsAfter),
                    lines,
                    load.acknowledged() - before,
                    Optional.of(pings),
                    Optional.of(held.growthAtRest(scene.process())));
        }
    }

    /** Ends it whatever comes of the load, so that what stands still can be closed. */
    private Optional<Duration> make(Fault<S> fault, OmikronClient omikron, Duration lasts) throws Exception {
        begin(fault);
        try {
            ApiAnswers answers = new ApiAnswers(scene.https(), USER);
            Optional<Duration> notReadyAfter = loadFor(omikron, answers, lasts);
            if (fault.stopsApi()) {
                answers.awaitUnavailable();
            }
            assertEquals(Set.of(), answers.unlawful(), "statuses of the API");
            return notReadyAfter;
        } finally {
            fault.end().on(scene);
        }
    }

    /** It may take longer than a device may stay silent. */
    private void begin(Fault<S> fault) throws Exception {
        FutureTask<Void> beginning = new FutureTask<>(() -> {
            fault.begin().on(scene);
            return null;
        });
        OwnThread.run(beginning);
        while (!beginning.isDone()) {
            device.look();
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        }
        beginning.get();
    }

    /** Until a request is acknowledged that was sent after the fault. */
    private Duration untilCommitsGoOn(OmikronClient omikron) throws InterruptedException {
        long ended = System.nanoTime();
        load.takeReplies(omikron);
        loadUntilAcknowledged(omikron, load.unanswered() + 1);
        return Duration.ofNanos(System.nanoTime() - ended);
    }

    private static Duration shorter(Duration lasts) {
        return lasts.isZero() ? lasts : Duration.ofSeconds(3);
    }

    /** Returns when the server said that it is not ready, if it did; where nothing commits it has to, if it says anything. */
    private Optional<Duration> loadFor(OmikronClient omikron, ApiAnswers answers, Duration time)
            throws InterruptedException {
        Readiness readiness = new Readiness(scene.process());
        long begin = System.nanoTime();
        long committedNanos = begin;
        while (System.nanoTime() - begin < time.toNanos()) {
            long acknowledged = load.acknowledged();
            offer(omikron);
            committedNanos = load.acknowledged() > acknowledged ? System.nanoTime() : committedNanos;
            answers.ask();
            if (longForm) {
                readiness.ask();
            }
        }
        boolean commits = System.nanoTime() - committedNanos < NOT_READY_WITHIN.toNanos();
        assertTrue(
                commits || readiness.isToldWithin(NOT_READY_WITHIN), () -> "not ready after " + readiness.lostAfter());
        return readiness.lostAfter();
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
