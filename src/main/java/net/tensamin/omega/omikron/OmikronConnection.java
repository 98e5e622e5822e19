package net.tensamin.omega.omikron;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.concurrent.WorkQueue;
import net.tensamin.omega.limits.TokenBucket;
import net.tensamin.omega.websocket.Fault;
import net.tensamin.omega.websocket.WebSocketConnection;

/**
 * Brings what happens on a socket to its link, in order and on threads that may block: frames on the thread that brings
 * them, which spares them a change of threads. Thread-safe; no method blocks but {@link #text} and {@link #framed}, and the others only
 * when the executor takes no more work.
 */
final class OmikronConnection implements WebSocketConnection.Listener {
    /** How many characters may wait to be handled, and bytes to leave. */
    static final int BOUND = 8 << 20;

    /** How many ticks after the goodbye an Omikron has to end its connection. */
    static final int TICKS_TO_PART = 25;

    /** In bytes, and enough for a sync of 200,000 ids of 19 digits. A longer message ends the link, with code 1009. */
    static final int LONGEST_MESSAGE = 4 << 20;

    /** Bytes that count for a message, whatever they say. */
    private static final int BYTES_EACH = 1024;

    private final AtomicBoolean deaf = new AtomicBoolean();
    private final Socket socket;
    private final Roster roster;
    private final WorkQueue<Runnable> queue;
    private final ReadingPause pause;
    private final OmikronLink link;
    private final StrangerLimits limits = new StrangerLimits();
    private final LongSupplier nanos;
    private final long connectedNanos;
    private volatile boolean handling;
    private int ticksSinceGoodbye;
    private int cost;

    /** A socket that says goodbye once; it does so by itself if the client leaves too much unread. No method blocks. */
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
        if (isTooMuch() || deaf.get()) {
            return;
        }
        link.handling();
        handling = true;
        cost = 1;
        queue.run(() -> cost = link.received(frame, () -> pause.answered(frame.length())));
        link.handled();
        boolean goesOn = pause.read(frame.length(), Math.max(cost, frame.length() / BYTES_EACH));
        handling = false; // it is counted now, if it is still unanswered
        if (!goesOn) {
            close(Closing.GOING_AWAY);
        }
    }

    /** The larger one only once it is known whose link this is. */
    @Override
    public int longestMessage() {
        return link.isStranger() ? StrangerLimits.LONGEST_MESSAGE : LONGEST_MESSAGE;
    }

    /** Costs a message, whatever its length. Blocks as long as the link sends too fast. */
    @Override
    public void framed() {
        if (!isTooMuch() && !deaf.get() && !pause.passed()) {
            close(Closing.GOING_AWAY);
        }
    }

    /** Closes a link that has sent enough and not identified. */
    private boolean isTooMuch() {
        boolean tooMuch = link.isStranger() && limits.arePast();
        if (tooMuch && limits.areFarPast()) {
            socket.end();
        } else if (tooMuch) {
            close(Closing.NOT_AUTHENTICATED);
        }
        return tooMuch;
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
        if (socket.saidGoodbye() && ++ticksSinceGoodbye >= ticksToPart()) {
            socket.end();
        }
        if (handling || pause.isOn()) {
            link.heard(); // as far as anybody can know
        }
        link.tick();
    }

    private int ticksToPart() {
        return link.isStranger() ? StrangerLimits.TICKS_TO_PART : TICKS_TO_PART;
    }

    /** Closes when all that was received until now has its answer, or has been submitted to the store. */
    void close(Closing closing) {
        if (deaf.compareAndSet(false, true)) {
            pause.lift();
            queue.add(() -> link.close(closing));
        }
    }

    /** Ends a link of an Omikron that is removed, or has another key. */
    void closeIfOneOf(Set<OmikronId> changed) {
        if (link.claimsOneOf(changed)) {
            close(Closing.CHANGED);
        }
    }

    /** Ends the link if its Omikron is found to be removed, or to have another key. Asks the registry. */
    void closeUnlessCurrent() {
        if (!link.isCurrent()) {
            close(Closing.CHANGED);
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
