package net.tensamin.omega.push;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.testing.OldMessages;
import org.junit.jupiter.api.Test;

/** A mailbox's change as a node of the version before tells it. */
class OldChangeTest {
    @Test
    void aChangeIsReadAndWrittenTheSameWay() throws Exception {
        BadgeChange change = new BadgeChange(
                new UserId(42),
                6,
                8,
                List.of(new Badge(new UserId(7), 3, 7, Badge.UNTIMED), new Badge(new UserId(9), 0, 8, Badge.UNTIMED)));
        ChangeCodec codec = new ChangeCodec(System::nanoTime);
        assertEquals(change, codec.read(OldMessages.of("MAILBOX")));
        assertArrayEquals(OldMessages.of("MAILBOX"), codec.write(change));
    }
}
