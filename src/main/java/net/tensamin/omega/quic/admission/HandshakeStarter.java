package net.tensamin.omega.quic.admission;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import net.tensamin.omega.quic.tls.FirstFlight;
import tech.kwik.core.log.Logger;

/**
 * Begins the handshakes of waiting clients: one each time that the workers have begun all earlier work. So what was begun
 * is finished first, the processors are never idle while a client waits, and other work waits for no more than a few of these.
 * Thread-safe.
 */
final class HandshakeStarter implements Runnable {
    private static final System.Logger LOG = System.getLogger(HandshakeStarter.class.getName());

    private final WaitingRoom room;
    private final HalfOpen<?> halfOpen;
    private final Consumer<Runnable> workers;
    private final Connections table;
    private final Admitted admitted;
    private final Logger log;
    private final AtomicBoolean queued = new AtomicBoolean();

    /** @param workers run things in their order, several at once */
    HandshakeStarter(
            WaitingRoom room,
            HalfOpen<?> halfOpen,
            Consumer<Runnable> workers,
            Connections table,
            Admitted admitted,
            Logger log) {
        this.room = room;
        this.halfOpen = halfOpen;
        this.workers = workers;
        this.table = table;
        this.admitted = admitted;
        this.log = log;
    }

    /** Makes a connection of a complete first flight. */
    interface Admitted {
        void begin(WaitingRoom.Called client);
    }

    /** To be called when somebody has come, and when one more handshake may have become possible. */
    void goOn() {
        if (!room.isEmpty() && !halfOpen.isFull() && queued.compareAndSet(false, true)) {
            handOn();
        }
    }

    /** Waiting clients are looked at again soon, by a thread that must outlive this. */
    private void handOn() {
        try {
            workers.accept(this);
        } catch (RuntimeException e) {
            queued.set(false);
            LOG.log(Level.WARNING, "no handshake begun now", e);
        }
    }

    @Override
    public void run() {
        boolean called = false;
        try {
            called = openNext();
        } finally {
            queued.set(false);
        }
        if (called) {
            goOn();
        }
    }

    private boolean openNext() {
        if (halfOpen.isFull()) {
            return false;
        }
        var next = room.call(halfOpen::allows);
        next.ifPresent(this::open);
        return next.isPresent();
    }

    private void open(WaitingRoom.Called called) {
        Arrival arrival = called.arrival();
        boolean incomplete = false;
        try {
            incomplete = isIncomplete(called);
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "no connection made", e);
        } finally {
            if (incomplete) {
                room.await(arrival);
            } else {
                room.leave(arrival);
            }
        }
    }

    private boolean isIncomplete(WaitingRoom.Called called) {
        var made = table.find(called.arrival().originalId()); // from an earlier packet
        if (made.isPresent()) {
            called.datagrams().forEach(made.get()::accept);
            return false;
        }
        FirstFlight.State state = called.arrival().open(called.datagrams(), log);
        if (state == FirstFlight.State.COMPLETE) {
            admitted.begin(called);
        } else if (state == FirstFlight.State.INVALID) {
            called.complain();
        }
        return state == FirstFlight.State.INCOMPLETE;
    }
}
