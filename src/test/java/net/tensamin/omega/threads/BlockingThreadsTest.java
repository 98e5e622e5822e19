package net.tensamin.omega.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockingThreadsTest {
    private final List<Thread> made = new CopyOnWriteArrayList<>();
    private final BlockingThreads threads = new BlockingThreads(BlockingThreads.COUNT, this::make);

    @AfterEach
    void stop() throws InterruptedException {
        threads.stop();
        for (Thread thread : made) {
            thread.join(TimeUnit.SECONDS.toMillis(10));
            assertFalse(thread.isAlive(), "ends with the application");
        }
    }

    @Test
    void theContainerIsAskedOnceForEachThreadAndNotForEachTask() throws InterruptedException {
        Set<Thread> used = ConcurrentHashMap.newKeySet();
        CountDownLatch done = new CountDownLatch(1_000);
        for (int task = 0; task < 1_000; task++) {
            threads.execute(() -> {
                used.add(Thread.currentThread());
                done.countDown();
            });
        }
        assertTrue(done.await(10, TimeUnit.SECONDS));
        assertEquals(BlockingThreads.COUNT, made.size());
        assertTrue(made.containsAll(used));
    }

    @Test
    void asManyTasksAsThereAreThreadsMayBlockAndTheNextWaits() throws InterruptedException {
        CountDownLatch blocked = new CountDownLatch(BlockingThreads.COUNT);
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch next = new CountDownLatch(1);
        for (int task = 0; task < BlockingThreads.COUNT; task++) {
            threads.execute(() -> {
                blocked.countDown();
                await(go);
            });
        }
        assertTrue(blocked.await(10, TimeUnit.SECONDS));
        threads.execute(next::countDown);
        assertFalse(next.await(50, TimeUnit.MILLISECONDS));
        go.countDown();
        assertTrue(next.await(10, TimeUnit.SECONDS));
    }

    @Test
    void aTaskThatFailsTakesNoThreadAlong() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(BlockingThreads.COUNT);
        for (int task = 0; task < BlockingThreads.COUNT; task++) {
            threads.execute(() -> {
                done.countDown();
                throw new IllegalStateException("expected in the log");
            });
        }
        assertTrue(done.await(10, TimeUnit.SECONDS));
        asManyTasksAsThereAreThreadsMayBlockAndTheNextWaits();
        assertEquals(BlockingThreads.COUNT, made.size());
    }

    @Test
    void whatWasGivenBeforeTheStopIsDoneAndNothingMoreIsTaken() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(100);
        for (int task = 0; task < 100; task++) {
            threads.execute(done::countDown);
        }
        threads.stop();
        assertThrows(RejectedExecutionException.class, () -> threads.execute(done::countDown));
        assertTrue(done.await(10, TimeUnit.SECONDS));
    }

    private Thread make(Runnable work) {
        Thread thread = new Thread(work);
        made.add(thread);
        return thread;
    }

    private static void await(CountDownLatch go) {
        try {
            go.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
