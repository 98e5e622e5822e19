package net.tensamin.omega.badge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.testing.Allocations;
import org.junit.jupiter.api.Test;

class PackedBadgesTest {
    @Test
    void whatIsUnpackedIsWhatWasPackedInItsOrder() {
        Random random = new Random(24);
        for (int times = 0; times < 1_000; times++) {
            List<Badge> badges = IntStream.range(0, random.nextInt(20))
                    .mapToObj(i -> new Badge(new UserId(positive(random)), positive(random), positive(random)))
                    .toList();

            PackedBadges packed = PackedBadges.of(badges);

            assertEquals(badges, List.copyOf(packed));
            assertEquals(badges.size(), packed.size());
            assertEquals(PackedBadges.of(badges), packed);
        }
    }

    /** To keep them as objects takes more than 60 bytes each. */
    @Test
    void manyTakeAFewBytesEachWhileTheyArePackedToo() {
        List<Badge> badges = LongStream.rangeClosed(1, 100_000)
                .mapToObj(i -> new Badge(new UserId(2_000_000 + i), 1, 100_001 - i))
                .toList();

        assertTrue(Allocations.of(() -> PackedBadges.of(badges)) < 4_000_000);
    }

    @Test
    void othersAreNotEqual() {
        Badge one = new Badge(new UserId(1), 1, 1);
        Badge other = new Badge(new UserId(2), 1, 2);

        assertNotEquals(PackedBadges.of(List.of(one, other)), PackedBadges.of(List.of(other, one)));
        assertNotEquals(PackedBadges.of(List.of(one)), PackedBadges.of(List.of()));
    }

    @Test
    void afterTheLastThereIsNone() {
        Iterator<Badge> none = PackedBadges.of(List.of()).iterator();

        assertFalse(none.hasNext());
        assertThrows(NoSuchElementException.class, none::next);
    }

    /** Of one to 63 bits. */
    private static long positive(Random random) {
        return Math.max(1, random.nextLong() >>> 1 + random.nextInt(63));
    }
}
