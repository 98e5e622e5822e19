package net.tensamin.omega.trace;

import java.util.ArrayList;
import java.util.List;

/** The last events of one user. Not thread-safe. */
final class RecentEvents {
    static final int MOST = 32;

    private final TraceEvent[] ring = new TraceEvent[MOST];
    private long added;

    void add(TraceEvent event) {
        ring[(int) (added++ % MOST)] = event;
    }

    /** The oldest first. */
    List<TraceEvent> list() {
        List<TraceEvent> events = new ArrayList<>(MOST);
        for (long i = Math.max(0, added - MOST); i < added; i++) {
            events.add(ring[(int) (i % MOST)]);
        }
        return events;
    }
}
