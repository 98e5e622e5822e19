package net.tensamin.omega.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @TempDir
    Path results;

    @Test
    void aStageIsARowOfTheTableAndAnObjectOfTheFile() throws IOException {
        Histogram latencies = new Histogram(3);
        latencies.recordValue(2_000_000);
        ProcessorTime ticks = new ProcessorTime(100, 50, 20, 180);
        Measurement peak = new Measurement("h2", 3, 0, Instant.EPOCH, 2, 1_000, 900, ticks, latencies, 0, 4, 0);
        Duration second = Duration.ofSeconds(1);
        Plan plan = new Plan(List.of("h2"), List.of(3), true, second, second, 2, 8, 20, false, results);

        String table = new Report(plan, List.of(peak)).write();

        assertTrue(
                table.contains("| h2 | 3 | peak | 500 | 450 | 1000 | 50 | 25 | 10 | 5 | 2.00 | 2.00 | 2.00 |"), table);
        assertTrue(table.contains("4 pushes never came"), table);
        try (Reader file = Files.newBufferedReader(results.resolve("throughput.json"));
                JsonReader reader = Json.createReader(file)) {
            JsonObject stage = reader.readObject().getJsonArray("stages").getJsonObject(0);
            assertEquals(500, stage.getInt("notices_per_second"));
            assertEquals(50, stage.getJsonObject("processor_percent").getInt("server"));
            assertEquals(4, stage.getInt("missing"));
        }
    }
}
