package net.tensamin.omega.quic.turns;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TurnTimersTest {
    private final TransportThreads threads = new TransportThreads();
    private final Turn turn = new Turn(threads);
    private final ScheduledExecutorService timers = turn.timers();
    private final AtomicInteger turns = new AtomicInteger();
    private final Queue<String> done = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void begin() {
        turn.begin(new Turn.Owner() {
            @Override
            public void failed(Throwable failure) {
                done.add(failure.toString());
            }

            @Override
            public long settle(boolean visit) {
                turns.incrementAndGet();
                return -1;
            }
        });
        await().until(() -> turns.get() == 1);
    }

    @AfterEach
    void close() {
        threads.close();
    }

    private ScheduledFuture<?> schedule(String name, long millis) {
        Runnable task = () -> done.add(name);
        return timers.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    @Test
    void whatIsDueRunsInTurns() {
        schedule("second", 60);
        schedule("first", 20);
        await().until(() -> done.size() == 2);
        assertEquals("[first, second]", done.toString());
    }

    @Test
    void whatWasCancelledTakesNoTurn() {
        for (int i = 0; i < 5; i++) {
            schedule("cancelled", 10 + 5 * i).cancel(false);
        }
        schedule("last", 80);
        await().until(() -> done.size() == 1 && turns.get() > 1);
        assertEquals("[last] 2", done + " " + turns, "one turn to begin, one for the last");
    }

    @Test
    void whatIsSetAnewAgainAndAgainRunsOnce() {
        ScheduledFuture<?> timer = schedule("too early", 10);
        for (int i = 1; i < 50; i++) {
            timer.cancel(false);
            timer = schedule("in time", 10 + i);
        }
        await().until(() -> done.size() == 1);
        assertEquals("[in time]", done.toString());
    }
}
