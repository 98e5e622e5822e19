package net.tensamin.omega.operations.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import net.tensamin.omega.metrics.Histogram.Scale;
import net.tensamin.omega.metrics.Meters;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private final Meters meters = new Meters();
    private long now = 1_000_000;
    private final History history = new History(meters::samples, () -> now);

    @Test
    void aPointSaysWhatHappenedASecondSinceTheLast() {
        meters.counters("omega_mailbox_notices_total", "fate", "Notices")
                .of("stored")
                .add(30);
        meters.counters("omega_mailbox_notices_total", "fate", "Notices")
                .of("late")
                .add(5);
        for (int i = 0; i < 100; i++) {
            meters.histogram("omega_tauri_push_seconds", Scale.SECONDS, "Push").record(Duration.ofMillis(2));
        }
        tick();
        tick();

        assertEquals(3.5, number(0, "notices"));
        assertEquals(0, number(1, "notices"));
        double median = number(0, "push p50");
        assertTrue(median > 1 && median <= 2.5, () -> "" + median);
        assertEquals(JsonValue.NULL, value(1, "push p50"), "nothing was pushed");
        assertEquals(
                1_010_000,
                history.json().build().getJsonArray("points").getJsonArray(0).getInt(0));
    }

    @Test
    void anHourIsKept() {
        for (int i = 0; i < History.POINTS + 10; i++) {
            tick();
        }
        assertEquals(
                History.POINTS, history.json().build().getJsonArray("points").size());
    }

    @Test
    void aClockThatIsSetBackCostsAPointAndNothingElse() {
        now -= 60_000;
        history.tick();
        tick();
        assertEquals(1, history.json().build().getJsonArray("points").size());
    }

    private void tick() {
        now += History.INTERVAL.toMillis();
        history.tick();
    }

    private double number(int point, String name) {
        return ((jakarta.json.JsonNumber) value(point, name)).doubleValue();
    }

    private JsonValue value(int point, String name) {
        JsonObject json = history.json().build();
        JsonArray names = json.getJsonArray("names");
        for (int at = 0; at < names.size(); at++) {
            if (names.getString(at).equals(name)) {
                return json.getJsonArray("points").getJsonArray(point).get(at + 1);
            }
        }
        throw new AssertionError(name);
    }
}
