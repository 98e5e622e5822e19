package net.tensamin.omega.testing;

import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The packaged command line as a client that stays, in a process of its own, with a device of its own. */
public final class ReferenceClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration SOON = Duration.ofMillis(100);

    private final Path directory;
    private final Process process;

    private ReferenceClient(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
    }

    /** @param directory for its certificate, key, badges and log */
    public static ReferenceClient start(Path directory, long user) throws IOException {
        TestIdentity device = TestAuthority.development(OmegaDeployment.data()).device(user);
        device.writeChain(directory.resolve("reference.pem"));
        device.writeKey(directory.resolve("reference.key"));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-jar", System.getProperty("omega.cli")));
        command.addAll(List.of("tauri", "--user", Long.toString(user)));
        command.addAll(List.of("--cert", directory.resolve("reference.pem").toString()));
        command.addAll(List.of("--state", directory.resolve("reference.json").toString()));
        command.addAll(List.of("--url", OmegaDeployment.https().toString()));
        command.addAll(List.of("--port", Integer.toString(OmegaDeployment.quicPort())));
        command.addAll(List.of("--data-dir", OmegaDeployment.data().toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("reference.log").toFile())
                .start();
        return new ReferenceClient(directory, process);
    }

    /** Waits until its file has exactly these, such as {@code 7:2 42:1}. */
    public void awaitBadges(String badges) {
        await("badges " + badges).atMost(PATIENCE).pollInterval(SOON).until(this::badges, badges::equals);
    }

    private String badges() {
        Path file = directory.resolve("reference.json");
        if (!Files.exists(file)) {
            return "no file";
        }
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(file))) {
            return reader.readObject().getJsonArray("badges").stream()
                    .map(JsonValue::asJsonObject)
                    .map(ReferenceClient::badge)
                    .collect(Collectors.joining(" "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String badge(JsonObject entry) {
        return entry.getString("sender_id") + ":" + entry.getJsonNumber("amount");
    }

    /** What it has printed. */
    public String log() {
        try {
            return Files.readString(directory.resolve("reference.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
