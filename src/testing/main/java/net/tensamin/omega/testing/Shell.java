package net.tensamin.omega.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Runs what a document tells a reader to type. */
public final class Shell {
    private Shell() {}

    /** Fails with what the script has printed unless it succeeds within a minute; any command of it that fails ends it. */
    public static void run(Path directory, String script) throws IOException, InterruptedException {
        Path log = directory.resolve("script.log");
        Process process = new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertTrue(ended && process.exitValue() == 0, Files.readString(log));
    }
}
