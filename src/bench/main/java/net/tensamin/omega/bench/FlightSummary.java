package net.tensamin.omega.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Where the server's time went in a stage, by its flight recording: each sample counts for the innermost known caller. */
final class FlightSummary {
    private static final int MOST_METHODS = 10;

    /** Prefixes of class names, the first that fits counts. */
    private static final Map<String, String> AREAS = new LinkedHashMap<>();

    static {
        AREAS.put("net.tensamin.omega.quic.tls", "QUIC handshakes");
        AREAS.put("tech.kwik", "QUIC (Kwik)");
        AREAS.put("net.tensamin.omega.quic", "QUIC (Omega)");
        AREAS.put("org.postgresql", "PostgreSQL driver");
        AREAS.put("org.h2", "H2");
        AREAS.put("org.eclipse.persistence", "JPA");
        AREAS.put("com.sun.gjc", "connection pool, transactions");
        AREAS.put("com.sun.enterprise", "connection pool, transactions");
        AREAS.put("org.glassfish.tyrus", "WebSocket");
        AREAS.put("org.glassfish.grizzly", "WebSocket: TLS and TCP");
        AREAS.put("org.eclipse.parsson", "JSON");
        AREAS.put("net.tensamin.omega.omikron", "omikron");
        AREAS.put("net.tensamin.omega.mailbox", "mailbox");
        AREAS.put("net.tensamin.omega.push", "push");
        AREAS.put("net.tensamin.omega.tauri", "tauri");
        AREAS.put("org.jboss.weld", "CDI");
    }

    private final Map<String, Integer> areas = new TreeMap<>();
    private final Map<String, Integer> methods = new TreeMap<>();
    private int samples;

    private FlightSummary() {}

    static String of(Path recording, Measurement stage) throws IOException {
        FlightSummary summary = new FlightSummary();
        Instant until = stage.from().plusMillis(Math.round(stage.seconds() * 1e3));
        try (RecordingFile events = new RecordingFile(recording)) {
            while (events.hasMoreEvents()) {
                RecordedEvent event = events.readEvent();
                boolean sample = event.getEventType().getName().equals("jdk.ExecutionSample");
                if (sample
                        && event.getStackTrace() != null
                        && event.getStartTime().isAfter(stage.from())
                        && event.getStartTime().isBefore(until)) {
                    summary.add(event);
                }
            }
        }
        return summary.describe(stage);
    }

    private void add(RecordedEvent sample) {
        samples++;
        String area = sample.getStackTrace().getFrames().stream()
                .flatMap(frame -> area(frame).stream())
                .findFirst()
                .orElse("other");
        areas.merge(area, 1, Integer::sum);
        RecordedFrame top = sample.getStackTrace().getFrames().get(0);
        methods.merge(
                top.getMethod().getType().getName() + "." + top.getMethod().getName(), 1, Integer::sum);
    }

    private static Optional<String> area(RecordedFrame frame) {
        String type = frame.getMethod().getType().getName();
        return AREAS.entrySet().stream()
                .filter(area -> type.startsWith(area.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private String describe(Measurement stage) {
        return String.format(
                Locale.ROOT,
                "%nWhere the server's time goes: %s, %d receivers, %s (%d samples of Java code)%n%n%s%nInnermost methods%n%n%s",
                stage.database(),
                stage.receivers(),
                stage.stage(),
                samples,
                largest(areas),
                largest(methods));
    }

    private String largest(Map<String, Integer> counts) {
        StringBuilder lines = new StringBuilder("| | % |\n| --- | ---: |\n");
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(counts == methods ? MOST_METHODS : AREAS.size())
                .forEach(entry -> lines.append(String.format(
                        Locale.ROOT, "| %s | %.1f |%n", entry.getKey(), 100.0 * entry.getValue() / samples)));
        return lines.toString();
    }
}
