package net.tensamin.omega.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReturnScheduleTest {
    private static final Ending LOST = Ending.lost("test");
    private static final Ending REPLACED = Ending.ofCloseCode(102, "");

    @Test
    void manyClientsThatLoseOneServerSpreadOverTheWholeWait() {
        long[] tenths = new long[10];
        IntStream.range(0, 10_000).forEach(client -> {
            Duration wait = new ReturnSchedule(new Random(client)).after(LOST);
            tenths[(int) Math.min(9, wait.toMillis() / 100)]++;
        });
        for (long tenth : tenths) {
            assertTrue(tenth > 700, () -> "of 10,000: " + java.util.Arrays.toString(tenths));
        }
    }

    @Test
    void waitsDoubleToAMinuteAndNoFurther() {
        ReturnSchedule schedule = new ReturnSchedule(new Random(1));
        Duration ceiling = ReturnSchedule.FIRST;
        for (int tries = 0; tries < 100; tries++) {
            Duration wait = schedule.after(LOST);
            assertTrue(wait.compareTo(ceiling) <= 0, wait + " of " + ceiling);
            Duration doubled = ceiling.multipliedBy(2);
            ceiling = doubled.compareTo(ReturnSchedule.LONGEST) > 0 ? ReturnSchedule.LONGEST : doubled;
        }
    }

    @Test
    void theWaitThatOmegaAsksForIsKept() {
        ReturnSchedule schedule = new ReturnSchedule(new Random(1));
        assertEquals(Duration.ofSeconds(5), schedule.after(Ending.ofCloseCode(100, "retry-after-ms=5000")));
        assertEquals(
                Duration.ofMinutes(10), schedule.after(Ending.ofCloseCode(100, "retry-after-ms=999999999")), "no week");
    }

    @Test
    void aServerThatSendsAwayAtOnceIsNotAskedInALoop() {
        ReturnSchedule schedule = new ReturnSchedule(new Random(1));
        Ending away = Ending.ofCloseCode(100, "retry-after-ms=0");
        Duration sum =
                IntStream.range(0, 20).mapToObj(i -> schedule.after(away)).reduce(Duration.ZERO, Duration::plus);
        assertTrue(sum.compareTo(Duration.ofMinutes(2)) > 0, sum::toString);
    }

    @Test
    void aNewerSessionIsLeftAloneForLongerAndLongerUntilOurOwnLasts() {
        ReturnSchedule schedule = new ReturnSchedule(new Random(1));
        for (int times = 0; times < 20; times++) {
            schedule.after(REPLACED);
            schedule.holds(Duration.ofMinutes(5));
        }
        assertTrue(schedule.after(REPLACED).compareTo(Duration.ofMinutes(30)) >= 0);
        schedule.holds(Duration.ofHours(2));
        assertTrue(schedule.after(REPLACED).compareTo(Duration.ofMinutes(1)) <= 0);
    }
}
