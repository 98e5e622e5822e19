package net.tensamin.omega.omikron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LinkOutboxTest {
    private static final int BOUND = 100;

    private final ForkJoinPool threads = new ForkJoinPool(4);
    private final List<String> sent = new ArrayList<>();
    private final Deque<Runnable> onTheirWay = new ArrayDeque<>();
    private final LinkOutbox outbox = new LinkOutbox(new SlowSocket(), BOUND);

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void whatComesWhileAFrameLeavesGoesTogetherAndInOrder() {
        outbox.send("a");
        outbox.send("b");
        outbox.send("c");
        assertEquals(List.of("a"), sent);

        oneLeaves();
        assertEquals(List.of("a", "b c"), sent);

        oneLeaves();
        outbox.send(List.of("d", "e"));
        assertEquals(List.of("a", "b c", "d e"), sent);
    }

    @Test
    void closeWaitsForWhatWasSent() {
        outbox.send("a");
        outbox.send("b");

        outbox.close(Closing.NOT_AUTHENTICATED);
        oneLeaves();
        assertEquals(List.of("a", "b"), sent);

        oneLeaves();
        assertEquals(List.of("a", "b", "NOT_AUTHENTICATED"), sent);
    }

    @Test
    void nothingLeavesAfterClose() {
        outbox.close(Closing.GOING_AWAY);
        outbox.send("a");
        outbox.close(Closing.SILENT);

        assertEquals(List.of("GOING_AWAY"), sent);
    }

    @Test
    void omikronThatDoesNotReadIsClosedAndItsQueueDropped() {
        for (int i = 0; i < 2 * BOUND; i++) {
            outbox.send("x");
        }
        assertEquals(List.of("x", "READS_TOO_SLOWLY"), sent);

        oneLeaves();
        assertEquals(List.of("x", "READS_TOO_SLOWLY"), sent);
    }

    @Test
    void whatHasLeftDoesNotCount() {
        for (int i = 0; i < 2 * BOUND; i++) {
            outbox.send("x");
            oneLeaves();
        }

        assertEquals(2 * BOUND, sent.size());
    }

    @Test
    void socketThatIsDoneAtOnceDoesNotNestCalls() {
        AtomicInteger more = new AtomicInteger(200_000);
        LinkOutbox[] busy = new LinkOutbox[1];
        busy[0] = new LinkOutbox(
                new LinkOutbox.Socket() {
                    @Override
                    public void send(List<String> frames, Runnable left) {
                        sent.addAll(frames);
                        if (more.getAndDecrement() > 0) {
                            busy[0].send("x"); // a stack overflow, if the calls nested
                        }
                        left.run();
                    }

                    @Override
                    public void close(Closing closing) {}

                    @Override
                    public void end() {}
                },
                BOUND);

        busy[0].send("x");

        assertEquals(200_001, sent.size());
    }

    @Test
    void concurrentSendersKeepTheirOrder() {
        LinkOutbox shared = new LinkOutbox(new ConcurrentSocket(), Integer.MAX_VALUE);
        CompletableFuture.allOf(IntStream.range(0, 4)
                        .mapToObj(sender -> CompletableFuture.runAsync(
                                () -> IntStream.range(0, 2_000)
                                        .forEach(i -> shared.send(sender + " " + String.format("%04d", i))),
                                threads))
                        .toArray(CompletableFuture[]::new))
                .thenRun(() -> shared.close(Closing.GOING_AWAY))
                .join();
        closed.join();

        for (int sender = 0; sender < 4; sender++) {
            String prefix = sender + " ";
            List<String> own =
                    sent.stream().filter(frame -> frame.startsWith(prefix)).toList();
            assertEquals(own.stream().sorted().toList(), own);
            assertEquals(2_000, own.size());
        }
    }

    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private void oneLeaves() {
        onTheirWay.remove().run();
    }

    private final class SlowSocket implements LinkOutbox.Socket {
        @Override
        public void send(List<String> frames, Runnable left) {
            sent.add(String.join(" ", frames));
            onTheirWay.add(left);
        }

        @Override
        public void close(Closing closing) {
            sent.add(closing.name());
        }

        @Override
        public void end() {}
    }

    /** Needs no lock of its own if there is one frame at a time. */
    private final class ConcurrentSocket implements LinkOutbox.Socket {
        private volatile boolean busy;

        @Override
        public void send(List<String> frames, Runnable left) {
            assertTrue(!busy);
            busy = true;
            sent.addAll(frames);
            threads.execute(() -> {
                busy = false;
                left.run();
            });
        }

        @Override
        public void close(Closing closing) {
            closed.complete(null);
        }

        @Override
        public void end() {}
    }
}
