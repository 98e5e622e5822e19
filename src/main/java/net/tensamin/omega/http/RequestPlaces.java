package net.tensamin.omega.http;

import java.util.HashMap;
import java.util.Map;
import net.tensamin.omega.limits.Source;

/**
 * How many requests may be under way. Each has one of the server's threads until its answer is taken, and a client need not take it: some threads
 * are left to others, and to health. Thread-safe.
 */
final class RequestPlaces {
    /** Of strangers: half of the listener's threads. */
    static final int MOST_OF_STRANGERS = 128;

    /** Of one source. */
    static final int MOST_OF_ONE = 48;

    private final Map<Long, Integer> taken = new HashMap<>();
    private final int most;
    private int all;

    /** @param most of all sources together */
    RequestPlaces(int most) {
        this.most = most;
    }

    /** Takes a place, which is to be {@linkplain #leave left}; false if there is none. */
    synchronized boolean enter(Source source) {
        if (all >= most || taken.getOrDefault(source.key(), 0) >= MOST_OF_ONE) {
            return false;
        }
        all++;
        taken.merge(source.key(), 1, Integer::sum);
        return true;
    }

    synchronized void leave(Source source) {
        all--;
        taken.computeIfPresent(source.key(), (same, places) -> places == 1 ? null : places - 1);
    }
}
