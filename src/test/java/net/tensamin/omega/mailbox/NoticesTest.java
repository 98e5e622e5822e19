package net.tensamin.omega.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.account.UserRemoved;
import net.tensamin.omega.cluster.LocalBus;
import net.tensamin.omega.presence.PresenceChanged;
import net.tensamin.omega.presence.PresenceChanged.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Online and offline notices, and those that turn out to be late (SPEC §4). */
@Timeout(60)
class NoticesTest {
    private static final UserId ALICE = new UserId(42);
    private static final UserId BOB = new UserId(7);
    private static final UserId CAROL = new UserId(8);
    private static final Duration WINDOW = Duration.ofSeconds(45);

    private final List<String> calls = new ArrayList<>();
    private CompletableFuture<Void> answer = CompletableFuture.completedFuture(null);
    private boolean online;
    private long since;
    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(50).toNanos(); // overflows on the way
    private HeldNotices held = new HeldNotices(WINDOW, 100, () -> nanos, user -> false);
    private Notices notices = notices(user -> online);

    @Test
    void offlineUsersNoticeIsAnsweredWhenItIsStored() {
        answer = new CompletableFuture<>();
        CompletableFuture<Void> notice =
                notices.submitNotice(BOB, ALICE, "omikron 1").toCompletableFuture();
        assertEquals(List.of("notice 7 to 42"), calls);
        assertEquals(0, held.size());
        assertFalse(notice.isDone());

        answer.complete(null);
        assertTrue(notice.isDone());
    }

    @Test
    void onlineUsersNoticeIsNotStored() {
        online = true;
        notices.submitNotice(BOB, ALICE, "omikron 1");
        assertEquals(List.of(), calls);
    }

    @Test
    void refusedNoticeIsReportedAndNotHeld() {
        answer = CompletableFuture.failedFuture(new UnknownUserException(ALICE));
        assertTrue(notices.submitNotice(BOB, ALICE, "omikron 1")
                .toCompletableFuture()
                .isCompletedExceptionally());
        assertEquals(0, held.size());
    }

    /** Each script starts online; N and M are notices of two senders, R a read of the first's, L a loss, etc. */
    static Stream<Arguments> lateOffline() {
        return Stream.of(
                row("a loss makes it pending", "N L", "notice 7 to 42"),
                row("in their order", "N M N L", "notice 7 to 42", "notice 8 to 42", "notice 7 to 42"),
                row("just within the window", "N 45s L", "notice 7 to 42"),
                row("not past the window", "N 46s L"),
                row("only what is past the window is left out", "N 30s M 30s L", "notice 8 to 42"),
                row("not after a clean goodbye", "N G"),
                row("not by a loss after a clean goodbye", "N G L"),
                row("not when it was read", "N R L", "read 7 by 42"),
                row("a read clears one sender only", "N M R L", "read 7 by 42", "notice 8 to 42"),
                row("once", "N L U L", "notice 7 to 42"),
                row("coming online again replays nothing", "N U"),
                row("being online again does not end the window", "N U L", "notice 7 to 42"),
                row("a read after the loss clears it", "N L R", "notice 7 to 42", "read 7 by 42"),
                row("while offline it is stored at once, and once", "L N L", "notice 7 to 42"));
    }

    private static Arguments row(String rule, String script, String... calls) {
        return Arguments.of(rule, script, List.of(calls));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("lateOffline")
    void lateOfflineFollowsItsRules(String rule, String script, List<String> expected) {
        online = true;
        for (String step : script.split(" ")) {
            step(step);
        }
        assertEquals(expected, calls, rule);
    }

    private void step(String step) {
        switch (step) {
            case "N" -> notices.submitNotice(BOB, ALICE, "omikron 1");
            case "M" -> notices.submitNotice(CAROL, ALICE, "omikron 1");
            case "R" -> notices.submitRead(ALICE, BOB, "device 5f");
            case "L" -> lose(ALICE);
            case "G" -> change(ALICE, false, Cause.REPORTED);
            case "U" -> change(ALICE, true, Cause.REPORTED);
            default -> nanos += Duration.parse("PT" + step).toNanos();
        }
    }

    @Test
    void anotherUsersLossConcernsNobodyElse() {
        online = true;
        notices.submitNotice(BOB, ALICE, "omikron 1");
        lose(CAROL);
        assertEquals(List.of(), calls);
    }

    @Test
    void nothingIsHeldForARemovedUserNorOfOne() {
        Set<UserId> removed = new HashSet<>();
        held = new HeldNotices(WINDOW, 100, () -> nanos, removed::contains);
        notices = notices(user -> online);
        online = true;
        notices.submitNotice(BOB, ALICE, "omikron 1");
        notices.submitNotice(ALICE, CAROL, "omikron 1");
        notices.submitNotice(BOB, CAROL, "omikron 1");

        removed.add(ALICE);
        notices.on(new UserRemoved(ALICE));
        notices.submitNotice(BOB, ALICE, "omikron 1");
        notices.submitNotice(ALICE, CAROL, "omikron 1");

        assertEquals(1, held.size());
        lose(ALICE);
        lose(CAROL);
        assertEquals(List.of("notice 7 to 8"), calls);
    }

    @Test
    void windowOfZeroHoldsNothing() {
        held = new HeldNotices(Duration.ZERO, 100, () -> nanos, user -> false);
        notices = notices(user -> online);
        online = true;
        notices.submitNotice(BOB, ALICE, "omikron 1");
        assertEquals(0, held.size());
        lose(ALICE);
        assertEquals(List.of(), calls);
    }

    @Test
    void beyondTheLimitTheOldestIsDropped() {
        held = new HeldNotices(WINDOW, 2, () -> nanos, user -> false);
        notices = notices(user -> online);
        online = true;
        notices.submitNotice(BOB, CAROL, "omikron 1");
        notices.submitNotice(BOB, ALICE, "omikron 1");
        notices.submitNotice(CAROL, ALICE, "omikron 1");
        assertEquals(2, held.size());
        lose(CAROL);
        lose(ALICE);
        assertEquals(List.of("notice 7 to 42", "notice 8 to 42"), calls);
        assertEquals(0, held.size());
    }

    @Test
    void expiredNoticesGiveTheirMemoryBack() {
        online = true;
        notices.submitNotice(BOB, ALICE, "omikron 1");
        nanos += Duration.ofSeconds(46).toNanos();
        notices.submitNotice(BOB, CAROL, "omikron 1");
        assertEquals(1, held.size());
    }

    @Test
    void lossWhileANoticeLooksAtPresenceFindsItWhetherItSawOnlineOrOffline() {
        for (boolean seen : new boolean[] {true, false}) {
            calls.clear();
            notices = notices(user -> {
                lose(ALICE);
                return seen;
            });
            notices.submitNotice(BOB, ALICE, "omikron 1");
            assertEquals(List.of("notice 7 to 42"), calls, "once, having seen online=" + seen);
        }
    }

    @Test
    void cleanGoodbyeAfterALossDoesNotUndoTheLoss() {
        online = true;
        notices.submitNotice(BOB, ALICE, "omikron 1");
        notices.on(new PresenceChanged(ALICE, false, Cause.LOST));
        change(ALICE, true, Cause.REPORTED);
        change(ALICE, false, Cause.REPORTED);
        assertEquals(List.of("notice 7 to 42"), calls);
    }

    /** Its push is due from then on; what it was held for says nothing of this server. */
    @Test
    void aNoticeIsTimedFromWhenItIsToBeStored() {
        online = true;
        notices.submitNotice(BOB, ALICE, "omikron 1");
        nanos += Duration.ofSeconds(5).toNanos();
        lose(ALICE);

        assertEquals(nanos, since);
    }

    @Test
    void lateNoticeThatCannotBeStoredDoesNotKeepOthersBack() {
        online = true;
        notices.submitNotice(BOB, ALICE, "omikron 1");
        notices.submitNotice(CAROL, ALICE, "omikron 1");
        answer = CompletableFuture.failedFuture(new IllegalStateException("cannot be stored, on purpose"));
        lose(ALICE);
        assertEquals(List.of("notice 7 to 42", "notice 8 to 42"), calls);
        assertEquals(0, held.size());
    }

    private CompletableFuture<Void> store(Submission submission) {
        since = submission.sinceNanos();
        calls.add(
                submission instanceof Submission.Notice notice
                        ? "notice " + notice.sender() + " to " + notice.receiver()
                        : "read " + submission.sender() + " by " + submission.receiver());
        return answer;
    }

    private Notices notices(Predicate<UserId> presence) {
        return new Notices(new LocalBus(), new Mailboxes(), presence, held, this::store, new NoticeJournal());
    }

    private void lose(UserId user) {
        change(user, false, Cause.LOST);
    }

    private void change(UserId user, boolean nowOnline, Cause cause) {
        online = nowOnline;
        notices.on(new PresenceChanged(user, nowOnline, cause));
    }
}
