package net.tensamin.omega.bench.floor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloorReportTest {
    private static final List<Operation> OPERATIONS = List.of(
            new Operation("sendto", 1, 0, List.of(2.5, 2.5)),
            new Operation("P-256, sign", 0, 1, List.of(200.0, 20.0)),
            new Operation("P-256, verify", 0, 2, List.of(300.0, 40.0)));

    @TempDir
    Path results;

    @Test
    void operationsAreRowsAndTheirSumsTheLast() throws IOException {
        String table = new FloorReport(List.of("JDK", "Other"), OPERATIONS).write(results);

        assertTrue(table.contains("""
                | µs | a push | a connect | JDK | Other |
                | --- | ---: | ---: | ---: | ---: |
                | sendto | 1 |  | 2.50 | 2.50 |
                | P-256, sign |  | 1 | 200.00 | 20.00 |
                | P-256, verify |  | 2 | 300.00 | 40.00 |
                | **a push** |  |  | 2.50 | 2.50 |
                | **a connect** |  |  | 800.00 | 100.00 |
                """), table);
        assertEquals(table, Files.readString(results.resolve("floor.md")));
    }

    @Test
    void eachWayToComputeHandshakesIsAnObjectOfTheFile() throws IOException {
        new FloorReport(List.of("JDK", "Other"), OPERATIONS).write(results);

        try (Reader file = Files.newBufferedReader(results.resolve("floor.json"));
                JsonReader reader = Json.createReader(file)) {
            JsonObject other = reader.readObject().getJsonArray("columns").getJsonObject(1);
            assertEquals("Other", other.getString("handshakes"));
            assertEquals(40, other.getJsonObject("micros").getInt("P-256, verify"));
            assertEquals(100, other.getInt("a_connect"));
        }
    }
}
