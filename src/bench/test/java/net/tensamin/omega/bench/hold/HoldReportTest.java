package net.tensamin.omega.bench.hold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import net.tensamin.omega.bench.ProcessorTime;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoldReportTest {
    private static final Stage NOBODY = stage(10, 10, 0);
    private static final Footprint BASE = new Footprint(100 * 1024, OptionalLong.of(50 << 20), 40);

    @TempDir
    Path results;

    @Test
    void whatAServerHoldsIsARowOfTheTableAndAnObjectOfTheFile() throws IOException {
        Footprint held = new Footprint(150 * 1024, OptionalLong.of(75 << 20), 41);

        String tables = report(List.of(measurement(held)), List.of("mosquitto: not installed"));

        assertTrue(
                tables.contains(
                        "| omega | 1000 | 2.00 | 51.2 | 25.6 | 150 | 1.00 | 80 | 30 | 2.00 | 2.00 | 2.00 | 41 |"),
                tables);
        assertTrue(tables.contains("omega, 1000 sessions: 3 pushes at a rate have not come, 1 sessions lost"), tables);
        assertTrue(tables.contains("mosquitto: not installed"), tables);
        try (Reader file = Files.newBufferedReader(results.resolve("hold.json"));
                JsonReader reader = Json.createReader(file)) {
            JsonObject row = reader.readObject().getJsonArray("measurements").getJsonObject(0);
            assertEquals(2, row.getInt("connect_ms"));
            assertEquals(50 << 20, row.getJsonObject("base").getInt("heap_bytes"));
            assertEquals(2, row.getJsonObject("stages").getJsonObject("idle").getInt("server_percent"));
        }
    }

    @Test
    void aServerThatIsNotJavaHasNoHeap() throws IOException {
        String tables = report(List.of(measurement(new Footprint(101 * 1024, OptionalLong.empty(), 1))), List.of());

        assertTrue(tables.contains("| omega | 1000 | 2.00 | 1.0 | – | 101 |"), tables);
    }

    @Test
    void residentMemoryIsReadFromTheOperatingSystemsSummary() {
        String smaps = "55d0-7ffc ---p 00000000 00:00 0    [rollup]\nRss:              123456 kB\nPss:     99 kB\n";

        assertEquals(123_456, Footprint.rssKib(smaps));
        assertThrows(IllegalArgumentException.class, () -> Footprint.rssKib("Pss: 99 kB\n"));
    }

    @Test
    void liveHeapIsTheTotalOfTheHistogram() {
        String histogram = "4711:\n num     #instances         #bytes  class name (module)\n"
                + "   1:         33030        2813528  [B (java.base@25.0.3)\nTotal        245679       12345678\n";

        assertEquals(12_345_678, Footprint.heapBytes(histogram));
    }

    private static HoldMeasurement measurement(Footprint held) {
        Histogram latencies = new Histogram(3);
        latencies.recordValue(2_000_000);
        return new HoldMeasurement(
                "omega",
                1000,
                NOBODY,
                BASE,
                stage(4, 200, 1000),
                stage(100, 200, 0),
                held,
                stage(10, 100, 10_000),
                stage(10, 320, 100_000),
                stage(10, 20, 2000),
                latencies,
                3,
                1);
    }

    private static Stage stage(double seconds, long serverTicks, long operations) {
        return new Stage(seconds, new ProcessorTime(serverTicks, 0, 10, serverTicks + 20), operations);
    }

    private String report(List<HoldMeasurement> measurements, List<String> remarks) throws IOException {
        Duration second = Duration.ofSeconds(1);
        HoldPlan plan = new HoldPlan(
                List.of("omega"),
                List.of(1000),
                10,
                2,
                1,
                false,
                second,
                second,
                second,
                10,
                10,
                List.of("-Xmx2g"),
                false,
                results);
        return new HoldReport(plan, measurements, remarks).write();
    }
}
