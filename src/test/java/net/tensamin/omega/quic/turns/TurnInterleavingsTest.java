package net.tensamin.omega.quic.turns;

import java.time.Clock;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import net.tensamin.omega.concurrent.Interleavings;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * However threads interleave, all that is left for a turn is done, once, one thing at a time, and what is to be sent is sent afterwards. Public, as
 * Lincheck makes one for each try.
 */
@Tag("interleavings")
public class TurnInterleavingsTest {
    private final Queue<Turn> asked = new ConcurrentLinkedQueue<>();
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final Turn turn = new Turn(new Visited());
    private volatile boolean unsent;
    private volatile boolean inside;
    private volatile boolean overlapped;

    static {
        new TurnInterleavingsTest().each(); // loads all classes
    }

    public TurnInterleavingsTest() {
        turn.begin(new Sending());
        turn.becomeBrief();
    }

    private void each() {
        execute();
        send();
        worker();
        send();
        allIsDoneAndSent();
    }

    private void alone(Runnable work) {
        overlapped |= inside;
        inside = true;
        work.run();
        inside = false;
    }

    private final class Sending implements Turn.Owner {
        @Override
        public void failed(Throwable failure) {
            throw new IllegalStateException(failure);
        }

        @Override
        public long settle(boolean visit) {
            alone(() -> unsent = false);
            return -1;
        }
    }

    /** Whose threads are those that poll, and on which any thread may visit. */
    private final class Visited implements Workers {
        @Override
        public void work(Turn next) {
            asked.add(next);
        }

        @Override
        public void workLater(Runnable work) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean mayVisit() {
            return true;
        }

        @Override
        public void visited() {}

        @Override
        public Timer timer() {
            return (task, dueNanos) -> {
                throw new UnsupportedOperationException("nothing is planned");
            };
        }

        @Override
        public LongSupplier nanos() {
            return () -> 0;
        }

        @Override
        public Clock clock() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Clock wall() {
            throw new UnsupportedOperationException();
        }
    }

    @Operation
    public void execute() {
        left.incrementAndGet();
        turn.execute(() -> alone(done::incrementAndGet));
    }

    @Operation
    public void send() {
        unsent = true;
        turn.send();
    }

    @Operation
    public void worker() {
        Turn next = asked.poll();
        if (next != null) {
            next.run();
        }
    }

    @Validate
    public void allIsDoneAndSent() {
        while (!asked.isEmpty()) {
            worker();
        }
        if (overlapped || unsent || done.get() != left.get()) {
            throw new IllegalStateException(
                    left + " left, " + done + " done, unsent: " + unsent + ", overlapped: " + overlapped);
        }
    }

    @Test
    void nothingIsLostAndNothingOverlaps() {
        Interleavings.decided(TurnInterleavingsTest.class);
    }

    @Test
    void norOnThreadsOfTheMachine() {
        Interleavings.met(TurnInterleavingsTest.class);
    }
}
