package net.tensamin.omega.bench;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That the benchmark works, in small; its figures say nothing. */
@Timeout(300)
class ThroughputIT {
    @TempDir
    Path results;

    @Test
    void everyNoticeIsAcknowledgedStoredAndPushed() throws Exception {
        Duration second = Duration.ofSeconds(1);
        Plan plan = new Plan(List.of("h2"), List.of(3), second, second, 2, 8, 20, false, results);

        List<Measurement> stages = new Throughput(plan).measure();
        String table = new Report(plan, stages).write();

        assertEquals(2, stages.size());
        for (Measurement stage : stages) {
            assertAll(
                    () -> assertTrue(stage.notices() > 0),
                    () -> assertTrue(stage.pushes() > 0),
                    () -> assertTrue(stage.latencyMillis(50) > 0),
                    () -> assertEquals(0, stage.missing()),
                    () -> assertEquals(0, stage.lost()));
        }
        assertEquals("at 20/s", stages.get(1).stage());
        assertTrue(table.contains("| h2 | 3 | peak |"), table);
        try (Reader file = Files.newBufferedReader(results.resolve("throughput.json"));
                JsonReader reader = Json.createReader(file)) {
            JsonObject report = reader.readObject();
            assertEquals(2, report.getJsonArray("stages").size());
        }
    }
}
