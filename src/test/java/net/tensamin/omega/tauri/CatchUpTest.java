package net.tensamin.omega.tauri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeSnapshot;
import net.tensamin.omega.badge.Inbox;
import net.tensamin.omega.badge.PendingBadges;
import net.tensamin.omega.quic.streams.LineStream;
import org.junit.jupiter.api.Test;

/** A client that missed very much, and reads slowly: all is read from the store once, and little at a time. */
class CatchUpTest {
    private static final UserId ALICE = new UserId(42);
    private static final int PAIRS = Integer.getInteger("omega.faults.pairs", 10_000);
    private static final int PART = 200;
    private static final int FIRST_SENDER = 1_000_000;

    private final SessionFixture.TestBackground background = new SessionFixture.TestBackground();
    private final NarrowStream stream = new NarrowStream();
    private final Parts inbox = new Parts();
    private int spills;
    private final Delivery delivery =
            new Delivery(ALICE, stream, () -> OptionalLong.of(0), inbox, background, new Delivery.Written() {
                @Override
                public void badge(Badge badge, boolean replayed) {
                    assertTrue(replayed);
                }

                @Override
                public void spilled(long revision) {
                    spills++;
                }

                @Override
                public void wrote() {}

                @Override
                public void caughtUp() {}

                @Override
                public void setBack() {
                    throw new AssertionError("nothing was set back");
                }
            });

    @Test
    void rowsReadAreNoMoreThanPushes() {
        delivery.start();
        background.runAll();
        assertEquals(NarrowStream.ROOM, stream.pushed.size(), "the first are there at once");
        while (stream.pushed.size() < PAIRS) {
            stream.waiting = 0;
            delivery.writable();
            background.runAll();
        }

        assertEquals(
                LongStream.rangeClosed(1, PAIRS)
                        .mapToObj(i -> new String(
                                TauriLine.of(new TauriMessage.PushNotification(
                                        new Badge(new UserId(FIRST_SENDER + i), 1, i))),
                                StandardCharsets.UTF_8))
                        .toList(),
                stream.pushed);
        assertEquals(PAIRS, inbox.rows);
        assertTrue(spills > 0, "a client that keeps up shows nothing");
        assertEquals(PAIRS, delivery.lastRevision());
    }

    /** Has room for a few lines until the client takes them. */
    private static final class NarrowStream implements LineStream {
        private static final int ROOM = 37;

        private final List<String> pushed = new ArrayList<>();
        private int waiting;

        @Override
        public boolean offer(byte[] utf8, long sinceNanos) {
            if (waiting == ROOM) {
                return false;
            }
            waiting++;
            pushed.add(new String(utf8, StandardCharsets.UTF_8));
            return true;
        }

        @Override
        public void send(byte[] utf8) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean hasEnded() {
            return false;
        }

        @Override
        public void pause() {}

        @Override
        public void resume() {}
    }

    /** Has one pair for each revision. */
    private static final class Parts implements Inbox {
        private long rows;

        @Override
        public BadgeSnapshot since(UserId receiver, long revision) {
            long last = Math.min(PAIRS, revision + PART);
            rows += last - revision;
            List<Badge> badges = LongStream.rangeClosed(revision + 1, last)
                    .mapToObj(each -> new Badge(new UserId(FIRST_SENDER + each), 1, each))
                    .toList();
            return new BadgeSnapshot(last, PAIRS, badges);
        }

        @Override
        public Map<UserId, Long> revisions(Collection<UserId> receivers) {
            return Map.of(ALICE, (long) PAIRS);
        }

        @Override
        public PendingBadges pending(UserId receiver) {
            return new PendingBadges(0, List.of());
        }

        @Override
        public CompletionStage<Void> read(UserId receiver, UserId sender, String party) {
            throw new AssertionError("nobody reads");
        }
    }
}
