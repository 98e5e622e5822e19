package net.tensamin.omega.omikron;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import net.tensamin.omega.concurrent.WorkQueue;
import net.tensamin.omega.limits.TokenBucket;
import net.tensamin.omega.websocket.Fault;
import net.tensamin.omega.websocket.WebSocketConnection;

/**
 * Brings what happens on a socket to its link, in order and on threads that may block: frames on the thread that brings
 * them, which spares them a change of threads. Thread-safe; no method blocks but {@link #text}, and the others only
 * when the executor takes no more work.
 */
final class OmikronConnection implements WebSocketConnection.Listener {
    /** How many characters may wait to be handled, and bytes to leave. */
    static final int BOUND = 8 << 20;

    /** How many ticks after the goodbye an Omikron has to end its connection. */
    static final int TICKS_TO_PART = 25;

    private final AtomicBoolean deaf = new AtomicBoolean();
    private final Socket socket;
    private final Roster roster;
    private final WorkQueue<Runnable> queue;
    private final ReadingPause pause;
    private final OmikronLink link;
    private final LongSupplier nanos;
    private final long connectedNanos;
    private volatile boolean handling;
    private int ticksSinceGoodbye;

    /** A socket that says goodbye once, to a client that leaves too much by itself. No method blocks. */
    interface Socket extends Wire {
        /** Whether goodbye was said; the Omikron then ends the connection. */
        boolean saidGoodbye();

        /** Ends the connection at once. */
        void end();
    }

    /** Told of what becomes of a connection. */
    interface Roster {
        /** It sends more than its limit, and is read more slowly. */
        void slowed(String who);

        /** Its socket has ended. */
        void ended(OmikronConnection connection);
    }

    /** @param nanos a monotonic clock */
    OmikronConnection(
            Socket socket,
            Executor executor,
            Admission admission,
            OmikronSettings settings,
            Roster roster,
            LongSupplier nanos) {
        this.socket = socket;
        this.roster = roster;
        this.nanos = nanos;
        connectedNanos = nanos.getAsLong();
        queue = WorkQueue.ofTasks(WorkQueue.Bounds.serial("link of an Omikron"), executor);
        link = new OmikronLink(socket, nanos, admission, settings);
        pause = new ReadingPause(
                settings.unansweredLimit(),
                BOUND,
                new TokenBucket(settings.messages(), nanos),
                () -> roster.slowed(link.who()));
    }

    /**
     * Takes a frame. Blocks while it is handled, and as long as too much is unanswered: until this returns the socket is
     * not read, and the Omikron has to wait.
     */
    @Override
    public void text(String frame) {
        if (deaf.get()) {
            return;
        }
        link.heard();
        handling = true;
        queue.run(() -> link.received(frame, () -> pause.answered(frame.length())));
        link.heard();
        boolean goesOn = pause.read(frame.length());
        handling = false; // it is counted now, if it is still unanswered
        if (!goesOn) {
            close(Closing.GOING_AWAY);
        }
    }

    @Override
    public void binary() {
        close(Closing.TEXT_ONLY);
    }

    @Override
    public void failed(Fault fault) {
        close(Closing.of(fault));
    }

    /** Time has passed, a few times each ping interval; by one thread at a time. Waits for nothing that a frame waits for. */
    void tick() {
        if (socket.saidGoodbye() && ++ticksSinceGoodbye >= TICKS_TO_PART) {
            socket.end();
        }
        if (handling || pause.isOn()) {
            link.heard(); // as far as anybody can know
        }
        link.tick();
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
        return !handling && pause.nothingOpen();
    }

    /** How many frames wait for their answer. */
    int unanswered() {
        return pause.open();
    }

    LinkView view() {
        return new LinkView(
                link.identified(),
                Duration.ofNanos(nanos.getAsLong() - connectedNanos),
                link.lastPingMillis(),
                unanswered());
    }

    /** Closes at once: the server stops. */
    void goAway() {
        pause.lift();
        socket.close(Closing.GOING_AWAY);
    }

    /** The socket has ended. */
    @Override
    public void ended() {
        roster.ended(this);
        deaf.set(true);
        pause.lift();
        queue.add(link::ended);
    }
}
