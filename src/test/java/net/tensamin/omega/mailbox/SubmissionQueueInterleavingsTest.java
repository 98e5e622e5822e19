package net.tensamin.omega.mailbox;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.concurrent.Interleavings;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** However threads interleave, all that is added is taken, once, by one at a time. Public, as Lincheck makes one for each try. */
@Tag("interleavings")
public class SubmissionQueueInterleavingsTest {
    private static final Submission NOTICE = new Submission.Notice(new UserId(1), new UserId(2));
    private static final int LARGEST_BATCH = 2;

    private final SubmissionQueue queue = new SubmissionQueue(() -> 0);
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger added = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private volatile boolean atWork;
    private volatile boolean overlapped;

    static {
        new SubmissionQueueInterleavingsTest().each(); // loads all classes
    }

    private void each() {
        add();
        worker();
        allIsTaken();
    }

    private void take(List<Waiting> some) {
        overlapped |= atWork;
        atWork = true;
        taken.addAndGet(some.size());
    }

    @Operation
    public void add() {
        added.incrementAndGet();
        if (queue.add(new Waiting(NOTICE, queue::leave))) {
            asked.incrementAndGet();
        }
    }

    /** As the batcher does, one after another as long as there is something. */
    @Operation
    public void worker() {
        if (asked.getAndUpdate(before -> Math.max(0, before - 1)) > 0) {
            while (queue.take(LARGEST_BATCH, this::take)) {
                atWork = false;
            }
        }
    }

    @Validate
    public void allIsTaken() {
        worker();
        if (overlapped || asked.get() > 0 || taken.get() != added.get()) {
            throw new IllegalStateException(added + " added, " + taken + " taken, overlapped: " + overlapped);
        }
    }

    @Test
    void nothingIsLostOrTakenTwiceOrAtTheSameTime() {
        Interleavings.decided(SubmissionQueueInterleavingsTest.class);
    }

    @Test
    void norOnThreadsOfTheMachine() {
        Interleavings.met(SubmissionQueueInterleavingsTest.class);
    }
}
