package net.tensamin.omega.quic.admission;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Clients that have sent a part of their first message, in the order in which they were looked at. Not thread-safe. */
final class IncompleteHellos {
    static final int MOST = 1_024;

    private final Map<String, Arrival> byId = new LinkedHashMap<>();

    /** @return the oldest if they are too many now: it is kept no longer */
    Optional<Arrival> add(Arrival arrival) {
        byId.put(arrival.id(), arrival);
        return byId.size() > MOST ? Optional.of(removeOldest()) : Optional.empty();
    }

    private Arrival removeOldest() {
        Iterator<Arrival> all = byId.values().iterator();
        Arrival oldest = all.next();
        all.remove();
        return oldest;
    }

    /** @return whether it was among them */
    boolean remove(Arrival arrival) {
        return byId.remove(arrival.id()) != null;
    }

    /** Whether so many have come that the next ones should prove their address. */
    boolean areMany() {
        return byId.size() >= MOST / 2;
    }

    /** Takes out those whose clients have given up, up to the first that has not. */
    List<Arrival> takeGivenUp(long nowNanos) {
        List<Arrival> taken = new ArrayList<>();
        for (Iterator<Arrival> all = byId.values().iterator(); all.hasNext(); ) {
            Arrival next = all.next();
            if (!next.hasGivenUp(nowNanos)) {
                break;
            }
            all.remove();
            taken.add(next);
        }
        return taken;
    }
}
