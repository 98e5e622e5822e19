package net.tensamin.omega.omikron;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.concurrent.WorkQueue;
import net.tensamin.omega.limits.Breaches;
import net.tensamin.omega.limits.Source;
import net.tensamin.omega.limits.TokenBucket;

/**
 * Brings what happens on a socket to its link, in order and on threads that may block: frames on the thread that brings
 * them, which spares them a change of threads. Thread-safe; no method blocks but {@link #received}, and the others only
 * when the executor takes no more work.
 */
final class OmikronConnection {
    /** How many characters may wait to be handled, and bytes to leave. */
    static final int BOUND = 8 << 20;

    /** How many ticks after the goodbye an Omikron has to end its connection. */
    static final int TICKS_TO_PART = 25;

    private final AtomicBoolean deaf = new AtomicBoolean();
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final Socket socket;
    private final WorkQueue<Runnable> queue;
    private final ReadingPause pause;
    private final OmikronLink link;
    private final long connectedNanos = System.nanoTime();
    private volatile Seen seen = new Seen(Optional.empty(), -1);
    private int ticksSinceGoodbye;

    /** The link as of its last tick, for other threads. */
    private record Seen(Optional<OmikronId> omikron, long roundTripMillis) {}

    /** A socket that says goodbye once, to a client that leaves too much by itself. No method blocks. */
    interface Socket extends Wire {
        /** Whether goodbye was said; the Omikron then ends the connection. */
        boolean saidGoodbye();

        /** Ends the connection at once. */
        void end();
    }

    /** @param slowed told when this link sends more than its limit */
    OmikronConnection(
            Socket socket, Executor executor, Admission admission, OmikronSettings settings, Breaches slowed) {
        this.socket = socket;
        queue = WorkQueue.ofTasks(WorkQueue.Bounds.serial("link of an Omikron"), executor);
        link = new OmikronLink(socket, System::nanoTime, admission, settings);
        pause = new ReadingPause(
                settings.unansweredLimit(),
                BOUND,
                new TokenBucket(settings.messages(), System::nanoTime),
                () -> slowed.by(Source.of(link.who())));
    }

    /**
     * Takes a frame. Blocks while it is handled, and as long as too much is unanswered: until this returns the socket is
     * not read, and the Omikron has to wait.
     */
    void received(String frame) {
        if (deaf.get()) {
            return;
        }
        queue.run(() -> link.received(frame, () -> pause.answered(frame.length())));
        if (!pause.read(frame.length())) {
            close(Closing.GOING_AWAY);
        }
    }

    /** Time has passed, a few times each ping interval; by one thread at a time. */
    void tick() {
        if (socket.saidGoodbye() && ++ticksSinceGoodbye >= TICKS_TO_PART) {
            socket.end();
        }
        if (ticking.compareAndSet(false, true)) {
            queue.add(() -> {
                ticking.set(false);
                if (pause.isOn()) {
                    link.unread();
                }
                link.tick();
                seen = new Seen(link.identified(), link.lastPingMillis());
            });
        }
    }

    /** Closes when all that was received until now has its answer, or has been submitted to the store. */
    void close(Closing closing) {
        if (deaf.compareAndSet(false, true)) {
            pause.lift();
            queue.add(() -> link.close(closing));
        }
    }

    /** Takes nothing more; what was received until now is answered. */
    void hearNoMore() {
        deaf.set(true);
        pause.lift();
    }

    /** Whether all that was received is answered. */
    boolean isAnswered() {
        return pause.nothingOpen();
    }

    /** How many frames wait for their answer. */
    int unanswered() {
        return pause.open();
    }

    /** As of its last tick. */
    LinkView view() {
        Seen last = seen;
        return new LinkView(
                last.omikron(),
                Duration.ofNanos(System.nanoTime() - connectedNanos),
                last.roundTripMillis(),
                unanswered());
    }

    /** Closes at once: the server stops. */
    void goAway() {
        pause.lift();
        socket.close(Closing.GOING_AWAY);
    }

    /** The socket has ended. */
    void ended() {
        deaf.set(true);
        pause.lift();
        queue.add(link::ended);
    }
}
