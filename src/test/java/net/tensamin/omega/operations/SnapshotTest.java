package net.tensamin.omega.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.presence.PresenceBoard;
import net.tensamin.omega.presence.TestPresence;
import net.tensamin.omega.tauri.TauriSessions;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static Snapshot at(long second, Map<String, Double> samples) {
        return new Snapshot(NOON.plusSeconds(second), samples, List.of(), List.of());
    }

    @Test
    void rateIsTheGrowthASecond() {
        Snapshot before = at(0, Map.of("omega_a_total", 10.0));
        Snapshot after = at(4, Map.of("omega_a_total", 30.0, "omega_b_total", 2.0));
        assertEquals(5, after.rate("omega_a_total", before));
        assertEquals(0.5, after.rate("omega_b_total", before), "counted for the first time");
        assertEquals(0, after.rate("omega_c_total", before));
        assertEquals(0, after.rate("omega_a_total", after));
    }

    @Test
    void samplesAreThoseOfThePageAndLinksThoseOfTheBoard() {
        Meters meters = new Meters();
        meters.counters("omega_a_total", "reason", "A").of("draining").add(3);
        PresenceBoard presence = TestPresence.board();
        presence.opened(new OmikronId(2));
        presence.opened(new OmikronId(1));
        Snapshot snapshot =
                new Snapshots(meters, new TauriSessions(), presence, Clock.fixed(NOON, ZoneOffset.UTC)).take(10);
        assertEquals(Map.of("omega_a_total{reason=\"draining\"}", 3.0), snapshot.samples());
        assertEquals(NOON, snapshot.at());
        assertEquals(List.of(), snapshot.sessions());
        assertEquals(List.of(new OmikronId(1), new OmikronId(2)), snapshot.omikrons());
    }
}
