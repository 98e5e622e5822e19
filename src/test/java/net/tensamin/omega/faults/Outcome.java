package net.tensamin.omega.faults;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of a fault.
 *
 * @param notReadyAfter its beginning, as far as it lasted so long
 * @param commitsAfter its end
 * @param lines that all nodes logged until then
 * @param acknowledged requests, all of which are in the store
 * @param betweenPings of the session and of the link, the longest times, from before it until all had settled
 * @param growth of what the server holds, once it was at rest again
 */
record Outcome(
        String fault,
        String database,
        int nodes,
        Duration lasted,
        Optional<Duration> notReadyAfter,
        Optional<Duration> commitsAfter,
        long lines,
        long acknowledged,
        Optional<Pings> betweenPings,
        Optional<Resources> growth) {
    /** Heartbeats. */
    record Pings(Duration session, Duration link) {}
}
