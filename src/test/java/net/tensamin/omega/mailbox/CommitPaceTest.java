package net.tensamin.omega.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitPaceTest {
    private final List<Long> waits = new ArrayList<>();
    private long nanos = Long.MAX_VALUE - 150; // overflows on the way
    private final CommitPace pace = pace(100);

    @Test
    void firstTransactionBeginsAtOnce() {
        pace.await();

        assertEquals(List.of(), waits);
    }

    @Test
    void nextWaitsForTheRestOfTheInterval() {
        pace.await();
        nanos += 30;
        pace.await();
        nanos += 100;
        pace.await();

        assertEquals(List.of(70L), waits);
    }

    @Test
    void awaitGoesOnAfterAnEarlyWakeUp() {
        pace.await();
        early = 10;
        pace.await();

        assertEquals(List.of(100L, 10L), waits);
    }

    @Test
    void noIntervalIsNoWait() {
        CommitPace none = pace(0);
        none.await();
        none.await();

        assertEquals(List.of(), waits);
    }

    private long early;

    private CommitPace pace(long interval) {
        return new CommitPace(Duration.ofNanos(interval), () -> nanos, left -> {
            waits.add(left);
            nanos += left - early;
            early = 0;
        });
    }
}
