package net.tensamin.omega.bench.floor;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The floor as a Markdown table, {@code floor.md}, and as {@code floor.json}. */
final class FloorReport {
    private final List<String> ways;
    private final List<Operation> operations;

    /** @param ways what computes handshakes, a column each */
    FloorReport(List<String> ways, List<Operation> operations) {
        this.ways = List.copyOf(ways);
        this.operations = List.copyOf(operations);
    }

    /** Returns the table. */
    String write(Path results) throws IOException {
        Files.createDirectories(results);
        Files.writeString(results.resolve("floor.json"), json().toString());
        String table = markdown();
        Files.writeString(results.resolve("floor.md"), table);
        return table;
    }

    private String markdown() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%d processors, Java %s; processor time of the thread, median of batches%n%n",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version")));
        text.append("| µs | a push | a connect | ")
                .append(String.join(" | ", ways))
                .append(" |\n");
        text.append("| --- | ---: | ---: |")
                .append(" ---: |".repeat(ways.size()))
                .append('\n');
        for (Operation of : operations) {
            row(text, of.name(), times(of.aPush()), times(of.aConnect()), way -> of.micros()
                    .get(way));
        }
        row(text, "**a push**", "", "", way -> Operation.aPush(operations, way));
        row(text, "**a connect**", "", "", way -> Operation.aConnect(operations, way));
        return text.toString();
    }

    private static String times(int times) {
        return times == 0 ? "" : Integer.toString(times);
    }

    private void row(StringBuilder text, String name, String aPush, String aConnect, IntToDoubleFunction micros) {
        String columns = IntStream.range(0, ways.size())
                .mapToObj(way -> String.format(Locale.ROOT, " %.2f |", micros.applyAsDouble(way)))
                .collect(Collectors.joining());
        text.append(String.format(Locale.ROOT, "| %s | %s | %s |%s%n", name, aPush, aConnect, columns));
    }

    private JsonObject json() {
        JsonArrayBuilder columns = Json.createArrayBuilder();
        for (int way = 0; way < ways.size(); way++) {
            JsonObjectBuilder micros = Json.createObjectBuilder();
            for (Operation of : operations) {
                micros.add(of.name(), of.micros().get(way));
            }
            columns.add(Json.createObjectBuilder()
                    .add("handshakes", ways.get(way))
                    .add("micros", micros)
                    .add("a_push", Operation.aPush(operations, way))
                    .add("a_connect", Operation.aConnect(operations, way)));
        }
        return Json.createObjectBuilder()
                .add("java", System.getProperty("java.version"))
                .add("columns", columns)
                .build();
    }
}
