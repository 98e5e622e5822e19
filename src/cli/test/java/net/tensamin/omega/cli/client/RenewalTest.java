package net.tensamin.omega.cli.client;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RenewalTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = START.plus(Duration.ofDays(90));

    @Test
    void isDueInTheLastThirdAndNotForAllOnOneDay() {
        for (int device = 0; device < 100; device++) {
            Renewal renewal = new Renewal(START, END, new Random(device));
            assertFalse(renewal.due(START.plus(Duration.ofDays(59))));
            assertTrue(renewal.due(START.plus(Duration.ofDays(68))));
        }
        long early = new Random(5)
                .longs(100)
                .filter(seed -> new Renewal(START, END, new Random(seed)).due(START.plus(Duration.ofDays(63))))
                .count();
        assertTrue(early > 10 && early < 90, "early: " + early);
    }

    @Test
    void isTriedAgainEveryHourAndEveryMinuteInTheEnd() {
        Renewal renewal = new Renewal(START, END, new Random(1));
        Instant now = START.plus(Duration.ofDays(70));
        renewal.tried(now);
        assertFalse(renewal.due(now.plus(Duration.ofMinutes(59))));
        assertTrue(renewal.due(now.plus(Duration.ofHours(1))));
        for (Instant late : new Instant[] {END.minusSeconds(1), END, END.plus(Duration.ofDays(9))}) {
            renewal.tried(late);
            assertFalse(renewal.due(late.plusSeconds(59)));
            assertTrue(renewal.due(late.plusSeconds(60)));
        }
    }

    /** A phone that was in the future for a while, and tried there, has not done it for years to come. */
    @Test
    void isDueAgainWhenTheClockGoesBack() {
        Renewal renewal = new Renewal(START, END, new Random(1));
        renewal.tried(END.plus(Duration.ofDays(1000)));
        Instant now = START.plus(Duration.ofDays(70));
        assertTrue(renewal.due(now));
        renewal.tried(now);
        assertFalse(renewal.due(now.plusSeconds(60)));
    }

    @Test
    void isOverWithTheNewCertificate() {
        Renewal renewal = new Renewal(START, END, new Random(1));
        renewal.renewed(END.minus(Duration.ofDays(10)), END.plus(Duration.ofDays(80)));
        assertFalse(renewal.due(END));
    }

    @Test
    void aCertificateOfAnHourIsRenewedToo() {
        Renewal renewal = new Renewal(START, START.plus(Duration.ofHours(1)), new Random(1));
        assertFalse(renewal.due(START.plus(Duration.ofMinutes(39))));
        assertTrue(renewal.due(START.plus(Duration.ofMinutes(46))));
    }

    @Test
    void aCertificateOfAMinuteIsTriedAgainBeforeItEnds() {
        Instant end = START.plusSeconds(60);
        Renewal renewal = new Renewal(START.minusSeconds(60), end, new Random(1));
        Instant due = START.plusSeconds(30);
        assertTrue(renewal.due(due));
        renewal.tried(due);
        assertFalse(renewal.due(due.plusSeconds(5)));
        assertTrue(renewal.due(due.plusSeconds(6)));
    }
}
