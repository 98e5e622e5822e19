package net.tensamin.omega.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FairQueueTest {
    private static final Source A = Source.of("a");
    private static final Source B = Source.of("b");
    private static final Source C = Source.of("c");

    private final FairQueue<String> queue = new FairQueue<>();

    @Test
    void sourcesTakeTurnsAndEachKeepsItsOrder() {
        add(A, "a1", "a2", "a3");
        add(B, "b1");
        add(C, "c1", "c2");
        assertEquals(List.of("a1", "b1", "c1", "a2", "c2", "a3"), all());
        assertEquals(0, queue.size());
        add(B, "b2");
        assertEquals(List.of("b2"), all());
    }

    @Test
    void aSourceThatMayNotHaveItsTurnKeepsItsPlace() {
        add(A, "a1");
        add(B, "b1", "b2");
        assertEquals(Optional.of("b1"), queue.poll(source -> source != A.key()));
        assertEquals(Optional.empty(), queue.poll(source -> false));
        assertEquals(2, queue.size());
        assertEquals(List.of("a1", "b2"), all());
    }

    @Test
    void aSourceWithManyMakesRoomForOneWithFewer() {
        add(A, "a1", "a2", "a3");
        add(B, "b1");
        assertEquals(Optional.of("a3"), queue.makeRoomFor(B));
        assertEquals(Optional.empty(), queue.makeRoomFor(B), "it would then have as many");
        assertEquals(Optional.of("a2"), queue.makeRoomFor(C));
        assertEquals(Optional.empty(), queue.makeRoomFor(A));
        assertEquals(List.of("a1", "b1"), all());
    }

    private void add(Source source, String... elements) {
        for (String element : elements) {
            queue.add(source, element);
        }
    }

    private List<String> all() {
        List<String> all = new ArrayList<>();
        for (var next = queue.poll(source -> true); next.isPresent(); next = queue.poll(source -> true)) {
            all.add(next.get());
        }
        return all;
    }
}
