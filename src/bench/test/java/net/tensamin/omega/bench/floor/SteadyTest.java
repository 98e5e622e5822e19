package net.tensamin.omega.bench.floor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SteadyTest {
    private final AtomicInteger batches = new AtomicInteger();

    @Test
    void whatGetsCheaperIsMeasuredUntilItIsNotCheaperAnyMore() throws Exception {
        assertEquals(100, Steady.nanos(() -> Math.max(100, 1_000 - batches.getAndIncrement())));
    }

    @Test
    void aBatchThatIsInterruptedDoesNotCount() throws Exception {
        assertEquals(100, Steady.nanos(() -> batches.getAndIncrement() % 10 == 0 ? 5_000 : 100));
    }

    @Test
    void aMachineThatNeverSettlesIsGivenUp() throws Exception {
        assertTrue(Steady.nanos(() -> 1L << batches.getAndIncrement() / Steady.BATCHES % 50) > 0);
    }
}
