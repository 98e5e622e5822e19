package net.tensamin.omega.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The last events of one user; room grows with them, as most users have few. Not thread-safe. */
final class RecentEvents {
    static final int MOST = 128;
    private static final int FIRST_ROOM = 16;

    private TraceEvent[] ring = new TraceEvent[FIRST_ROOM];
    private long added;

    void add(TraceEvent event) {
        if (added == ring.length && ring.length < MOST) {
            ring = Arrays.copyOf(ring, 2 * ring.length); // nothing has been overwritten yet
        }
        ring[(int) (added++ % ring.length)] = event;
    }

    /** The oldest first. */
    List<TraceEvent> list() {
        List<TraceEvent> events = new ArrayList<>();
        for (long i = Math.max(0, added - ring.length); i < added; i++) {
            events.add(ring[(int) (i % ring.length)]);
        }
        return events;
    }
}
