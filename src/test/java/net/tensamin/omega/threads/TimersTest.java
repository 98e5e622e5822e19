package net.tensamin.omega.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TimersTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualTime time = new VirtualTime();
    private final Deque<Runnable> blocking = new ArrayDeque<>();
    private final Timers timers = new Timers(time, blocking::add);
    private final AtomicInteger done = new AtomicInteger();

    @Test
    void aBeatComesEachIntervalWhateverItThrows() {
        Timers.Plan beat = timers.beat(SECOND, () -> {
            done.incrementAndGet();
            throw new NoClassDefFoundError("on purpose");
        });
        time.pass(SECOND.multipliedBy(10));
        assertEquals(10, done.get());

        beat.cancel();
        time.pass(SECOND);
        assertEquals(10, done.get());
    }

    @Test
    void whatMayBlockIsHandedOnAndNeverDoneTwiceAtATime() {
        timers.work(SECOND, done::incrementAndGet);
        time.pass(SECOND.multipliedBy(10));
        assertEquals(0, done.get());
        assertEquals(1, blocking.size(), "it is not done yet");

        blocking.remove().run();
        assertEquals(1, done.get());
        time.pass(SECOND.minusNanos(1));
        assertEquals(0, blocking.size());
        time.pass(Duration.ofNanos(1));
        assertEquals(1, blocking.size());
    }

    @Test
    void workThatFailsIsTriedAgain() {
        timers.work(SECOND, () -> {
            done.incrementAndGet();
            throw new IllegalStateException("on purpose");
        });
        for (int i = 0; i < 3; i++) {
            time.pass(SECOND);
            blocking.remove().run();
        }

        assertEquals(3, done.get());
    }

    @Test
    void workThatIsCancelledWhileItWaitsOrRunsIsNotPlannedAgain() {
        Timers.Plan[] work = new Timers.Plan[1];
        work[0] = timers.work(SECOND, () -> {
            done.incrementAndGet();
            work[0].cancel();
        });
        time.pass(SECOND);
        blocking.remove().run();
        time.pass(SECOND.multipliedBy(10));

        assertEquals(1, done.get());
        assertEquals(0, blocking.size());
    }

    @Test
    void whereNoThreadTakesItNothingFails() {
        Timers stopping = new Timers(time, work -> {
            throw new RejectedExecutionException("on purpose");
        });
        stopping.later(SECOND, done::incrementAndGet);
        time.pass(SECOND);

        assertEquals(0, done.get());
    }
}
