package net.tensamin.omega.longpoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.longpoll.PendingNotifications.FromSender;
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

            assertEquals(badges.stream().map(PackedBadgesTest::written).toList(), List.copyOf(packed));
            assertEquals(badges.size(), packed.size());
        }
    }

    @Test
    void manyTakeAFewBytesEach() {
        List<Badge> badges = LongStream.rangeClosed(1, 100_000)
                .mapToObj(i -> new Badge(new UserId(2_000_000 + i), 1, 100_001 - i))
                .toList();

        assertTrue(PackedBadges.of(badges).bytes() < 800_000);
    }

    @Test
    void afterTheLastThereIsNone() {
        Iterator<FromSender> none = PackedBadges.of(List.of()).iterator();

        assertFalse(none.hasNext());
        assertThrows(NoSuchElementException.class, none::next);
    }

    /** Of one to 63 bits. */
    private static long positive(Random random) {
        return Math.max(1, random.nextLong() >>> 1 + random.nextInt(63));
    }

    private static FromSender written(Badge badge) {
        return new FromSender(badge.sender().value(), badge.amount(), badge.revision());
    }
}
