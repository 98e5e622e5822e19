package net.tensamin.omega.tauri;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import net.tensamin.omega.tauri.PhoneBehindNat.Reopening;
import org.junit.jupiter.api.Test;

/**
 * Whatever a device has learnt of its networks, in lives that chance makes up: once its path no longer answers, its session is over an interval and 30 s
 * later (SPEC §3), in virtual time.
 */
class SilentPathHistoriesTest {
    private static final int LIVES = 60;
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(15);
    private static final Duration UNANSWERED = Duration.ofSeconds(30);
    private static final Duration TICK = Duration.ofSeconds(1);

    @Test
    void anIntervalOutlivesNoPathThatNoLongerAnswers() {
        for (long seed = 1; seed <= LIVES; seed++) {
            new Life(seed).run();
        }
    }

    /** From one seed. */
    private static final class Life {
        private final long seed;
        private final SplittableRandom random;
        private final SessionFixture fixture = new SessionFixture();
        private final LifetimeLog log;
        private final PhoneBehindNat phone;

        private Life(long seed) {
            this.seed = seed;
            this.random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L);
            InstantSource wall = () -> Instant.parse("2026-01-01T00:00:00Z").plusNanos(fixture.nanos);
            Clock clock = wall.withZone(ZoneOffset.UTC);
            log = new LifetimeLog(new MemoryNetworks(), clock);
            fixture.lifetimes = log;
            fixture.idleTimeout = seconds(60, 1_200);
            Reopening[] ways = Reopening.values();
            phone = new PhoneBehindNat(fixture, log, seconds(20, 600), ways[random.nextInt(ways.length)]);
        }

        private Duration seconds(int least, int most) {
            return Duration.ofSeconds(random.nextInt(least, most));
        }

        private void run() {
            for (int chapters = random.nextInt(2, 40); chapters > 0; chapters--) {
                phone.live(seconds(5, 900));
                switch (random.nextInt(6)) {
                    case 0 -> phone.natForgetsAfter(seconds(20, 600));
                    case 1 -> phone.moveTo("198.51." + random.nextInt(100, 104) + ".7");
                    case 2 -> phone.connect();
                    case 3 -> fallSilent();
                    default -> {}
                }
            }
            fallSilent();
        }

        /** For so long that its session must be over; then it is back. */
        private void fallSilent() {
            Duration interval = phone.nextPing.compareTo(SHORTEST_INTERVAL) > 0 ? phone.nextPing : SHORTEST_INTERVAL;
            phone.turnOff();
            phone.live(interval.plus(UNANSWERED).plus(TICK));
            assertTrue(
                    phone.client().closedWith >= 0,
                    () -> "life " + seed + ": still there " + interval + " and 30 s after its last answer");
            phone.turnOn();
        }
    }
}
