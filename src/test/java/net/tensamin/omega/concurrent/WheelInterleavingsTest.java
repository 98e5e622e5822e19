package net.tensamin.omega.concurrent;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** However threads interleave, a wheel does what it would do for one of them. Public, as Lincheck makes one for each try. */
@Param(name = "nanos", gen = IntGen.class, conf = "0:6")
@Param(name = "place", gen = IntGen.class, conf = "0:1")
@Tag("interleavings")
public class WheelInterleavingsTest {
    private final Wheel<Integer> wheel = new Wheel<>(Duration.ofNanos(2), 3, 0);
    private final List<Wheel.Place<Integer>> places =
            Stream.of(1, 4).map(due -> wheel.add(due, due)).toList();

    static {
        new WheelInterleavingsTest().each(); // loads all classes
    }

    private void each() {
        add(3);
        remove(0);
        next();
        size();
        due(6);
    }

    @Operation
    public void add(@Param(name = "nanos") int due) {
        wheel.add(due, due);
    }

    @Operation
    public void remove(@Param(name = "place") int place) {
        wheel.remove(places.get(place));
    }

    @Operation
    public List<Integer> due(@Param(name = "nanos") int now) {
        return wheel.due(now);
    }

    @Operation
    public long next() {
        return wheel.nextNanos();
    }

    @Operation
    public int size() {
        return wheel.size();
    }

    @Test
    void threadsSeeOneWheel() {
        Interleavings.decided(WheelInterleavingsTest.class);
    }

    @Test
    void norOnThreadsOfTheMachine() {
        Interleavings.met(WheelInterleavingsTest.class);
    }
}
