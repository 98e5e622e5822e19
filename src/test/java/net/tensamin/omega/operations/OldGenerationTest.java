package net.tensamin.omega.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OldGenerationTest {
    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(7).toNanos(); // overflows on the way
    private long collections;
    private final OldGeneration generation = new OldGeneration(() -> nanos);

    @Test
    void oneThatIsFullAfterEachCollectionForThirtySecondsHasStayedFull() {
        for (int second = 0; second < 30; second++) {
            assertFalse(collected(0.96, 0.96), "after " + second + " s");
        }
        assertTrue(collected(0.96, 0.96));
    }

    @Test
    void oneCollectionThatMakesRoomBeginsAnew() {
        for (int second = 0; second < 29; second++) {
            assertFalse(collected(1, 1));
        }
        assertFalse(collected(0.95, 1));
        for (int second = 0; second < 30; second++) {
            assertFalse(collected(1, 1));
        }
        assertTrue(collected(1, 1));
    }

    @Test
    void roomThatIsMadeWithoutACollectionOfItCounts() {
        for (int second = 0; second < 29; second++) {
            assertFalse(collected(1, 1));
        }
        assertFalse(collected(1, 0.5));
        assertFalse(collected(1, 1));
    }

    /** Nobody knows what lives until somebody looks. */
    @Test
    void withoutAnotherCollectionItIsNotKnown() {
        assertFalse(collected(1, 1));
        for (int second = 0; second < 100; second++) {
            assertFalse(passed(1, 1));
        }
        assertTrue(collected(1, 1));
    }

    @Test
    void theVirtualMachineHasOne() {
        assertEquals(1, MemoryWatch.pool().stream().count());
    }

    private boolean collected(double afterLast, double inUse) {
        collections++;
        return passed(afterLast, inUse);
    }

    private boolean passed(double afterLast, double inUse) {
        boolean full = generation.hasStayedFull(new OldGeneration.Look(collections, afterLast, inUse));
        nanos += Duration.ofSeconds(1).toNanos();
        return full;
    }
}
