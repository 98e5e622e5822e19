package net.tensamin.omega.quic;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TransportThreadsTest {
    private final TransportThreads threads = new TransportThreads();

    @Test
    void threadsAreVirtualWhereThatIsGood() throws Exception {
        CompletableFuture<Thread> started = new CompletableFuture<>();
        threads.start("test", () -> started.complete(Thread.currentThread()));
        Thread thread = started.get(5, TimeUnit.SECONDS);
        boolean virtual = !thread.getClass().equals(Thread.class);
        assertEquals(Runtime.version().feature() >= 24, virtual);
        assertTrue(thread.isDaemon());
        threads.close();
    }

    @Test
    void threadsAreCountedWhileTheyWork() {
        CountDownLatch work = new CountDownLatch(1);
        threads.start("test", () -> awaitQuietly(work));
        assertEquals(1, threads.count());
        work.countDown();
        await().until(() -> threads.count() == 0);
        threads.close();
    }

    @Test
    void closingEndsThreadsThatWaitForever() {
        CountDownLatch never = new CountDownLatch(1);
        threads.start("test", () -> awaitQuietly(never));
        threads.close();
        assertEquals(0, threads.count());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
