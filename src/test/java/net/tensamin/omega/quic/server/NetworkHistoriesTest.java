package net.tensamin.omega.quic.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The server's QUIC over a network that loses, repeats, reorders and changes datagrams, while clients move, are silent, read nothing and go: all in virtual
 * time, on one thread, from a seed (src/site/simulation.md).
 */
class NetworkHistoriesTest {
    private static final long FIRST = Long.getLong("simulation.first", 1);
    private static final long HISTORIES = Long.getLong("simulation.quic-histories", 12);
    private static final int ENOUGH_FAILURES = 3;
    private static final int ENOUGH_FOR_ALL = 12;

    @Test
    void whatIsWrittenArrivesOnceInOrderOrItsConnectionEndsAndNothingStays() {
        List<String> failed = new ArrayList<>();
        Set<NetworkHistory.Event> never = EnumSet.allOf(NetworkHistory.Event.class);
        Set<BadNetwork.Fault> neverDone = EnumSet.allOf(BadNetwork.Fault.class);
        for (long seed = FIRST; seed < FIRST + HISTORIES && failed.size() < ENOUGH_FAILURES; seed++) {
            NetworkHistory history = new NetworkHistory(seed);
            List<String> failures = history.run();
            if (!failures.isEmpty()) {
                failed.add("seed " + seed + ": " + String.join("\n", failures)
                        + "\nwhich happens again with: mvn verify -Psimulation -Dsimulation.quic-histories=1 -Dsimulation.first="
                        + seed
                        + "\n" + String.join("\n", history.outcomes()));
            }
            never.removeAll(history.met().keySet());
            neverDone.removeAll(history.metByDatagrams().keySet());
        }
        assertEquals(List.of(), failed, () -> String.join("\n\n", failed));
        if (HISTORIES >= ENOUGH_FOR_ALL) {
            assertEquals(Set.of(), never, "never happened");
            assertEquals(Set.of(), neverDone, "never done to a datagram");
        }
    }

    @Test
    void theSameSeedHasTheSameOutcome() {
        for (long seed = FIRST; seed < FIRST + 3; seed++) {
            NetworkHistory one = new NetworkHistory(seed);
            NetworkHistory other = new NetworkHistory(seed);
            one.run();
            other.run();
            assertEquals(one.outcomes(), other.outcomes(), "seed " + seed);
        }
    }
}
