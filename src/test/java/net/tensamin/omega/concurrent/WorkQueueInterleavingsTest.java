package net.tensamin.omega.concurrent;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** However threads interleave, all that is added is done, once, and one thing at a time. Public, as Lincheck makes one for each try. */
@Tag("interleavings")
public class WorkQueueInterleavingsTest {
    private final Queue<Runnable> threads = new ConcurrentLinkedQueue<>();
    private final WorkQueue<Integer> queue = new WorkQueue<>(WorkQueue.Bounds.serial("test"), threads::add, this::work);
    private final AtomicInteger added = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private volatile boolean atWork;
    private volatile boolean overlapped;

    static {
        new WorkQueueInterleavingsTest().each(); // loads all classes
    }

    private void each() {
        add();
        run();
        thread();
        everythingIsDone();
    }

    private void work(List<Integer> some) {
        overlapped |= atWork;
        atWork = true;
        done.addAndGet(some.size());
        atWork = false;
    }

    @Operation
    public void add() {
        added.incrementAndGet();
        queue.add(1);
    }

    @Operation
    public void run() {
        added.incrementAndGet();
        queue.run(1);
    }

    /** A thread of the executor does what it was given. */
    @Operation
    public void thread() {
        Runnable next = threads.poll();
        if (next != null) {
            next.run();
        }
    }

    @Validate
    public void everythingIsDone() {
        while (!threads.isEmpty()) {
            thread();
        }
        if (overlapped || done.get() != added.get()) {
            throw new IllegalStateException(added + " added, " + done + " done, overlapped: " + overlapped);
        }
    }

    @Test
    void nothingIsLostOrDoneTwiceOrAtTheSameTime() {
        Interleavings.decided(WorkQueueInterleavingsTest.class);
    }

    @Test
    void norOnThreadsOfTheMachine() {
        Interleavings.met(WorkQueueInterleavingsTest.class);
    }
}
