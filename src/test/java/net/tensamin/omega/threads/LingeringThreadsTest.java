package net.tensamin.omega.threads;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LingeringThreadsTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final List<Thread> started = new CopyOnWriteArrayList<>();
    private volatile boolean full;

    @AfterEach
    void end() throws InterruptedException {
        for (Thread thread : started) {
            thread.interrupt();
            thread.join(TimeUnit.SECONDS.toMillis(10));
            assertTrue(!thread.isAlive());
        }
    }

    @Test
    void tasksOneAfterTheOtherHaveOneThread() {
        LingeringThreads threads = new LingeringThreads(this::start, LONG);
        for (int task = 0; task < 100; task++) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            threads.execute(() -> done.complete(null));
            done.join();
            awaitWaiting(1);
        }
        assertEquals(1, started.size());
    }

    @Test
    void tasksAtTheSameTimeHaveAThreadEach() throws InterruptedException {
        LingeringThreads threads = new LingeringThreads(this::start, LONG);
        CountDownLatch all = new CountDownLatch(5);
        for (int task = 0; task < 5; task++) {
            threads.execute(() -> meet(all));
        }
        assertTrue(all.await(10, TimeUnit.SECONDS));
        assertEquals(5, started.size());
    }

    @Test
    void aThreadThatNobodyNeedsGoes() throws InterruptedException {
        LingeringThreads threads = new LingeringThreads(this::start, Duration.ofMillis(1));
        threads.execute(() -> {});
        started.get(0).join(TimeUnit.SECONDS.toMillis(10));
        assertTrue(!started.get(0).isAlive());
        CompletableFuture<Void> done = new CompletableFuture<>();
        threads.execute(() -> done.complete(null));
        done.join();
    }

    @Test
    void aTaskThatFailsDoesNotTakeItsThreadAlong() {
        LingeringThreads threads = new LingeringThreads(this::start, LONG);
        threads.execute(() -> {
            throw new IllegalStateException("expected in the log");
        });
        awaitWaiting(1);
        CompletableFuture<Thread> done = new CompletableFuture<>();
        threads.execute(() -> done.complete(Thread.currentThread()));
        assertEquals(started.get(0), done.join());
    }

    @Test
    void whoGetsNoThreadIsToldUnlessOneWaits() {
        LingeringThreads threads = new LingeringThreads(this::start, LONG);
        full = true;
        assertThrows(RejectedExecutionException.class, () -> threads.execute(() -> {}));
        full = false;
        threads.execute(() -> {});
        awaitWaiting(1);
        full = true;
        CompletableFuture<Void> done = new CompletableFuture<>();
        threads.execute(() -> done.complete(null));
        done.join();
    }

    @Test
    void manyThatGiveTasksAtOnceHaveAllOfThemDoneOnce() throws InterruptedException {
        LingeringThreads threads = new LingeringThreads(this::start, Duration.ofMillis(1));
        int givers = 4;
        int each = 2_000;
        AtomicInteger done = new AtomicInteger();
        List<Thread> giving = new ArrayList<>();
        for (int giver = 0; giver < givers; giver++) {
            Thread thread = new Thread(() -> {
                for (int task = 0; task < each; task++) {
                    threads.execute(done::incrementAndGet);
                }
            });
            giving.add(thread);
            thread.start();
        }
        for (Thread thread : giving) {
            thread.join();
        }
        await().until(() -> done.get() >= givers * each);
        assertEquals(givers * each, done.get());
    }

    private static void meet(CountDownLatch all) {
        all.countDown();
        try {
            all.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitWaiting(int count) {
        await().pollInterval(Duration.ofMillis(1))
                .until(() -> started.stream()
                                .filter(thread -> thread.getState() == Thread.State.TIMED_WAITING)
                                .count()
                        == count);
    }

    private void start(Runnable work) {
        if (full) {
            throw new RejectedExecutionException("full");
        }
        Thread thread = new Thread(work);
        started.add(thread);
        thread.start();
    }
}
