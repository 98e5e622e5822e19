package net.tensamin.omega.quic.turns;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransportTimerTest {
    private final TransportTimer timer = new TransportTimer(System::nanoTime);
    private final Thread thread = new Thread(() -> timer.run(() -> {}), "timer");
    private final List<Long> early = new CopyOnWriteArrayList<>();
    private final List<Integer> called = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        thread.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    private void call(int number, Duration after) {
        long due = System.nanoTime() + after.toNanos();
        Runnable task = () -> {
            if (System.nanoTime() < due) {
                early.add(due);
            }
            called.add(number);
        };
        timer.call(task, due);
    }

    private void awaitCalls(int calls) {
        await().atMost(Duration.ofSeconds(60)).until(() -> called.size() == calls);
        assertEquals(List.of(), early);
    }

    @Test
    void allAreCalledOnceAndNoneTooEarly() {
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            call(i, Duration.ofMillis(random.nextInt(1_500)));
        }
        awaitCalls(5_000);
        assertEquals(5_000, called.stream().distinct().count());
    }

    @Test
    void whatWasTakenBackIsNotCalled() {
        for (int i = 0; i < 100; i++) {
            long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20 + i);
            timer.call(() -> called.add(-1), due).cancel();
        }
        call(1, Duration.ofMillis(150));
        awaitCalls(1);
        assertEquals(List.of(1), called);
    }

    @Test
    void theEarliestDeadlineIsCalledFirst() {
        call(2, Duration.ofSeconds(2));
        call(1, Duration.ofMillis(100));
        awaitCalls(2);
        assertEquals(List.of(1, 2), called);
    }

    @Test
    void whatIsOverdueIsCalledAtOnce() {
        call(1, Duration.ofSeconds(-5));
        awaitCalls(1);
    }

    /** One slot serves several turns of the timer. */
    @Test
    void aCallMayBeFurtherAwayThanTheWheelIsRound() {
        long round = TransportTimer.TICK.toNanos() * TransportTimer.SLOTS;
        call(1, Duration.ofNanos(round).plusMillis(500));
        call(2, Duration.ofMillis(500));
        awaitCalls(2);
        assertEquals(List.of(2, 1), called);
        assertTrue(TimeUnit.NANOSECONDS.toSeconds(round) >= 10);
    }
}
