package net.tensamin.omega.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingLifetimeTest {
    private static final Duration SHORTEST = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final long NOON = 1_767_268_800_000L;
    private static final long DAY = Duration.ofDays(1).toMillis();

    private static long next(MappingLifetime known, long now) {
        return known.next(SHORTEST, LONGEST, now).toMillis();
    }

    private static MappingLifetime held(long silence) {
        return new MappingLifetime(1, 0, 0).held(silence);
    }

    @ParameterizedTest
    @CsvSource({"0, 15000", "13000, 15000", "16000, 18000", "80000, 90000", "270000, 300000", "400000, 300000"})
    void theNextSilenceIsAnEighthLongerThanOneThatHeldWithinBounds(long held, long next) {
        assertEquals(next, next(held(held), NOON));
    }

    @Test
    void aShorterSilenceThatHeldChangesNothing() {
        assertEquals(held(80_000), held(80_000).held(20_000));
    }

    @Test
    void afterOneThatWasTooMuchTheSearchRestsForADayALittleBelowWhatHeld() {
        MappingLifetime known = held(80_000).forgotten(90_000, NOON);
        assertEquals(77_500, next(known, NOON));
        assertEquals(77_500, next(known, NOON + DAY - 1));
        assertEquals(90_000, next(known, NOON + DAY));
    }

    @Test
    void aPathThatForgetsWhatItHadBorneIsKnownForAQuarterLess() {
        MappingLifetime known = held(80_000).forgotten(60_000, NOON);
        assertEquals(45_000, known.held());
        assertEquals(NOON + DAY, known.restsUntil());
    }

    @Test
    void aSilenceThatIsNotAnsweredEndsTheSearchForADayAndChangesNothingThatHeld() {
        MappingLifetime known = held(80_000).unanswered(60_000, NOON);
        assertEquals(80_000, known.held());
        assertEquals(NOON + DAY, known.restsUntil());
    }

    @ParameterizedTest
    @CsvSource({"60, 45000", "180, 45000", "181, 80000", "86400, 80000"})
    void twoInARowAreAPathThatForgets(long secondsBetween, long held) {
        MappingLifetime known = held(80_000).unanswered(60_000, NOON).unanswered(60_000, NOON + 1000 * secondsBetween);
        assertEquals(held, known.held());
    }

    @Test
    void ofTwoSessionsTheLongerSilenceAndTheLongerRestCount() {
        MappingLifetime resting = held(20_000).forgotten(30_000, NOON);
        assertEquals(new MappingLifetime(1, 80_000, NOON + DAY), held(80_000).with(resting));
        assertEquals(new MappingLifetime(1, 80_000, NOON + DAY), resting.with(held(80_000)));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.0/24",
        "192.0.2.255, 192.0.2.0/24",
        "255.255.255.1, 255.255.255.0/24",
        "2001:db8:1:2::3, 2001:db8:1:0:0:0:0:0/48",
        "ffff:ffff:ffff:1::, ffff:ffff:ffff:0:0:0:0:0/48",
        "::1, 0:0:0:0:0:0:0:0/48",
    })
    void aNetworkIsTheFirstThreeOrSixBytesOfAnAddress(String address, String network) throws UnknownHostException {
        Network of = Network.of(InetAddress.getByName(address));
        assertEquals(network, of.toString());
        assertEquals(of, Network.parse(of.toString()));
    }
}
