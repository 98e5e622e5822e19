package net.tensamin.omega.bench.hold;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;

/** Storms as a Markdown table, {@code storm.md}, and as {@code storm.json}. */
final class StormReport {
    private final HoldPlan plan;
    private final List<StormMeasurement> measurements;

    StormReport(HoldPlan plan, List<StormMeasurement> measurements) {
        this.plan = plan;
        this.measurements = measurements;
    }

    /** Returns the table. */
    String write() throws IOException {
        Files.writeString(plan.results().resolve("storm.json"), json());
        String table = markdown();
        Files.writeString(plan.results().resolve("storm.md"), table);
        return table;
    }

    private String markdown() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                """
                %d processors, Java %s %s; in good order: %d at once; hellos: %s

                | server | sessions | in good order s | storm: half back s | 99%% back s | all back s | attempts a client | never back |
                | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
                """,
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                String.join(" ", plan.jvm()),
                plan.atOnce(),
                plan.longHello() ? "long" : "short"));
        measurements.forEach(of -> text.append(String.format(
                Locale.ROOT,
                "| %s | %,d | %.1f | %.1f | %.1f | %.1f | %.2f | %d |%n",
                of.server(),
                of.sessions(),
                of.orderlySeconds(),
                of.waitSeconds(50),
                of.waitSeconds(99),
                of.waitSeconds(100),
                of.attemptsPerClient(),
                of.neverBack())));
        return text.toString();
    }

    private String json() {
        JsonArrayBuilder storms = Json.createArrayBuilder();
        measurements.forEach(of -> storms.add(Json.createObjectBuilder()
                .add("server", of.server())
                .add("sessions", of.sessions())
                .add("orderlySeconds", of.orderlySeconds())
                .add("p50Seconds", of.waitSeconds(50))
                .add("p99Seconds", of.waitSeconds(99))
                .add("maxSeconds", of.waitSeconds(100))
                .add("attempts", of.attempts())
                .add("neverBack", of.neverBack())));
        return storms.build().toString();
    }
}
