package net.tensamin.omega.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.account.UserRemoved;
import net.tensamin.omega.trace.TraceEvent.Kind;
import org.junit.jupiter.api.Test;

class UserTracesTest {
    private static final UserId ALICE = new UserId(42);
    private static final UserId BOB = new UserId(7);

    private final AtomicLong millis = new AtomicLong();
    private final UserTraces traces = new UserTraces(1_000, millis::incrementAndGet);

    @Test
    void eventsAreOfTheirUserAndTheOldestFirst() {
        traces.add(ALICE, Kind.NOTICED, 7, 0, "omikron 1");
        traces.add(BOB, Kind.CONNECTED, 0, 0, "device 5f");
        traces.add(ALICE, Kind.PENDING, 7, 3, "");

        assertEquals(
                List.of(new TraceEvent(1, Kind.NOTICED, 7, 0, "omikron 1"), new TraceEvent(3, Kind.PENDING, 7, 3, "")),
                traces.of(ALICE));
        assertEquals(List.of(), traces.of(new UserId(1)));
        assertEquals(2, traces.users());
    }

    @Test
    void ofARemovedUserNothingIsRememberedWhateverComes() {
        Set<UserId> removed = new HashSet<>();
        UserTraces some = new UserTraces(1_000, millis::incrementAndGet, removed::contains);
        some.add(ALICE, Kind.NOTICED, 7, 0, "omikron 1");
        some.add(BOB, Kind.NOTICED, 42, 0, "omikron 1");

        removed.add(ALICE);
        some.on(new UserRemoved(ALICE));
        some.add(ALICE, Kind.CLOSED, 0, 0, "device 5f, code 203");

        assertEquals(List.of(), some.of(ALICE));
        assertEquals(1, some.of(BOB).size());
        assertEquals(1, some.users());
    }

    @Test
    void ofAUserTheLastEventsAreKept() {
        LongStream.rangeClosed(1, 1_000).forEach(revision -> traces.add(ALICE, Kind.PENDING, 7, revision, ""));
        assertEquals(
                LongStream.rangeClosed(1_001 - RecentEvents.MOST, 1_000).boxed().toList(),
                traces.of(ALICE).stream().map(TraceEvent::revision).toList());
    }

    @Test
    void memoryIsBoundedWhateverUsersThereIsNewsOf() {
        LongStream.rangeClosed(1, 200_000).forEach(user -> traces.add(new UserId(user), Kind.NOTICED, 7, 0, ""));
        int roundedUp = 1_024;
        assertTrue(traces.users() <= roundedUp, () -> traces.users() + " users");
        assertEquals(List.of(), traces.of(new UserId(1)));
        assertEquals(1, traces.of(new UserId(200_000)).size());
    }

    @Test
    void usersOfWhomThereIsNewsStay() {
        for (long user = 1; user <= 100_000; user++) {
            traces.add(new UserId(user), Kind.NOTICED, 7, 0, "");
            traces.add(ALICE, Kind.PUSHED, 7, user, "");
        }
        assertEquals(RecentEvents.MOST, traces.of(ALICE).size());
    }

    @Test
    void nothingIsRememberedWhenItIsOff() {
        UserTraces off = UserTraces.off();
        off.add(ALICE, Kind.NOTICED, 7, 0, "");
        assertEquals(List.of(), off.of(ALICE));
    }

    @Test
    void threadsDoNotLoseEventsOfEachOther() {
        IntStream.range(0, 64).parallel().forEach(thread -> {
            for (int i = 0; i < 10_000; i++) {
                traces.add(new UserId(1 + thread % 8), Kind.PUSHED, 7, i, "");
                traces.of(new UserId(1 + i % 8)).forEach(event -> assertEquals(7, event.sender()));
            }
        });
        for (long user = 1; user <= 8; user++) {
            assertEquals(RecentEvents.MOST, traces.of(new UserId(user)).size());
        }
    }
}
