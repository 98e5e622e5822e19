package net.tensamin.omega.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.tensamin.omega.concurrent.WorkQueue.Bounds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkQueueTest {
    private static final Bounds MANY_AT_ONCE = new Bounds("test", 1, 5_000, 1_024);

    private final ForkJoinPool pool = new ForkJoinPool(4);
    private final Deque<Runnable> threads = new ArrayDeque<>();
    private final List<Integer> done = new ArrayList<>();

    @AfterEach
    void endThreads() {
        pool.shutdownNow();
    }

    @Test
    void serialTasksRunOneAtATime() throws InterruptedException {
        WorkQueue<Runnable> queue = WorkQueue.ofTasks(Bounds.serial("test"), pool);
        CountDownLatch all = new CountDownLatch(20_000);
        int[] unguarded = new int[1];
        CompletableFuture.allOf(IntStream.range(0, 4)
                        .mapToObj(adder -> CompletableFuture.runAsync(() -> {
                            for (int i = 0; i < 5_000; i++) {
                                queue.add(() -> {
                                    unguarded[0]++;
                                    all.countDown();
                                });
                            }
                        }))
                        .toArray(CompletableFuture[]::new))
                .join();

        assertTrue(all.await(30, TimeUnit.SECONDS));
        assertEquals(20_000, unguarded[0]);
    }

    @Test
    void whatOneAddsKeepsItsOrder() throws InterruptedException {
        WorkQueue<Runnable> queue = WorkQueue.ofTasks(Bounds.serial("test"), pool);
        CountDownLatch all = new CountDownLatch(1);
        List<Integer> expected = IntStream.range(0, 1_000).boxed().toList();

        expected.forEach(i -> queue.add(() -> done.add(i)));
        queue.add(all::countDown);

        assertTrue(all.await(30, TimeUnit.SECONDS));
        assertEquals(expected, done);
    }

    @Test
    void soManyThreadsWorkAtATimeAndNoMore() throws InterruptedException {
        WorkQueue<Runnable> queue = WorkQueue.ofTasks(new Bounds("test", 3, 10_000, 1), pool);
        AtomicInteger working = new AtomicInteger();
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch together = new CountDownLatch(3);
        CountDownLatch all = new CountDownLatch(1_003);
        for (int i = 0; i < 3; i++) {
            queue.add(() -> {
                together.countDown();
                awaitUninterrupted(together);
                all.countDown();
            });
        }
        for (int i = 0; i < 1_000; i++) {
            queue.add(() -> {
                seen.add(working.incrementAndGet());
                Thread.yield();
                working.decrementAndGet();
                all.countDown();
            });
        }

        assertTrue(all.await(30, TimeUnit.SECONDS));
        assertTrue(seen.stream().allMatch(many -> many <= 3), seen::toString);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatWaitsIsWorkedOffTogether() {
        List<Integer> sizes = new ArrayList<>();
        WorkQueue<Integer> queue = new WorkQueue<>(MANY_AT_ONCE, threads::add, some -> {
            sizes.add(some.size());
            done.addAll(some);
        });
        IntStream.range(0, 3_000).forEach(queue::add);

        assertEquals(1, threads.size());
        runAll();

        assertEquals(IntStream.range(0, 3_000).boxed().toList(), done);
        assertEquals(List.of(1_024, 1_024, 952), sizes);
        queue.add(3_000);
        assertEquals(1, threads.size());
    }

    @Test
    void whatComesWhileItIsFullIsDropped() {
        WorkQueue<Integer> queue = new WorkQueue<>(MANY_AT_ONCE, threads::add, done::addAll);
        IntStream.range(0, 6_000).forEach(queue::add);
        runAll();
        assertEquals(IntStream.range(0, 5_000).boxed().toList(), done);

        queue.add(6_000);
        runAll();
        assertEquals(6_000, done.get(5_000));
    }

    @Test
    void aThreadThatCouldNotBeHadIsAskedForAgainWithTheNext() {
        List<Error> errors = new ArrayList<>(List.of(new OutOfMemoryError("in a test")));
        WorkQueue<Integer> queue = new WorkQueue<>(
                new Bounds("test", 1, 10, 1),
                task -> {
                    if (!errors.isEmpty()) {
                        throw errors.remove(0);
                    }
                    threads.add(task);
                },
                done::addAll);

        assertThrows(OutOfMemoryError.class, () -> queue.add(1));
        queue.add(2);
        runAll();

        assertEquals(List.of(1, 2), done);
    }

    @Test
    void aBusyQueueLetsOthersHaveTheThread() {
        WorkQueue<Runnable> busy = WorkQueue.ofTasks(Bounds.serial("test"), threads::add);
        WorkQueue<Runnable> other = WorkQueue.ofTasks(Bounds.serial("test"), threads::add);
        IntStream.range(0, 1_000).forEach(i -> busy.add(() -> done.add(i)));
        other.add(() -> done.add(-1));

        runAll();

        assertEquals(1_001, done.size());
        assertTrue(done.indexOf(-1) < 100, () -> "the other had to wait for " + done.indexOf(-1));
    }

    @Test
    void theCallerDoesTheWorkOfAnIdleQueueAndLeavesThatOfABusyOne() {
        WorkQueue<Runnable> queue = WorkQueue.ofTasks(Bounds.serial("test"), threads::add);
        queue.run(() -> {
            queue.run(() -> done.add(2));
            done.add(1);
        });
        assertEquals(List.of(1, 2), done);

        queue.add(() -> done.add(3));
        queue.run(() -> done.add(4));
        assertEquals(List.of(1, 2), done);

        runAll();
        assertEquals(List.of(1, 2, 3, 4), done);
    }

    @Test
    void aFailureIsOneTasksOnly() {
        WorkQueue<Runnable> queue = WorkQueue.ofTasks(Bounds.serial("test"), Runnable::run);
        queue.add(() -> {
            throw new IllegalStateException("this task fails, on purpose");
        });
        queue.add(() -> {
            throw new NoClassDefFoundError("and so does this one");
        });
        queue.add(() -> done.add(1));

        assertEquals(List.of(1), done);
    }

    @Test
    void withoutAThreadItWaitsForMore() {
        boolean[] rejecting = {true};
        WorkQueue<Integer> queue = new WorkQueue<>(
                MANY_AT_ONCE,
                work -> {
                    if (rejecting[0]) {
                        throw new RejectedExecutionException("expected by the test");
                    }
                    work.run();
                },
                done::addAll);
        queue.add(1);
        rejecting[0] = false;
        queue.add(2);

        assertEquals(List.of(1, 2), done);
    }

    @Test
    void aQueueWithoutThreadsOrRoomIsNone() {
        assertThrows(IllegalArgumentException.class, () -> new Bounds("test", 0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Bounds("test", 1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Bounds("test", 1, 1, 0));
    }

    private void runAll() {
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
    }
}
