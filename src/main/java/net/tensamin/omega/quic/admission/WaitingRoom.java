package net.tensamin.omega.quic.admission;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import net.tensamin.omega.metrics.Counter;

/**
 * Where clients wait, with what they have sent, until the processors have time for a handshake: none depends on when it
 * repeats itself, which it does more and more rarely. Those with a proven address and those without are called
 * alternately, and each source in turn: forged addresses get half of the time at most, and sending more gains nothing.
 * Thread-safe.
 */
final class WaitingRoom {
    /** Two datagrams: a ClientHello with a post-quantum key share takes that many. */
    static final int BYTES_EACH = 2 * 1_600;

    static final int MOST_UNPROVEN = 1_000;

    private volatile long mostBytes;
    private final Counter gone;
    private final LongSupplier nanos;
    private final Map<String, Arrival> known = new HashMap<>();
    private final CallOrder waiting = new CallOrder();
    private final Deque<Arrival> unseen = new ArrayDeque<>();
    private final IncompleteHellos incomplete = new IncompleteHellos();
    private volatile long bytes; // written under the lock

    /**
     * @param most clients, if each sends {@value #BYTES_EACH} bytes
     * @param gone counts clients that have given up when they are called
     * @param nanos a monotonic clock
     */
    WaitingRoom(int most, Counter gone, LongSupplier nanos) {
        this.mostBytes = (long) most * BYTES_EACH;
        this.gone = gone;
        this.nanos = nanos;
    }

    /**
     * A client whose turn it is.
     *
     * @param datagrams what it has sent since it was called last
     */
    record Called(Arrival arrival, List<Datagram> datagrams) {
        Datagram latest() {
            return arrival.latest();
        }

        /** Tells a client that cannot go on what it did wrong, if that is known. To be called by the thread that looked at it. */
        void complain() {
            Datagram latest = latest();
            arrival.flight().answers().complaint(latest.sourceId()).ifPresent(latest.path()::send);
        }
    }

    /** It has no more room than this, in bytes. Whoever is there stays. */
    void narrowTo(long most) {
        mostBytes = Math.min(mostBytes, most);
    }

    /** What is kept here. */
    long bytes() {
        return bytes;
    }

    /** How many clients wait to be called. */
    synchronized int size() {
        return waiting.size();
    }

    boolean isEmpty() {
        return size() == 0;
    }

    /** Whether there are so many that addresses have to be proven. */
    synchronized boolean isCrowded() {
        forgetWhoHasGivenUp();
        return waiting.unproven() >= MOST_UNPROVEN || incomplete.areMany() || isTight();
    }

    /**
     * Adds to what a client that is already here has sent. A client that waits without proof, and repeats itself when proof is
     * required, is dropped: it gets the chance to come back with proof.
     *
     * @param crowded whether proof is asked for, and nobody looked at before its turn
     * @return whether the client is here
     */
    synchronized boolean add(Datagram datagram, boolean crowded) {
        Arrival arrival = known.get(Datagram.key(datagram.destinationId()));
        if (arrival == null) {
            return false;
        }
        if (!arrival.isFrom(datagram)) { // others cannot meddle with it
            return true;
        }
        if (crowded
                && arrival.isWaiting()
                && !arrival.isProven()
                && arrival.ownId().isEmpty()) {
            forget(arrival);
            return false;
        }
        if (isTight()) {
            arrival.heard(nanos.getAsLong());
        } else {
            keep(arrival, datagram, crowded);
        }
        return true;
    }

    private void keep(Arrival arrival, Datagram datagram, boolean crowded) {
        arrival.add(datagram, nanos.getAsLong());
        bytes += arrival.count();
        if (incomplete.remove(arrival)) {
            place(arrival, crowded);
        }
    }

    /**
     * @param crowded whether nobody is looked at before its turn
     * @return false if there is no room for one more client
     */
    synchronized boolean enter(Datagram first, Gate.Pass pass, boolean crowded) {
        Arrival arrival = new Arrival(first, pass, nanos.getAsLong());
        if (bytes + first.bytes().limit() > mostBytes && !makeRoomFor(arrival)) {
            return false;
        }
        known.put(arrival.id(), arrival);
        bytes += arrival.count();
        place(arrival, crowded);
        return true;
    }

    private void place(Arrival arrival, boolean crowded) {
        if (crowded) {
            waiting.add(arrival);
        } else {
            unseen.add(arrival);
        }
    }

    /** A client that is to be looked at before its turn: then it is to {@link #queue}, {@link #await} or {@link #leave}. */
    synchronized Optional<Called> unseen() {
        for (Arrival next = unseen.poll(); next != null; next = unseen.poll()) {
            if (!isForgotten(next)) {
                return Optional.of(new Called(next, next.take()));
            }
        }
        return Optional.empty();
    }

    /** One that has sent all of its first message waits for its turn. */
    synchronized void queue(Arrival arrival) {
        if (!isForgotten(arrival)) {
            arrival.putDown();
            bytes += arrival.count();
            waiting.add(arrival);
        }
    }

    /** It has been answered, and may use the connection id that the server chose. */
    synchronized void answered(Arrival arrival) {
        if (!isForgotten(arrival)) {
            arrival.answered();
            arrival.ownId().ifPresent(id -> known.put(id, arrival));
        }
    }

    /** Whether a client that waits has been told of that id, which it will have when its handshake begins. */
    synchronized boolean hasPromised(byte[] ownId) {
        Arrival arrival = known.get(Datagram.key(ownId));
        return arrival != null && arrival.ownId().equals(Optional.of(Datagram.key(ownId)));
    }

    private boolean makeRoomFor(Arrival arrival) {
        Optional<Arrival> other = waiting.makeRoomFor(arrival);
        other.ifPresent(this::forget);
        return other.isPresent();
    }

    /**
     * A client that is called is then to {@link #leave}, or to {@link #await} more of what it sends.
     *
     * @param allowed by its key, whether a source may have its turn
     */
    synchronized Optional<Called> call(LongPredicate allowed) {
        for (Optional<Arrival> next = waiting.poll(allowed); next.isPresent(); next = waiting.poll(allowed)) {
            Arrival arrival = next.get();
            if (isForgotten(arrival)) {
                continue;
            }
            if (!arrival.hasGivenUp(nanos.getAsLong())) {
                bytes -= arrival.uncount();
                return Optional.of(new Called(arrival, arrival.take()));
            }
            gone.increment();
            forget(arrival);
        }
        return Optional.empty();
    }

    /** If too many clients have not sent all of their first message, the oldest is forgotten. */
    synchronized void await(Arrival arrival) {
        if (isForgotten(arrival)) {
            return;
        }
        if (arrival.isWaiting()) { // something came meanwhile
            waiting.add(arrival);
            return;
        }
        arrival.putDown();
        bytes += arrival.count();
        forgetWhoHasGivenUp();
        incomplete.add(arrival).ifPresent(this::forget);
    }

    synchronized void leave(Arrival arrival) {
        forget(arrival);
    }

    private void forgetWhoHasGivenUp() {
        incomplete.takeGivenUp(nanos.getAsLong()).forEach(this::forget);
    }

    private void forget(Arrival arrival) {
        bytes -= arrival.uncount();
        arrival.take();
        known.remove(arrival.id(), arrival);
        arrival.ownId().ifPresent(id -> known.remove(id, arrival));
    }

    private boolean isForgotten(Arrival arrival) {
        return known.get(arrival.id()) != arrival;
    }

    /** Whether the room that is left is kept for new clients. */
    private boolean isTight() {
        return bytes > mostBytes / 4 * 3;
    }
}
