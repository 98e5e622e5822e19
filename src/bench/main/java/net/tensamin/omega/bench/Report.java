package net.tensamin.omega.bench;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonWriterFactory;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measurements as a Markdown table, {@code throughput.md}, and in full, {@code throughput.json}. */
final class Report {
    private static final String HEAD = """
            | database | receivers | stage | notices/s | pushes/s | server µs/notice | server % | database % | load % | others % | p50 ms | p90 ms | p99 ms | p99.9 ms | max ms |
            | --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
            """;
    private final Plan plan;
    private final List<Measurement> measurements;

    Report(Plan plan, List<Measurement> measurements) {
        this.plan = plan;
        this.measurements = measurements;
    }

    /** Returns the table. */
    String write() throws IOException {
        Files.createDirectories(plan.results());
        JsonWriterFactory pretty = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));
        try (Writer file = Files.newBufferedWriter(plan.results().resolve("throughput.json"))) {
            pretty.createWriter(file).writeObject(json());
        }
        String table = markdown();
        Files.writeString(plan.results().resolve("throughput.md"), table);
        return table;
    }

    private String markdown() throws IOException {
        StringBuilder text = new StringBuilder(machine()).append("\n\n").append(HEAD);
        measurements.forEach(measurement -> text.append(row(measurement)));
        text.append(
                        "\n% is of one processor. Latencies are from when a notice was due to be sent until a device has its")
                .append(" push; at the peak, with all windows full.\n");
        measurements.stream().map(Report::reservations).forEach(text::append);
        if (plan.flightRecording()) {
            for (Measurement measurement : measurements) {
                text.append(FlightSummary.of(Throughput.recording(plan, measurement.database()), measurement));
            }
        }
        return text.toString();
    }

    private String machine() {
        return String.format(
                Locale.ROOT,
                "%d processors, Java %s, %d links with a window of %d each, stages of %d s",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                plan.links(),
                plan.window(),
                plan.stage().toSeconds());
    }

    private static String row(Measurement of) {
        ProcessorTime time = of.processor();
        return String.format(
                Locale.ROOT,
                "| %s | %d | %s | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f | %.2f | %.2f | %.2f | %.2f | %.2f |%n",
                of.database(),
                of.receivers(),
                of.stage(),
                of.noticesPerSecond(),
                of.pushesPerSecond(),
                of.serverMicrosPerNotice(),
                ProcessorTime.percent(time.server(), of.seconds()),
                ProcessorTime.percent(time.database(), of.seconds()),
                ProcessorTime.percent(time.load(), of.seconds()),
                ProcessorTime.percent(time.others(), of.seconds()),
                of.latencyMillis(50),
                of.latencyMillis(90),
                of.latencyMillis(99),
                of.latencyMillis(99.9),
                of.latencyMillis(100));
    }

    /** What a reader of the row has to know. */
    private static String reservations(Measurement of) {
        if (of.overlapping() + of.missing() + of.lost() == 0) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                "%n%s, %d receivers, %s: %d notices of a pair whose push had not come, %d pushes never came, %d devices lost%n",
                of.database(),
                of.receivers(),
                of.stage(),
                of.overlapping(),
                of.missing(),
                of.lost());
    }

    private JsonObject json() {
        JsonArrayBuilder stages = Json.createArrayBuilder();
        measurements.forEach(measurement -> stages.add(json(measurement)));
        return Json.createObjectBuilder()
                .add("processors", Runtime.getRuntime().availableProcessors())
                .add("java", System.getProperty("java.version"))
                .add("links", plan.links())
                .add("window", plan.window())
                .add("stages", stages)
                .build();
    }

    private static JsonObjectBuilder json(Measurement of) {
        ProcessorTime time = of.processor();
        JsonObjectBuilder latency = Json.createObjectBuilder();
        for (double percentile : new double[] {50, 90, 99, 99.9, 99.99, 100}) {
            latency.add("p" + percentile, of.latencyMillis(percentile));
        }
        return Json.createObjectBuilder()
                .add("database", of.database())
                .add("receivers", of.receivers())
                .add("stage", of.stage())
                .add("from", of.from().toString())
                .add("seconds", of.seconds())
                .add("notices", of.notices())
                .add("notices_per_second", of.noticesPerSecond())
                .add("pushes", of.pushes())
                .add("pushes_per_second", of.pushesPerSecond())
                .add("server_micros_per_notice", of.serverMicrosPerNotice())
                .add(
                        "processor_percent",
                        Json.createObjectBuilder()
                                .add("server", ProcessorTime.percent(time.server(), of.seconds()))
                                .add("database", ProcessorTime.percent(time.database(), of.seconds()))
                                .add("load", ProcessorTime.percent(time.load(), of.seconds()))
                                .add("others", ProcessorTime.percent(time.others(), of.seconds())))
                .add("latency_ms", latency)
                .add("overlapping", of.overlapping())
                .add("missing", of.missing())
                .add("lost", of.lost());
    }
}
