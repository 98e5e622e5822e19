package net.tensamin.omega.operations.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import net.tensamin.omega.mailbox.PendingTotals;
import org.junit.jupiter.api.Test;

class PendingWatchTest {
    private final Queue<Runnable> background = new ArrayDeque<>();
    private int counts;
    private boolean away;
    private boolean busy;
    private long nanos = Long.MAX_VALUE - 1; // a monotonic clock may begin anywhere
    private final PendingWatch watch = new PendingWatch(this::count, this::execute, () -> nanos);

    @Test
    void isCountedInTheBackgroundAndOneAtATime() {
        assertEquals(Optional.empty(), watch.totals());
        assertEquals(Optional.empty(), watch.totals());
        assertEquals(1, background.size());

        background.remove().run();

        assertEquals(Optional.of(1L), pairs());
    }

    @Test
    void isNotCountedAgainBeforeItIsOld() {
        watch.totals();
        background.remove().run();
        nanos += PendingWatch.INTERVAL.toNanos() - 1;
        assertEquals(Optional.of(1L), pairs());
        assertEquals(0, background.size());

        nanos++;
        assertEquals(Optional.of(1L), pairs(), "the old one stays until there is another");
        background.remove().run();

        assertEquals(Optional.of(2L), pairs());
    }

    @Test
    void whatCannotBeCountedIsUnknownAndTriedLater() {
        watch.totals();
        background.remove().run();
        away = true;
        nanos += PendingWatch.INTERVAL.toNanos();
        watch.totals();
        background.remove().run();
        assertEquals(Optional.empty(), pairs());

        nanos += PendingWatch.INTERVAL_AFTER_FAILURE.toNanos() - 1;
        watch.totals();
        assertEquals(0, background.size());
        nanos++;
        away = false;
        watch.totals();
        background.remove().run();

        assertEquals(Optional.of(3L), pairs());
    }

    @Test
    void anExecutorThatTakesNothingIsAskedAgain() {
        busy = true;
        watch.totals();
        busy = false;
        watch.totals();

        assertEquals(1, background.size());
    }

    private Optional<Long> pairs() {
        return watch.totals().map(PendingTotals::pairs);
    }

    private PendingTotals count() {
        counts++;
        if (away) {
            throw new IllegalStateException("the database is away");
        }
        return new PendingTotals(counts, BigInteger.ONE);
    }

    private void execute(Runnable task) {
        if (busy) {
            throw new RejectedExecutionException();
        }
        background.add(task);
    }
}
