package net.tensamin.omega.quic.turns;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import net.tensamin.omega.threads.OutOfMemory;
import tech.kwik.core.concurrent.TurnSeam;

/**
 * One connection's work: what arrives, what is due and what is to be sent, a piece at a time, on whichever thread has time.
 * While there is nothing to do it needs no thread. Thread-safe.
 */
public final class Turn implements TurnSeam.Turn, Runnable {
    private static final System.Logger LOG = System.getLogger(Turn.class.getName());
    private static final int MOST_WAITING = 256;
    private static final int MOST_IN_A_ROW = 32;

    private final Workers workers;
    private final TurnTimers timeouts;
    private final Queue<Work> waiting = new ArrayDeque<>(2);
    private Owner owner;
    private boolean queued;
    private boolean sendDue;
    private Thread settling;
    private boolean ended;
    private volatile boolean brief;

    public Turn(Workers workers) {
        this.workers = workers;
        this.timeouts = new TurnTimers(this, workers.timer(), workers.nanos());
    }

    public interface Work {
        /** @throws Exception which the owner is told */
        void run() throws Exception;
    }

    /** Whose turn it is. */
    public interface Owner {
        /** A piece of work failed; the next ones still come. */
        void failed(Throwable failure);

        /**
         * After some pieces of work, and when there is something to send.
         *
         * @param visit whether the thread is the application's, and may hold locks: then nothing of the application's may be called
         * @return milliseconds after which to call again if nothing happens; negative for never
         */
        long settle(boolean visit);
    }

    /** Begins with what was left for it meanwhile. */
    public void begin(Owner newOwner) {
        synchronized (this) {
            owner = newOwner;
            queued = true;
        }
        workers.work(this);
    }

    /** From now on no piece of work takes long, as a handshake does. */
    public void becomeBrief() {
        brief = true;
    }

    boolean mayTakeLong() {
        return !brief;
    }

    /** Leaves a piece of work, however much waits. Never blocks. */
    public void execute(Work work) {
        leave(work, Integer.MAX_VALUE);
    }

    /**
     * Leaves a piece of work, unless too much waits.
     *
     * @return whether it was left, or nothing is done any more
     */
    public boolean offer(Work work) {
        return leave(work, MOST_WAITING);
    }

    @Override
    public void send() {
        synchronized (this) {
            if (sendDue || settling == Thread.currentThread()) {
                return;
            }
            sendDue = true;
        }
        leave(null, Integer.MAX_VALUE);
    }

    /** @return false if there is no room for it */
    private boolean leave(Work work, int bound) {
        boolean onlySends;
        synchronized (this) {
            if (!ended && waiting.size() >= bound) {
                return false;
            }
            if (!ended && work != null) {
                waiting.add(work);
            }
            if (ended || queued || owner == null) {
                return true;
            }
            queued = true;
            onlySends = brief && waiting.isEmpty() && !timeouts.areDue();
        }
        if (onlySends && workers.mayVisit()) {
            visit();
        } else {
            workers.work(this);
        }
        return true;
    }

    /** Sends, and does nothing else, on a thread of the application: that may hold locks which other work asks for. */
    private void visit() {
        try {
            settle(true);
        } catch (Throwable failure) {
            OutOfMemory.endIf(failure);
            execute(() -> fail(failure));
        }
        workers.visited();
        goOnIfNeeded();
    }

    @Override
    public Clock clock() {
        return workers.clock();
    }

    /** The machine's, which may be set. */
    public Clock wall() {
        return workers.wall();
    }

    @Override
    public long nanos() {
        return workers.nanos().getAsLong();
    }

    /** Kwik's timers of this connection. Each belongs to a part of it that ends by itself. */
    @Override
    public ScheduledExecutorService timers() {
        return new TurnExecutor(this, timeouts);
    }

    @Override
    public ExecutorService callbacks() {
        return new TurnExecutor(this, timeouts);
    }

    /** Nothing is done any more. */
    public void end() {
        synchronized (this) {
            ended = true;
            waiting.clear();
        }
        timeouts.end();
    }

    @Override
    public void run() {
        take();
        goOnIfNeeded();
    }

    private void take() {
        perform(timeouts::runDue);
        for (int i = 0; i < MOST_IN_A_ROW; i++) {
            Work work = next();
            if (work == null) {
                break;
            }
            perform(work);
        }
        perform(() -> settle(false));
        timeouts.settle();
    }

    private void goOnIfNeeded() {
        if (goesOn()) {
            workers.work(this);
        }
    }

    private void settle(boolean visit) {
        synchronized (this) {
            sendDue = false;
            settling = Thread.currentThread();
        }
        try {
            long millis = owner.settle(visit);
            if (millis >= 0) {
                timeouts.lookAgain(millis);
            }
        } finally {
            synchronized (this) {
                settling = null;
            }
        }
    }

    private void perform(Work work) {
        try {
            work.run();
        } catch (Throwable failure) { // of one connection, and never of the thread
            OutOfMemory.endIf(failure);
            fail(failure);
        }
    }

    private void fail(Throwable failure) {
        try {
            owner.failed(failure);
        } catch (Throwable another) {
            OutOfMemory.endIf(another);
            LOG.log(Level.ERROR, "a failed connection could not be ended", another);
        }
    }

    private synchronized Work next() {
        return waiting.poll();
    }

    private synchronized boolean goesOn() {
        queued = !ended && (sendDue || !waiting.isEmpty() || timeouts.areDue());
        return queued;
    }
}
