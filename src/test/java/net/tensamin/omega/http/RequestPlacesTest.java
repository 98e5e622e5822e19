package net.tensamin.omega.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import net.tensamin.omega.limits.Source;
import org.junit.jupiter.api.Test;

class RequestPlacesTest {
    private static final int MOST = 100;

    private final RequestPlaces places = new RequestPlaces(MOST);

    @Test
    void oneSourceHasItsPart() {
        assertEquals(RequestPlaces.MOST_OF_ONE, entered(source(1), 1_000));
        assertTrue(places.enter(source(2)));

        places.leave(source(1));
        assertEquals(1, entered(source(1), 1_000));
    }

    @Test
    void allTogetherLeaveThreadsToOthers() {
        int entered = IntStream.range(0, 1_000)
                .map(number -> entered(source(number), 1))
                .sum();
        assertEquals(MOST, entered);
        assertFalse(places.enter(source(1_000)));

        places.leave(source(0));
        assertTrue(places.enter(source(1_000)));
    }

    private int entered(Source source, int tries) {
        return (int)
                IntStream.range(0, tries).filter(number -> places.enter(source)).count();
    }

    private static Source source(int number) {
        return Source.ofAddress("192.0." + number / 250 + "." + number % 250);
    }
}
