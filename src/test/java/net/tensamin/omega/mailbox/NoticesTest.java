package net.tensamin.omega.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.presence.PresenceChanged;
import net.tensamin.omega.presence.PresenceChanged.Cause;
import org.awaitility.Awaitility;
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

    private final StoredCalls stored = new StoredCalls();
    private final Queue<Runnable> handedOver = new ArrayDeque<>();
    private boolean online;
    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(50).toNanos(); // overflows on the way
    private HeldNotices held = new HeldNotices(WINDOW, 100, () -> nanos);
    private Notices notices = notices(user -> online);

    /** What the mailboxes were asked for; a step before each notice can be put in. */
    private static class StoredCalls extends Mailboxes {
        private final List<String> calls = new ArrayList<>();
        private Runnable beforeNotice = () -> {};

        @Override
        public void notice(UserId sender, UserId receiver) {
            beforeNotice.run();
            calls.add("notice " + sender + " to " + receiver);
        }

        @Override
        public void read(UserId reader, UserId sender) {
            calls.add("read " + sender + " by " + reader);
        }
    }

    @Test
    void offlineUsersNoticeIsStoredBeforeTheCallReturns() {
        notices.notice(BOB, ALICE);
        assertEquals(List.of("notice 7 to 42"), stored.calls);
        assertEquals(0, held.size());
    }

    @Test
    void onlineUsersNoticeIsNotStored() {
        online = true;
        notices.notice(BOB, ALICE);
        assertEquals(List.of(), stored.calls);
    }

    @Test
    void refusedNoticeIsReportedAndNotHeld() {
        stored.beforeNotice = () -> {
            throw new UnknownUserException(ALICE);
        };
        assertThrows(UnknownUserException.class, () -> notices.notice(BOB, ALICE));
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
                row("while offline it is stored at once, and once", "L N L", "notice 7 to 42"));
    }

    private static Arguments row(String rule, String script, String... calls) {
        return Arguments.of(rule, script, List.of(calls));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("lateOffline")
    void lateOfflineFollowsItsRules(String rule, String script, List<String> calls) {
        online = true;
        for (String step : script.split(" ")) {
            step(step);
        }
        assertEquals(calls, stored.calls, rule);
    }

    private void step(String step) {
        switch (step) {
            case "N" -> notices.notice(BOB, ALICE);
            case "M" -> notices.notice(CAROL, ALICE);
            case "R" -> notices.read(ALICE, BOB);
            case "L" -> lose(ALICE);
            case "G" -> change(ALICE, false, Cause.REPORTED);
            case "U" -> change(ALICE, true, Cause.REPORTED);
            default -> nanos += Duration.parse("PT" + step).toNanos();
        }
    }

    @Test
    void anotherUsersLossConcernsNobodyElse() {
        online = true;
        notices.notice(BOB, ALICE);
        lose(CAROL);
        assertEquals(List.of(), stored.calls);
    }

    @Test
    void lossIsHandedToAnotherThreadAndNoNeedlessTaskIs() {
        online = true;
        notices.on(new PresenceChanged(ALICE, false, Cause.LOST));
        assertTrue(handedOver.isEmpty());

        notices.notice(BOB, ALICE);
        notices.on(new PresenceChanged(ALICE, false, Cause.LOST));
        assertEquals(List.of(), stored.calls);
        assertEquals(1, handedOver.size());
    }

    @Test
    void windowOfZeroHoldsNothing() {
        held = new HeldNotices(Duration.ZERO, 100, () -> nanos);
        notices = notices(user -> online);
        online = true;
        notices.notice(BOB, ALICE);
        assertEquals(0, held.size());
        lose(ALICE);
        assertEquals(List.of(), stored.calls);
    }

    @Test
    void beyondTheLimitTheOldestIsDropped() {
        held = new HeldNotices(WINDOW, 2, () -> nanos);
        notices = notices(user -> online);
        online = true;
        notices.notice(BOB, CAROL);
        notices.notice(BOB, ALICE);
        notices.notice(CAROL, ALICE);
        assertEquals(2, held.size());
        lose(CAROL);
        lose(ALICE);
        assertEquals(List.of("notice 7 to 42", "notice 8 to 42"), stored.calls);
        assertEquals(0, held.size());
    }

    @Test
    void expiredNoticesGiveTheirMemoryBack() {
        online = true;
        notices.notice(BOB, ALICE);
        nanos += Duration.ofSeconds(46).toNanos();
        notices.notice(BOB, CAROL);
        assertEquals(1, held.size());
    }

    @Test
    void unusableSettingsAreNamed() {
        IllegalArgumentException window =
                assertThrows(IllegalArgumentException.class, () -> new HeldNotices(Duration.ofSeconds(-1), 1, () -> 0));
        assertEquals("omega.presence.late-offline-window must not be negative: PT-1S", window.getMessage());
        IllegalArgumentException limit =
                assertThrows(IllegalArgumentException.class, () -> new HeldNotices(WINDOW, -1, () -> 0));
        assertEquals("omega.presence.late-offline-limit must not be negative: -1", limit.getMessage());
    }

    @Test
    void lossWhileANoticeLooksAtPresenceFindsItWhetherItSawOnlineOrOffline() {
        for (boolean seen : new boolean[] {true, false}) {
            stored.calls.clear();
            notices = notices(user -> {
                lose(ALICE);
                return seen;
            });
            notices.notice(BOB, ALICE);
            assertEquals(List.of("notice 7 to 42"), stored.calls, "once, having seen online=" + seen);
        }
    }

    @Test
    void lossThatIsStoredLaterDoesNotStoreTwice() {
        notices = notices(user -> {
            notices.on(new PresenceChanged(ALICE, false, Cause.LOST));
            return false;
        });
        notices.notice(BOB, ALICE);
        assertEquals(List.of("notice 7 to 42"), stored.calls, "before the call returns");
        runHandedOver();
        assertEquals(List.of("notice 7 to 42"), stored.calls);
    }

    @Test
    void readBetweenALossAndItsStoringWins() {
        online = true;
        notices.notice(BOB, ALICE);
        notices.on(new PresenceChanged(ALICE, false, Cause.LOST));
        notices.read(ALICE, BOB);
        runHandedOver();
        assertEquals(List.of("read 7 by 42"), stored.calls);
    }

    @Test
    void cleanGoodbyeAfterALossDoesNotUndoTheLoss() {
        online = true;
        notices.notice(BOB, ALICE);
        notices.on(new PresenceChanged(ALICE, false, Cause.LOST));
        change(ALICE, true, Cause.REPORTED);
        change(ALICE, false, Cause.REPORTED);
        runHandedOver();
        assertEquals(List.of("notice 7 to 42"), stored.calls);
    }

    @Test
    void readWaitsForALateNoticeBeingStoredAndThenClearsIt() throws Exception {
        online = true;
        notices.notice(BOB, ALICE);
        notices.on(new PresenceChanged(ALICE, false, Cause.LOST));
        CountDownLatch storing = new CountDownLatch(1);
        CountDownLatch mayStore = new CountDownLatch(1);
        stored.beforeNotice = () -> {
            storing.countDown();
            await(mayStore);
        };
        Thread late = start(this::runHandedOver);
        await(storing);
        FutureTask<Void> read = new FutureTask<>(() -> notices.read(ALICE, BOB), null);
        Thread reader = start(read);
        Awaitility.await().until(() -> reader.getState() == Thread.State.BLOCKED);
        assertFalse(read.isDone());

        mayStore.countDown();
        read.get(30, TimeUnit.SECONDS);
        late.join(30_000);
        assertEquals(List.of("notice 7 to 42", "read 7 by 42"), stored.calls);
    }

    @Test
    void lateNoticeThatCannotBeStoredDoesNotKeepOthersBack() {
        online = true;
        notices.notice(BOB, ALICE);
        notices.notice(CAROL, ALICE);
        stored.beforeNotice = () -> {
            stored.beforeNotice = () -> {};
            throw new IllegalStateException("the database is away");
        };
        lose(ALICE);
        assertEquals(List.of("notice 8 to 42"), stored.calls);
        assertEquals(0, held.size());
    }

    private Notices notices(Predicate<UserId> presence) {
        return new Notices(stored, presence, held, handedOver::add);
    }

    private void lose(UserId user) {
        change(user, false, Cause.LOST);
        runHandedOver();
    }

    private void change(UserId user, boolean nowOnline, Cause cause) {
        online = nowOnline;
        notices.on(new PresenceChanged(user, nowOnline, cause));
    }

    private void runHandedOver() {
        while (!handedOver.isEmpty()) {
            handedOver.remove().run();
        }
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work);
        thread.start();
        return thread;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
