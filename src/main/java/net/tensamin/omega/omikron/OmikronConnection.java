package net.tensamin.omega.omikron;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Brings what happens on a socket to its link, in order and on threads that may block. Thread-safe; no method blocks, unless
 * the executor takes no more work.
 */
final class OmikronConnection {
    /** How many characters may wait, each way. An Omikron with so much unanswered is not waiting for answers. */
    static final int BOUND = 8 << 20;

    private final AtomicInteger unansweredChars = new AtomicInteger();
    private final AtomicBoolean deaf = new AtomicBoolean();
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final LinkQueue queue;
    private final LinkOutbox outbox;
    private final OmikronLink link;

    OmikronConnection(LinkOutbox.Socket socket, Executor executor, Admission admission, OmikronSettings settings) {
        queue = new LinkQueue(executor);
        outbox = new LinkOutbox(socket, BOUND);
        link = new OmikronLink(outbox, System::nanoTime, admission, settings);
    }

    void received(String frame) {
        if (deaf.get()) {
            return;
        }
        if (unansweredChars.addAndGet(frame.length()) > BOUND) {
            close(Closing.SENDS_TOO_FAST);
            return;
        }
        queue.add(() -> {
            link.received(frame);
            unansweredChars.addAndGet(-frame.length());
        });
    }

    void tick() {
        if (ticking.compareAndSet(false, true)) {
            queue.add(() -> {
                ticking.set(false);
                link.tick();
            });
        }
    }

    /** Closes when all that was received until now is answered. */
    void close(Closing closing) {
        if (deaf.compareAndSet(false, true)) {
            queue.add(() -> link.close(closing));
        }
    }

    /** Closes at once: the server stops. */
    void goAway() {
        outbox.close(Closing.GOING_AWAY);
    }

    /** The socket has ended. */
    void ended() {
        deaf.set(true);
        queue.add(link::ended);
    }
}
