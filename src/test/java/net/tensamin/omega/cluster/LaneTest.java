package net.tensamin.omega.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LaneTest {
    private final Deque<Runnable> threads = new ArrayDeque<>();
    private final List<Integer> done = new ArrayList<>();
    private final Lane<Integer> lane = new Lane<>("test", threads::add, 5_000, done::addAll);

    @Test
    void whatWaitsIsWorkedOffInItsOrderByOneThread() {
        IntStream.range(0, 3_000).forEach(lane::add);

        assertEquals(1, threads.size());
        threads.remove().run();
        assertEquals(IntStream.range(0, 3_000).boxed().toList(), done);
        lane.add(3_000);
        assertEquals(1, threads.size());
    }

    @Test
    void whatComesWhileItIsFullIsDropped() {
        IntStream.range(0, 6_000).forEach(lane::add);
        threads.remove().run();

        assertEquals(IntStream.range(0, 5_000).boxed().toList(), done);
    }

    @Test
    void aFailureEndsNothing() {
        Lane<Integer> failing = new Lane<>("test", threads::add, 5_000, some -> {
            done.addAll(some);
            throw new IllegalStateException("expected by the test");
        });
        failing.add(1);
        threads.remove().run();
        failing.add(2);
        threads.remove().run();

        assertEquals(List.of(1, 2), done);
    }

    @Test
    void withoutAThreadItWaitsForMore() {
        boolean[] rejecting = {true};
        Lane<Integer> waiting = new Lane<>(
                "test",
                work -> {
                    if (rejecting[0]) {
                        throw new RejectedExecutionException("expected by the test");
                    }
                    work.run();
                },
                5_000,
                done::addAll);
        waiting.add(1);
        rejecting[0] = false;
        waiting.add(2);

        assertEquals(List.of(1, 2), done);
    }
}
