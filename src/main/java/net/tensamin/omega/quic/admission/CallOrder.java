package net.tensamin.omega.quic.admission;

import java.util.Optional;
import java.util.function.LongPredicate;
import net.tensamin.omega.limits.FairQueue;

/**
 * Whose turn is next: clients with a proven address and clients without alternate, and within each group the sources
 * take turns. Not thread-safe.
 */
final class CallOrder {
    private final FairQueue<Arrival> proven = new FairQueue<>();
    private final FairQueue<Arrival> unproven = new FairQueue<>();
    private boolean unprovenNext;

    void add(Arrival arrival) {
        (arrival.isProven() ? proven : unproven).add(arrival.source(), arrival);
    }

    int size() {
        return proven.size() + unproven.size();
    }

    /** How many have not proven their address. */
    int unproven() {
        return unproven.size();
    }

    /** Takes one out for a client with a proven address, of a source that has more; empty if there is none. */
    Optional<Arrival> makeRoomFor(Arrival arrival) {
        return arrival.isProven() ? proven.makeRoomFor(arrival.source()) : Optional.empty();
    }

    /** @param allowed by its key, whether a source may have its turn */
    Optional<Arrival> poll(LongPredicate allowed) {
        unprovenNext = !unprovenNext;
        return unprovenNext
                ? pollUnproven(allowed).or(() -> proven.poll(allowed))
                : proven.poll(allowed).or(() -> pollUnproven(allowed));
    }

    private Optional<Arrival> pollUnproven(LongPredicate allowed) {
        return allowed.test(HalfOpen.UNPROVEN.key()) ? unproven.poll(source -> true) : Optional.empty();
    }
}
