package net.tensamin.omega.omikron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LinkQueueTest {
    private final ForkJoinPool threads = new ForkJoinPool(4);
    private final List<Integer> done = new ArrayList<>();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void tasksRunInOrderAndOneAtATime() throws InterruptedException {
        LinkQueue queue = new LinkQueue(threads);
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
    void tasksOfOneAdderKeepTheirOrder() throws InterruptedException {
        LinkQueue queue = new LinkQueue(threads);
        CountDownLatch all = new CountDownLatch(1);
        List<Integer> expected = IntStream.range(0, 1_000).boxed().toList();

        expected.forEach(i -> queue.add(() -> done.add(i)));
        queue.add(all::countDown);

        assertTrue(all.await(30, TimeUnit.SECONDS));
        assertEquals(expected, done);
    }

    @Test
    void busyLinkLetsOthersHaveTheThread() {
        Queue<Runnable> thread = new ArrayDeque<>();
        LinkQueue busy = new LinkQueue(thread::add);
        LinkQueue other = new LinkQueue(thread::add);
        IntStream.range(0, 1_000).forEach(i -> busy.add(() -> done.add(i)));
        other.add(() -> done.add(-1));

        while (!thread.isEmpty()) {
            thread.remove().run();
        }

        assertEquals(1_001, done.size());
        assertTrue(done.indexOf(-1) < 100, () -> "the other had to wait for " + done.indexOf(-1));
    }

    @Test
    void callerDoesTheWorkOfAnIdleLinkAndLeavesThatOfABusyOne() {
        Queue<Runnable> thread = new ArrayDeque<>();
        LinkQueue queue = new LinkQueue(thread::add);
        queue.run(() -> {
            queue.run(() -> done.add(2));
            done.add(1);
        });
        assertEquals(List.of(1, 2), done);

        queue.add(() -> done.add(3));
        queue.run(() -> done.add(4));
        assertEquals(List.of(1, 2), done);

        thread.remove().run();
        assertEquals(List.of(1, 2, 3, 4), done);
    }

    @Test
    void failedTaskDoesNotStopTheNext() {
        LinkQueue queue = new LinkQueue(Runnable::run);

        queue.add(() -> {
            throw new IllegalStateException("this task fails, on purpose");
        });
        queue.add(() -> done.add(1));

        assertEquals(List.of(1), done);
    }

    @Test
    void whereTheExecutorRefusesTheCallerWorks() {
        LinkQueue queue = new LinkQueue(task -> {
            throw new RejectedExecutionException("full, on purpose");
        });

        queue.add(() -> done.add(1));
        queue.add(() -> done.add(2));

        assertEquals(List.of(1, 2), done);
    }
}
