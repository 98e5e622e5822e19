package net.tensamin.omega.push;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeChange;
import org.junit.jupiter.api.Test;

class ChangeCodecTest {
    private static final UserId ALICE = new UserId(42);
    private static final UserId BOB = new UserId(7);

    @Test
    void whatIsNotTimedComesAsItWas() {
        BadgeChange change =
                new BadgeChange(ALICE, 4, 6, List.of(new Badge(BOB, Long.MAX_VALUE, 5), new Badge(BOB, 0, 6)));

        ChangeCodec codec = new ChangeCodec(System::nanoTime);
        assertEquals(change, codec.read(codec.write(change)));
    }

    @Test
    void aNoticeIsAsOldThereAsItWasHere() {
        long hour = TimeUnit.HOURS.toNanos(1);
        long here = 5 * hour;
        long there = -3 * hour;
        BadgeChange change = new BadgeChange(ALICE, 4, 5, List.of(new Badge(BOB, 1, 5, here - hour)));

        byte[] written = new ChangeCodec(() -> here).write(change);

        assertEquals(
                there - hour,
                new ChangeCodec(() -> there).read(written).badges().get(0).sinceNanos());
    }
}
