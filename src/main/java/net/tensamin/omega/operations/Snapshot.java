package net.tensamin.omega.operations;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.tauri.SessionView;

/**
 * This server at one moment, for who shows it. Immutable.
 *
 * @param samples the numbers of {@code /metrics}, by name and labels as there
 * @param sessions some of the identified ones; how many there are is among the samples
 * @param omikrons that have an identified link
 */
record Snapshot(Instant at, Map<String, Double> samples, List<SessionView> sessions, List<OmikronId> omikrons) {

    /** The sample of that name and labels; 0 while there is none, as of a reason that has not occurred. */
    double value(String series) {
        return samples.getOrDefault(series, 0.0);
    }

    /** How much a counter has grown a second since an earlier snapshot of this server; 0 where no time has passed. */
    double rate(String series, Snapshot earlier) {
        double seconds = Duration.between(earlier.at, at).toNanos() / 1e9;
        return seconds > 0 ? (value(series) - earlier.value(series)) / seconds : 0;
    }
}
