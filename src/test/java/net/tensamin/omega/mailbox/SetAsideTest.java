package net.tensamin.omega.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import net.tensamin.omega.account.UserId;
import org.junit.jupiter.api.Test;

class SetAsideTest {
    private static final UserId ALICE = new UserId(42);
    private static final UserId BOB = new UserId(7);

    private long now;
    private final SetAside aside = new SetAside(() -> now);

    @Test
    void usersAreTriedAgainLaterTheLongerItTakes() {
        aside.put(List.of(notice(ALICE, 1)), false);
        assertEquals(List.of(), aside.due(10));
        long before = 0;
        for (int i = 0; i < 100; i++) {
            long pause = aside.nanosToNext().getAsLong();
            assertTrue(pause >= before && pause <= Duration.ofSeconds(1).toNanos());
            before = pause;
            now += pause;
            aside.put(aside.due(10), false);
        }
        assertEquals(Duration.ofSeconds(1).toNanos(), before);
    }

    @Test
    void whatComesMeanwhileFollowsAndIsGoneOnceItsUserIsFree() {
        aside.put(List.of(notice(ALICE, 1)), false);
        assertTrue(aside.holds(ALICE));
        assertFalse(aside.holds(BOB));
        assertTrue(aside.add(notice(ALICE, 2)));
        now += Duration.ofSeconds(1).toNanos();

        List<Waiting> due = aside.due(10);

        assertEquals(List.of(1L, 2L), senders(due));
        assertFalse(aside.holds(ALICE), "while it is tried");
        aside.free(due);
        assertEquals(OptionalLong.empty(), aside.nanosToNext());
        assertEquals(0, aside.size());
    }

    @Test
    void aThousandOfAUserAreKeptAndTheNewestAreNot() {
        aside.put(
                IntStream.rangeClosed(1, 1_500).mapToObj(i -> notice(ALICE, i)).toList(), false);
        assertTrue(aside.add(notice(ALICE, 1_501)), "a lock that may be over in a moment");
        now += Duration.ofSeconds(1).toNanos();
        assertFalse(aside.add(notice(ALICE, 1_502)));

        List<Waiting> surplus = aside.put(aside.due(10), false);

        assertEquals(SetAside.MOST_OF_A_USER, aside.size());
        assertEquals(501, surplus.size());
        assertTrue(
                surplus.stream().allMatch(entry -> entry.submission().sender().value() > 1_000));
        assertFalse(aside.add(notice(ALICE, 1_503)));
        aside.put(List.of(notice(BOB, 1)), false);
        assertTrue(aside.add(notice(BOB, 2)));
    }

    @Test
    void whoFailsABatchIsTriedByItselfAndSoIsTheNextAWhileLater() {
        aside.put(List.of(notice(ALICE, 1)), true);
        aside.put(List.of(notice(BOB, 2)), true);
        now += aside.nanosToNext().getAsLong();
        assertEquals(List.of(), aside.due(10), "in no batch with others");

        List<Waiting> alice = aside.dueApart();

        assertEquals(List.of(1L), senders(alice));
        aside.put(alice, true);
        assertEquals(List.of(), aside.dueApart(), "everybody has waited for the last");
        now += aside.nanosToNext().getAsLong();
        assertEquals(List.of(2L), senders(aside.dueApart()));
    }

    @Test
    void onceOneThatFailedBatchesIsFreeTheNextIsTriedAtOnce() {
        aside.put(List.of(notice(ALICE, 1)), true);
        aside.put(List.of(notice(BOB, 2)), true);
        now += Duration.ofSeconds(2).toNanos();
        List<Waiting> alice = aside.dueApart();

        aside.free(alice);

        assertEquals(OptionalLong.of(0), aside.nanosToNext());
        assertEquals(List.of(2L), senders(aside.dueApart()));
    }

    private static List<Long> senders(List<Waiting> entries) {
        return entries.stream()
                .map(entry -> entry.submission().sender().value())
                .toList();
    }

    private static Waiting notice(UserId receiver, long sender) {
        return new Waiting(new Submission.Notice(new UserId(sender), receiver), any -> {});
    }
}
