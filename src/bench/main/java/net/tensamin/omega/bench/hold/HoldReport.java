package net.tensamin.omega.bench.hold;

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

/** Measurements as Markdown tables, {@code hold.md}, and in full, {@code hold.json}. */
final class HoldReport {
    private static final String HEAD = """
            | server | sessions | connect ms | RSS KiB/session | heap KiB/session | RSS MiB | idle % per 1,000 | push µs, one by one | push µs, bursts | p50 ms | p99 ms | p99.9 ms | threads |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
            """;
    private static final String SHARES = """

            Shares of one processor in %, server / load / others, and pushes a second:

            | server | sessions | nobody | connecting | idle | one by one | bursts | at a rate | pushes/s one by one | pushes/s bursts |
            | --- | ---: | --- | --- | --- | --- | --- | --- | ---: | ---: |
            """;
    private final HoldPlan plan;
    private final List<HoldMeasurement> measurements;
    private final List<String> remarks;

    /** @param remarks what a reader has to know, such as a server that is not there */
    HoldReport(HoldPlan plan, List<HoldMeasurement> measurements, List<String> remarks) {
        this.plan = plan;
        this.measurements = measurements;
        this.remarks = remarks;
    }

    /** Returns the tables. */
    String write() throws IOException {
        Files.createDirectories(plan.results());
        JsonWriterFactory pretty = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));
        try (Writer file = Files.newBufferedWriter(plan.results().resolve("hold.json"))) {
            pretty.createWriter(file).writeObject(json());
        }
        String tables = markdown();
        Files.writeString(plan.results().resolve("hold.md"), tables);
        return tables;
    }

    private String markdown() {
        StringBuilder text = new StringBuilder(conditions()).append("\n\n").append(HEAD);
        measurements.forEach(measurement -> text.append(row(measurement)));
        text.append("""

                connect: processor time of the server a connect with its own EC P-256 certificate, identification included, from the \
                sessions of the row before to these. RSS and heap: growth since the end of the warm-up, both after a full collection. idle: processor time above that without \
                sessions. push: processor time a push delivered, without the heartbeats'. Latencies: from when a push was due to be \
                asked for until its client has it.
                """);
        text.append(SHARES);
        measurements.forEach(measurement -> text.append(shares(measurement)));
        measurements.stream()
                .filter(of -> of.missing() + of.lost() > 0)
                .forEach(of -> text.append(String.format(
                        Locale.ROOT,
                        "%n%s, %d sessions: %d pushes at a rate have not come, %d sessions lost%n",
                        of.server(),
                        of.sessions(),
                        of.missing(),
                        of.lost())));
        remarks.forEach(remark -> text.append('\n').append(remark).append('\n'));
        return text.toString();
    }

    private String conditions() {
        return String.format(
                Locale.ROOT,
                "%d processors, Java %s %s, after %d connects to warm up; heartbeats each %d s; idle for %d s, pushes for %d s each,"
                        + " bursts of %d, latencies at %d/s",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                String.join(" ", plan.jvm()),
                plan.warmUp(),
                plan.heartbeat().toSeconds(),
                plan.idle().toSeconds(),
                plan.stage().toSeconds(),
                plan.burst(),
                plan.rate());
    }

    private static String row(HoldMeasurement of) {
        String heap = of.heapKibPerSession().isEmpty()
                ? "–"
                : String.format(Locale.ROOT, "%.1f", of.heapKibPerSession().getAsDouble());
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.2f | %.1f | %s | %d | %.2f | %.0f | %.0f | %.2f | %.2f | %.2f | %d |%n",
                of.server(),
                of.sessions(),
                of.connectMillis(),
                of.rssKibPerSession(),
                heap,
                of.held().rssKib() / 1024,
                of.idlePercentPerThousand(),
                of.pushMicros(of.oneByOne()),
                of.pushMicros(of.bursts()),
                of.latencyMillis(50),
                of.latencyMillis(99),
                of.latencyMillis(99.9),
                of.held().threads());
    }

    private static String shares(HoldMeasurement of) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %s | %s | %s | %s | %s | %s | %.0f | %.0f |%n",
                of.server(),
                of.sessions(),
                share(of.nobody()),
                share(of.connecting()),
                share(of.idle()),
                share(of.oneByOne()),
                share(of.bursts()),
                share(of.atRate()),
                of.oneByOne().perSecond(),
                of.bursts().perSecond());
    }

    private static String share(Stage stage) {
        return String.format(
                Locale.ROOT, "%.1f / %.0f / %.0f", stage.serverPercent(), stage.loadPercent(), stage.othersPercent());
    }

    private JsonObject json() {
        JsonArrayBuilder rows = Json.createArrayBuilder();
        measurements.forEach(measurement -> rows.add(json(measurement)));
        return Json.createObjectBuilder()
                .add("conditions", conditions())
                .add("measurements", rows)
                .add("remarks", Json.createArrayBuilder(remarks))
                .build();
    }

    private static JsonObjectBuilder json(HoldMeasurement of) {
        JsonObjectBuilder latency = Json.createObjectBuilder();
        for (double percentile : new double[] {50, 90, 99, 99.9, 100}) {
            latency.add("p" + percentile, of.latencyMillis(percentile));
        }
        JsonObjectBuilder row = Json.createObjectBuilder()
                .add("server", of.server())
                .add("sessions", of.sessions())
                .add("connect_ms", of.connectMillis())
                .add("rss_kib_per_session", of.rssKibPerSession())
                .add("idle_percent_per_1000", of.idlePercentPerThousand())
                .add("push_micros_one_by_one", of.pushMicros(of.oneByOne()))
                .add("push_micros_bursts", of.pushMicros(of.bursts()))
                .add("latency_ms", latency)
                .add("base", json(of.base()))
                .add("held", json(of.held()))
                .add(
                        "stages",
                        Json.createObjectBuilder()
                                .add("nobody", json(of.nobody()))
                                .add("connecting", json(of.connecting()))
                                .add("idle", json(of.idle()))
                                .add("one_by_one", json(of.oneByOne()))
                                .add("bursts", json(of.bursts()))
                                .add("at_rate", json(of.atRate())))
                .add("missing", of.missing())
                .add("lost", of.lost());
        of.heapKibPerSession().ifPresent(heap -> row.add("heap_kib_per_session", heap));
        return row;
    }

    private static JsonObjectBuilder json(Footprint of) {
        JsonObjectBuilder footprint =
                Json.createObjectBuilder().add("rss_kib", of.rssKib()).add("threads", of.threads());
        of.heapBytes().ifPresent(heap -> footprint.add("heap_bytes", heap));
        return footprint;
    }

    private static JsonObjectBuilder json(Stage of) {
        return Json.createObjectBuilder()
                .add("seconds", of.seconds())
                .add("operations", of.operations())
                .add("server_percent", of.serverPercent())
                .add("load_percent", of.loadPercent())
                .add("others_percent", of.othersPercent());
    }
}
