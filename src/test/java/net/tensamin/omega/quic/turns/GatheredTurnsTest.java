package net.tensamin.omega.quic.turns;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatheredTurnsTest {
    private final TransportThreads threads = new TransportThreads();
    private final CountDownLatch busy = new CountDownLatch(1);

    @AfterEach
    void close() {
        busy.countDown();
        threads.close();
    }

    private Turn turn(boolean brief, Turn.Work first) {
        Turn turn = new Turn(threads);
        if (brief) {
            turn.becomeBrief();
        }
        turn.execute(first);
        turn.begin(new Silent());
        return turn;
    }

    @Test
    void theGathererRunsBriefTurnsItselfAndNoOthers() {
        Queue<Thread> brief = new ConcurrentLinkedQueue<>();
        Queue<Thread> lengthy = new ConcurrentLinkedQueue<>();
        Queue<Thread> gatherer = new ConcurrentLinkedQueue<>();
        threads.startGathering("test", () -> {
            gatherer.add(Thread.currentThread());
            turn(true, () -> brief.add(Thread.currentThread()));
            turn(false, () -> lengthy.add(Thread.currentThread()));
            threads.takeGathered();
        });
        await().until(() -> !brief.isEmpty() && !lengthy.isEmpty());
        assertEquals(gatherer.peek(), brief.peek());
        assertNotEquals(gatherer.peek(), lengthy.peek());
    }

    @Test
    void aGathererLeavesWhatIsTooManyToTheWorkers() {
        Set<Thread> ran = ConcurrentHashMap.newKeySet();
        AtomicInteger done = new AtomicInteger();
        threads.startGathering("test", () -> {
            for (int i = 0; i < 100; i++) {
                turn(true, () -> {
                    ran.add(Thread.currentThread());
                    done.incrementAndGet();
                });
            }
            threads.takeGathered();
        });
        await().until(() -> done.get() == 100);
        assertFalse(ran.size() < 2, ran::toString);
    }

    @Test
    void turnThatNeverEndsHoldsUpNoOther() throws InterruptedException {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(20);
        turn(false, () -> {
            began.countDown();
            busy.await();
        });
        began.await();
        for (int i = 0; i < 20; i++) {
            turn(true, others::countDown);
        }
        await().until(() -> others.getCount() == 0);
    }

    @Test
    void turnThatComesAfterTheEndIsEnded() {
        threads.close();
        AtomicInteger done = new AtomicInteger();
        Turn late = turn(true, done::incrementAndGet);
        late.execute(done::incrementAndGet);
        assertEquals(0, done.get());
    }

    private static final class Silent implements Turn.Owner {
        @Override
        public void failed(Throwable failure) {}

        @Override
        public long settle(boolean visit) {
            return -1;
        }
    }
}
