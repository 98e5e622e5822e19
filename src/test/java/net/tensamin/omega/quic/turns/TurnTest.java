package net.tensamin.omega.quic.turns;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnTest {
    private final TransportThreads threads = new TransportThreads();
    private final RecordingOwner owner = new RecordingOwner();

    @AfterEach
    void close() {
        threads.close();
    }

    private Turn brief(Turn.Owner whose) {
        Turn turn = new Turn(threads);
        turn.begin(whose);
        turn.becomeBrief();
        return turn;
    }

    @Test
    void anOccasionalSenderSendsOnItsOwnThread() {
        Turn turn = brief(owner);
        await().until(() -> {
            turn.send();
            return owner.settledOn.contains(Thread.currentThread());
        });
    }

    @Test
    void aBusySenderLeavesTheRestToTheWorkers() {
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            turns.add(brief(owner));
        }
        await().until(() -> owner.settledOn.size() == 100);
        owner.settledOn.clear();
        long start = System.nanoTime();
        turns.forEach(Turn::send);
        long visits = 1 + (System.nanoTime() - start) / 20_000;
        await().until(() -> owner.settledOn.size() == 100);
        long own =
                owner.settledOn.stream().filter(Thread.currentThread()::equals).count();
        assertTrue(own <= visits, own + " of 100, at most " + visits);
    }

    @Test
    void turnThatMayTakeLongIsAWorkers() {
        Turn turn = new Turn(threads);
        turn.begin(owner);
        for (int i = 0; i < 3; i++) {
            int before = owner.settledOn.size();
            turn.send();
            await().until(() -> owner.settledOn.size() > before);
        }
        owner.settledOn.forEach(thread -> assertNotEquals(Thread.currentThread(), thread));
    }

    @Test
    void interruptedThreadSendsNothingItself() {
        Turn turn = brief(owner);
        await().until(() -> owner.settledOn.size() == 1);
        Thread.currentThread().interrupt();
        turn.send();
        assertTrue(Thread.interrupted());
        await().until(() -> owner.settledOn.size() == 2);
        assertTrue(owner.settledOn.stream().noneMatch(Thread.currentThread()::equals));
    }

    @Test
    void workLeftDuringAVisitIsDoneByAWorker() {
        CountDownLatch done = new CountDownLatch(1);
        Turn turn = new Turn(threads);
        turn.begin(new RecordingOwner() {
            @Override
            public long settle(boolean visit) {
                Thread visitor = Thread.currentThread();
                if (visit) {
                    turn.execute(() -> {
                        assertNotEquals(visitor, Thread.currentThread());
                        done.countDown();
                    });
                }
                return super.settle(visit);
            }
        });
        turn.becomeBrief();
        await().until(() -> {
            turn.send();
            return done.getCount() == 0;
        });
    }

    @Test
    void failureDuringAVisitIsToldToTheOwnerByAWorker() {
        RuntimeException failure = new IllegalStateException("told to fail");
        Turn turn = brief(new RecordingOwner() {
            @Override
            public long settle(boolean visit) {
                super.settle(visit);
                if (visit) {
                    throw failure;
                }
                return -1;
            }

            @Override
            public void failed(Throwable cause) {
                owner.failed(cause);
            }
        });
        await().until(() -> {
            turn.send();
            return !owner.failedOn.isEmpty();
        });
        assertNotEquals(Thread.currentThread(), owner.failedOn.peek());
        assertSame(failure, owner.failures.peek());
    }

    @Test
    void turnGoesOnEvenIfItsOwnerCannotBeToldOfAFailure() {
        Turn hopeless = new Turn(threads);
        hopeless.begin(new RecordingOwner() {
            @Override
            public void failed(Throwable cause) {
                super.failed(cause);
                throw new IllegalStateException("told to fail");
            }
        });
        AtomicInteger done = new AtomicInteger();
        for (int i = 0; i < 10; i++) {
            hopeless.execute(() -> {
                done.incrementAndGet();
                throw new IllegalStateException("told to fail");
            });
        }
        await().until(() -> done.get() == 10);
    }

    private static class RecordingOwner implements Turn.Owner {
        final Queue<Thread> settledOn = new ConcurrentLinkedQueue<>();
        final Queue<Thread> failedOn = new ConcurrentLinkedQueue<>();
        final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

        @Override
        public void failed(Throwable failure) {
            failures.add(failure);
            failedOn.add(Thread.currentThread());
        }

        @Override
        public long settle(boolean visit) {
            settledOn.add(Thread.currentThread());
            return -1;
        }
    }
}
