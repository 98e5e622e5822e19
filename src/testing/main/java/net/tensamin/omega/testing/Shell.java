package net.tensamin.omega.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs what a document tells a reader to type. */
public final class Shell {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Shell() {}

    /** Fails with what the script has printed unless it succeeds within a minute; any command of it that fails ends it. */
    public static void run(Path directory, String script) throws IOException, InterruptedException {
        run(directory, Map.of(), PATIENCE, script);
    }

    /** The same, with more in its environment; what it prints is in {@code script.log}. */
    public static void run(Path directory, Map<String, String> environment, Duration patience, String script)
            throws IOException, InterruptedException {
        Path log = directory.resolve("script.log");
        ProcessBuilder shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        shell.environment().putAll(environment);
        Process process = shell.start();
        boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        assertTrue(ended && process.exitValue() == 0, Files.readString(log));
    }
}
