package net.tensamin.omega.operations;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import net.tensamin.omega.testing.TestConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrainTest {
    private static final Object APPLICATION = new Object();
    private static final DrainSettings SETTINGS = new DrainSettings(Duration.ofSeconds(10), Duration.ofSeconds(8));

    private final List<String> done = new CopyOnWriteArrayList<>();
    private final List<Duration> windows = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void endThreads() throws InterruptedException {
        gate.countDown();
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join();
        }
    }

    @Test
    void stepsAreTakenInOrderAndOnce() {
        Drain drain = drain(SETTINGS, step("first"), step("second"));
        assertEquals(Drain.State.SERVING, drain.state());

        drain.begin();
        drain.begin();
        drain.stop(APPLICATION);

        assertEquals(Drain.State.DRAINED, drain.state());
        assertEquals(List.of("first", "second"), done);
        assertEquals(1, threads.size());
    }

    @Test
    void beginningDoesNotWait() {
        Drain drain = drain(SETTINGS, step("first"), waiting(), step("second"));

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> drain.begin());

        await().until(() -> done.equals(List.of("first")));
        assertEquals(Drain.State.DRAINING, drain.state());
        assertTrue(drain.remaining().compareTo(SETTINGS.window()) <= 0);
        gate.countDown();
        await().until(() -> drain.state() == Drain.State.DRAINED);
        assertEquals(List.of("first", "second"), done);
    }

    @Test
    void aStepThatFailsKeepsNoOtherFromBeingTaken() {
        DrainStep failing = new DrainStep("fail", window -> {
            throw new IllegalStateException("told to fail");
        });
        Drain drain = drain(SETTINGS, failing, step("second"));

        drain.stop(APPLICATION);

        assertEquals(List.of("second"), done);
    }

    @Test
    void aStepThatHangsDoesNotKeepTheServerFromStopping() {
        DrainSettings impatient = new DrainSettings(Duration.ofSeconds(10), Duration.ofMillis(100));
        Drain drain = drain(impatient, step("first"), waiting(), step("second"));

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> drain.stop(APPLICATION));

        assertEquals(Drain.State.DRAINING, drain.state());
        assertEquals(List.of("first"), done);
    }

    @Test
    void aStopLeavesHalfOfItsTimeForWhatIsToBeWritten() {
        Drain drain = drain(SETTINGS, new DrainStep("look", windows::add));
        drain.stop(APPLICATION);
        assertEquals(List.of(Duration.ofSeconds(4)), windows);

        DrainSettings patient = new DrainSettings(Duration.ofSeconds(10), Duration.ofSeconds(60));
        assertEquals(Duration.ofSeconds(10), patient.windowAtStop());
    }

    @ParameterizedTest
    @CsvSource({"omega.drain.window, PT0S", "omega.drain.stop-within, PT2H"})
    void timesOutOfBoundsNameTheirKey(String key, String value) {
        TestConfig config = TestConfig.of(key, value);

        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> DrainSettings.from(config));

        assertTrue(refusal.getMessage().startsWith(key + " "), refusal.getMessage());
    }

    private Drain drain(DrainSettings settings, DrainStep... steps) {
        return new Drain(
                List.of(steps),
                work -> {
                    Thread thread = new Thread(work, "drain");
                    threads.add(thread);
                    return thread;
                },
                settings);
    }

    private DrainStep step(String name) {
        return new DrainStep(name, window -> done.add(name));
    }

    private DrainStep waiting() {
        return new DrainStep("wait", window -> gate.await());
    }
}
