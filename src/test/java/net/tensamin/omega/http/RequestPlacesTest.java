package net.tensamin.omega.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.tensamin.omega.limits.Source;
import org.junit.jupiter.api.Test;

class RequestPlacesTest {
    private static final int MOST = 100;

    private final Map<Integer, Duration> awaited = new HashMap<>();
    private final List<Integer> ended = new ArrayList<>();
    private final List<Integer> waiting = new ArrayList<>();
    private final Readers readers = new Readers();
    private final RequestPlaces places = new RequestPlaces(MOST, readers);
    private final List<RequestPlaces.Place> taken = new ArrayList<>();
    private int port = 1;

    RequestPlacesTest() {
        readers.areSeenBy(new Readers.Guard() {
            @Override
            public Duration awaited(InetSocketAddress peer) {
                return awaited.getOrDefault(peer.getPort(), Duration.ZERO);
            }

            @Override
            public void end(InetSocketAddress peer) {
                ended.add(peer.getPort());
            }

            @Override
            public void waits(InetSocketAddress peer) {
                waiting.add(peer.getPort());
            }

            @Override
            public void whenGone(InetSocketAddress peer, Runnable then) {
                throw new UnsupportedOperationException("places do not ask for it");
            }
        });
    }

    @Test
    void oneSourceHasItsPart() {
        assertEquals(RequestPlaces.MOST_OF_ONE, entered(source(1), 1_000));
        assertEquals(1, entered(source(2), 1));

        taken.get(0).leave();
        taken.get(0).leave();
        assertEquals(1, entered(source(1), 1_000));
    }

    /** More at once than that would only share the processors with everybody else. */
    @Test
    void strangersHaveAsManyAsThereAreProcessorsForThem() {
        assertEquals(16, RequestPlaces.ofStrangers(1));
        assertEquals(32, RequestPlaces.ofStrangers(2));
        assertEquals(64, RequestPlaces.ofStrangers(64));
        RequestPlaces few = new RequestPlaces(RequestPlaces.ofStrangers(2), readers);

        long entered = IntStream.range(0, 100)
                .filter(number -> few.enter(source(1), new InetSocketAddress("192.0.2.1", 1 + number))
                        .isPresent())
                .count();
        assertEquals(16, entered, "half of them are for others");
    }

    @Test
    void allTogetherLeaveThreadsToOthers() {
        int entered = IntStream.range(0, 1_000)
                .map(number -> entered(source(number), 1))
                .sum();
        assertEquals(MOST, entered);
        assertEquals(0, entered(source(1_000), 1));

        taken.get(0).leave();
        assertEquals(1, entered(source(1_000), 1));
        assertEquals(List.of(), ended);
    }

    @Test
    void oneThatTakesItsAnswerSlowlyGivesWayTheLongestAwaitedFirst() {
        fill();
        awaited.put(17, Duration.ofSeconds(2));
        awaited.put(39, Duration.ofSeconds(3));
        awaited.put(44, RequestPlaces.SLOW.minusMillis(1));

        assertEquals(2, entered(source(1_000), 10), "whoever is awaited for less is at work");
        assertEquals(List.of(39, 17), ended);

        taken.get(38).leave();
        assertEquals(0, entered(source(1_001), 1), "it had given way before");
    }

    @Test
    void theSourceThatHasMostGivesWayFirst() {
        entered(source(5_000), 2);
        fill();
        for (int each = 1; each < port; each++) {
            awaited.put(each, Duration.ofSeconds(each == 50 ? 9 : 2));
        }
        awaited.put(2, Duration.ofSeconds(3));

        assertEquals(1, entered(source(1_000), 1));
        assertEquals(List.of(2), ended);
        assertEquals(1, entered(source(1_001), 1));
        assertEquals(List.of(2, 50), ended);
    }

    @Test
    void aSourceThatHasItsPartIsNotLetInHoweverSlowOthersAre() {
        entered(source(1), RequestPlaces.MOST_OF_ONE);
        fill();
        awaited.put(99, Duration.ofSeconds(9));
        assertEquals(0, entered(source(1), 1));
        assertTrue(ended.isEmpty());
    }

    @Test
    void aRequestThatIsAnsweredLaterLeavesItsPlaceAndTheGuardIsTold() {
        entered(source(1), RequestPlaces.MOST_OF_ONE);

        taken.get(2).leaveToWait();

        assertEquals(1, entered(source(1), 2));
        assertEquals(List.of(3), waiting);
    }

    /** With one from each of other sources. */
    private void fill() {
        IntStream.range(0, MOST).forEach(number -> entered(source(number + 10), 1));
    }

    /** Each from a port of its own, counted from 1. */
    private int entered(Source source, int tries) {
        int before = taken.size();
        for (int i = 0; i < tries; i++) {
            places.enter(source, new InetSocketAddress("192.0.2.1", port)).ifPresent(place -> {
                taken.add(place);
                port++;
            });
        }
        return taken.size() - before;
    }

    private static Source source(int number) {
        return Source.ofAddress("192." + number / 62_500 + "." + number / 250 % 250 + "." + number % 250);
    }
}
