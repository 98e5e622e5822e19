package net.tensamin.omega.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.tensamin.omega.testing.MetricsTable;
import net.tensamin.omega.testing.MetricsTable.Row;
import org.junit.jupiter.api.Test;

/** The documented metrics, those of the code and those of the dashboard. */
class MetricsTableTest {
    private static final Pattern IN_CODE = Pattern.compile("\"(omega_[a-z0-9_]+)\"");
    private static final Pattern IN_DASHBOARD = Pattern.compile("omega_[a-z0-9_]+");
    private static final Path DASHBOARD = Path.of("src/grafana/omega.json");

    @Test
    void tableHasExactlyTheMetersOfTheCode() throws IOException {
        assertEquals(new TreeSet<>(inCode()), new TreeSet<>(documented()));
    }

    @Test
    void tableIsInOrderAndHasEachOnce() throws IOException {
        List<String> names = MetricsTable.rows().stream().map(Row::name).toList();
        assertEquals(List.copyOf(new TreeSet<>(names)), names);
    }

    @Test
    void dashboardUsesOnlyWhatThereIs() throws IOException {
        String dashboard = Files.readString(DASHBOARD);
        try (JsonReader reader = Json.createReader(new StringReader(dashboard))) {
            assertTrue(reader.readObject().getJsonArray("panels").size() > 10);
        }
        Set<String> used = IN_DASHBOARD
                .matcher(dashboard)
                .results()
                .map(match -> match.group().replaceFirst("_(bucket|sum|count)$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(documented()), used, "and shows all of it");
    }

    private static Set<String> documented() throws IOException {
        return MetricsTable.rows().stream().map(Row::name).collect(Collectors.toSet());
    }

    private static Set<String> inCode() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(MetricsTableTest::namesIn)
                    .collect(Collectors.toSet());
        }
    }

    private static Stream<String> namesIn(Path file) {
        try {
            String code = Files.readString(file).replaceAll("(?m)^ *\\*.*$", "");
            return IN_CODE.matcher(code).results().map(match -> match.group(1)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
