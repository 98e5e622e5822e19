package net.tensamin.omega.quic.turns;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TransportThreadsTest {
    private final TransportThreads threads = new TransportThreads();

    @Test
    void threadsAreCountedWhileTheyWork() {
        CountDownLatch work = new CountDownLatch(1);
        int before = threads.count();
        threads.start("test", () -> awaitQuietly(work));
        assertEquals(before + 1, threads.count());
        work.countDown();
        await().until(() -> threads.count() == before);
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
