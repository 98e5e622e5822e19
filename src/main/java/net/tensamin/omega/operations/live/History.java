package net.tensamin.omega.operations.live;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The last hour of this server, a point every ten seconds: what the page draws before it has seen anything itself. Thread-safe. */
final class History {
    static final Duration INTERVAL = Duration.ofSeconds(10);
    static final int POINTS = 360;

    private static final Map<String, Function<Growth, Optional<Double>>> SERIES = series();

    private final Supplier<Map<String, Double>> samples;
    private final LongSupplier millis;
    private final Deque<Point> points = new ArrayDeque<>();
    private Map<String, Double> earlier;
    private long earlierMillis;

    private record Point(long atMillis, Map<String, Optional<Double>> values) {}

    /** The first point is that of the time from now to the first {@link #tick}. */
    History(Supplier<Map<String, Double>> samples, LongSupplier millis) {
        this.samples = samples;
        this.millis = millis;
        this.earlier = samples.get();
        this.earlierMillis = millis.getAsLong();
    }

    /** By the names that the page knows, in an order that the rows keep. */
    private static Map<String, Function<Growth, Optional<Double>>> series() {
        Map<String, Function<Growth, Optional<Double>>> series = new LinkedHashMap<>();
        series.put("notices", rate("omega_mailbox_notices_total"));
        series.put("pushes", rate("omega_tauri_pushes_total"));
        series.put("reads", rate("omega_mailbox_reads_total"));
        series.put("push p50", quantile("omega_tauri_push_seconds", 0.5));
        series.put("push p99", quantile("omega_tauri_push_seconds", 0.99));
        series.put("commit p50", quantile("omega_mailbox_commit_seconds", 0.5));
        series.put("commit p99", quantile("omega_mailbox_commit_seconds", 0.99));
        series.put("heartbeat p99", quantile("omega_tauri_heartbeat_seconds", 0.99));
        series.put("connects", rate("omega_tauri_connects_total"));
        series.put("ends", rate("omega_tauri_closes_total"));
        series.put("refusals", rate("omega_quic_refused_total"));
        return series;
    }

    private static Function<Growth, Optional<Double>> rate(String counter) {
        return growth -> Optional.of(growth.rate(counter));
    }

    private static Function<Growth, Optional<Double>> quantile(String histogram, double part) {
        return growth -> growth.quantileMillis(histogram, part);
    }

    synchronized void tick() {
        long now = millis.getAsLong();
        Map<String, Double> later = samples.get();
        if (now > earlierMillis) {
            Growth growth = new Growth(earlier, later, (now - earlierMillis) / 1_000.0);
            Map<String, Optional<Double>> values = new LinkedHashMap<>();
            SERIES.forEach((name, value) -> values.put(name, value.apply(growth)));
            points.addLast(new Point(now, values));
        }
        while (points.size() > POINTS) {
            points.removeFirst();
        }
        earlier = later;
        earlierMillis = now;
    }

    /** Names once, and then a row for each point: its time, and the values in that order, null where nothing is known. */
    synchronized JsonObjectBuilder json() {
        JsonArrayBuilder names = Json.createArrayBuilder();
        SERIES.keySet().forEach(names::add);
        JsonArrayBuilder rows = Json.createArrayBuilder();
        for (Point point : points) {
            JsonArrayBuilder row = Json.createArrayBuilder().add(point.atMillis());
            point.values().values().forEach(value -> add(row, value));
            rows.add(row);
        }
        return Json.createObjectBuilder().add("names", names).add("points", rows);
    }

    private static void add(JsonArrayBuilder row, Optional<Double> value) {
        if (value.isPresent()) {
            row.add(Math.round(value.get() * 100) / 100.0);
        } else {
            row.addNull();
        }
    }
}
