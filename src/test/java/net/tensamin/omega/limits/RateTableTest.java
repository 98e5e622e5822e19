package net.tensamin.omega.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RateTableTest {
    private static final int AMOUNT = 5;
    private static final Source HONEST = Source.ofAddress("192.0.2.1");

    private long nanos = -7;
    private final RateTable table = new RateTable(new Rate(AMOUNT, Duration.ofSeconds(1)), () -> nanos);

    @Test
    void eachSourceHasItsOwnRate() {
        assertEquals(AMOUNT, takeAll(HONEST));
        assertEquals(AMOUNT, takeAll(Source.ofAddress("192.0.2.2")));
        assertEquals(Duration.ofMillis(200).toNanos(), table.take(HONEST));
        nanos += Duration.ofMillis(400).toNanos();
        assertEquals(2, takeAll(HONEST));
    }

    @Test
    void lookingTakesNothing() {
        for (int i = 0; i < 100; i++) {
            assertEquals(0, table.peek(HONEST));
        }
        takeAll(HONEST);
        assertEquals(Duration.ofMillis(200).toNanos(), table.peek(HONEST));
    }

    @Test
    void addressesOfOneIpv6NetworkAreOneSource() {
        assertEquals(AMOUNT, takeAll(Source.ofAddress("2001:db8:0:1::1")));
        assertTrue(table.take(Source.ofAddress("2001:db8:0:1:ffff::2")) > 0);
        assertEquals(0, table.take(Source.ofAddress("2001:db8:0:2::1")));
        assertEquals(
                "2001:db8:0:1:0:0:0:0/64",
                Source.ofAddress("2001:db8:0:1:ffff::2").toString());
        assertEquals("192.0.2.1", HONEST.toString());
        assertEquals(HONEST.key(), Source.ofAddress("::ffff:192.0.2.1").key(), "IPv4 in IPv6 is IPv4");
    }

    /**
     * An attacker with very many addresses, each of them used up: the table is as large as before, no address gets more than
     * its rate, and of others who stay within theirs hardly any is refused: 2,000 are expected to meet (2,000 / 65,536)².
     */
    @Test
    void floodFromManySourcesHardlyMeetsAnybodyElse() {
        sources(1, 2_000).forEach(attacker -> {
            for (int i = 0; i < 3 * AMOUNT; i++) {
                table.take(attacker);
            }
        });
        long refused = sources(2, 10_000).filter(other -> table.take(other) > 0).count();
        assertTrue(refused < 100, refused + " of 10,000 others were refused");
    }

    /** With more attackers than buckets the limit is one for all of them: it fails safe, and does not grow. */
    @Test
    void floodFromMoreSourcesThanBucketsGetsNoMoreThanTheBuckets() {
        long taken = sources(3, 1_000_000)
                .mapToLong(attacker -> LongStream.range(0, 2)
                        .filter(i -> table.take(attacker) == 0)
                        .count())
                .sum();
        assertTrue(taken <= 2L * AMOUNT * RateTable.BUCKETS, taken + " were let through");
    }

    private static java.util.stream.Stream<Source> sources(int seed, int count) {
        return new Random(seed).longs(count).mapToObj(key -> new Source(key, "somebody"));
    }

    private int takeAll(Source source) {
        int taken = 0;
        while (table.take(source) == 0) {
            taken++;
        }
        return taken;
    }
}
