package net.tensamin.omega.tauri;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.tensamin.omega.threads.BlockingThreads;
import net.tensamin.omega.threads.Timers;
import net.tensamin.omega.threads.VirtualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundedBackgroundTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private final AtomicInteger rejections = new AtomicInteger();
    private final BoundedBackground background =
            new BoundedBackground(this::execute, new Timers(timer, timer), System::nanoTime);

    private void execute(Runnable work) {
        if (rejections.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new RejectedExecutionException("full");
        }
        threads.execute(work);
    }

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        timer.shutdownNow();
        assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS));
    }

    @Test
    void aCallGivesWhatTheWorkGaveOnAnotherThread() {
        Thread caller = Thread.currentThread();

        assertFalse(get(background.call(() -> caller == Thread.currentThread())));
    }

    @Test
    void aCallWhoseWorkFailsSaysWhy() {
        CompletionStage<Object> call = background.call(() -> {
            throw new IllegalStateException("no database");
        });

        CompletionException failure = assertThrows(CompletionException.class, () -> get(call));
        assertInstanceOf(IllegalStateException.class, failure.getCause());
    }

    @Test
    void aCallReturnsBeforeItsWorkIsDone() {
        CompletableFuture<Boolean> unfinished = new CompletableFuture<>();

        CompletionStage<Boolean> call = background.call(unfinished::join);

        assertFalse(call.toCompletableFuture().isDone());
        unfinished.complete(true);
        assertTrue(get(call));
    }

    @Test
    void manyCallersShareFewThreadsAndAllAreServed() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<CompletionStage<Integer>> results = new ArrayList<>();
        for (int caller = 0; caller < 200; caller++) {
            int number = caller;
            results.add(background.call(() -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                Thread.yield();
                running.decrementAndGet();
                return number;
            }));
        }

        for (int caller = 0; caller < 200; caller++) {
            assertEquals(caller, get(results.get(caller)));
        }
        assertTrue(most.get() < BlockingThreads.COUNT, "threads, and some are left for others: " + most.get());
    }

    private static <T> T get(CompletionStage<T> call) {
        return call.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Test
    void workThatFailsDoesNotStopWhatWaitsBehindIt() throws Exception {
        CountDownLatch done = new CountDownLatch(3);
        for (int work = 0; work < 3; work++) {
            background.run(Duration.ZERO, () -> {
                throw new IllegalStateException("expected in the log");
            });
            background.run(Duration.ZERO, done::countDown);
        }

        assertTrue(done.await(10, TimeUnit.SECONDS));
    }

    /** Whatever waits for an answer: the next one is given up in time all the same. */
    @Test
    void onePieceThatCannotBeGivenUpEndsTheTimeoutsOfNoOther() {
        VirtualTime time = new VirtualTime();
        AtomicInteger looks = new AtomicInteger();
        BoundedBackground hanging = new BoundedBackground(
                work -> {}, new Timers(time, time), () -> looks.incrementAndGet() == 3 ? fail() : time.nanos());
        CompletionStage<Boolean> first = hanging.call(() -> true);
        CompletionStage<Boolean> second = hanging.call(() -> true);
        time.pass(Duration.ofSeconds(40));
        assertTrue(first.toCompletableFuture().isCompletedExceptionally());
        assertTrue(second.toCompletableFuture().isCompletedExceptionally());
    }

    private static long fail() {
        throw new IllegalStateException("in a test");
    }

    @Test
    void workForLaterIsNotDoneEarlier() throws Exception {
        long start = System.nanoTime();
        CountDownLatch done = new CountDownLatch(1);

        background.run(Duration.ofMillis(200), done::countDown);

        assertTrue(done.await(10, TimeUnit.SECONDS));
        assertTrue(System.nanoTime() - start >= Duration.ofMillis(200).toNanos());
    }

    @Test
    void onceTheApplicationStopsWorkIsLeftWithoutAnError() {
        timer.shutdownNow();
        rejections.set(Integer.MAX_VALUE);

        assertDoesNotThrow(() -> background.run(Duration.ZERO, () -> {}));
        assertDoesNotThrow(() -> background.run(Duration.ofMillis(1), () -> {}));
    }
}
