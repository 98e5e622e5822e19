package net.tensamin.omega.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the tools that build what is not Java, as far as they are there. */
public final class Toolchain {
    private static final int LONGEST_BUILD_MINUTES = 20;

    private final Path log;

    /** @param log where the tools' output goes */
    public Toolchain(Path log) {
        this.log = log;
    }

    /** Whether a program of this name is on the path. */
    public static boolean has(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, program))
                .anyMatch(Files::isExecutable);
    }

    /** Whether a command is there and succeeds, within moments. */
    public boolean succeeds(String... command) throws IOException, InterruptedException {
        return has(command[0]) && exit(Path.of("."), Map.of(), List.of(command), 1) == 0;
    }

    /** @throws IllegalStateException if it fails */
    public void run(Path directory, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        int exit = exit(directory, environment, command, LONGEST_BUILD_MINUTES);
        if (exit != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with " + exit + ", see " + log);
        }
    }

    private int exit(Path directory, Map<String, String> environment, List<String> command, int minutes)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (process.waitFor(minutes, TimeUnit.MINUTES)) {
            return process.exitValue();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return -1;
    }

    public boolean hasVenv() throws IOException, InterruptedException {
        return succeeds("python3", "-c", "import venv, ensurepip");
    }

    /** Its Python, with what a file locks. */
    public Path venv(Path requirements, Path venv) throws IOException, InterruptedException {
        Path python = venv.resolve("bin/python");
        if (!Files.exists(python)) {
            run(Path.of("."), Map.of(), List.of("python3", "-m", "venv", venv.toString()));
        }
        List<String> install = new ArrayList<>(List.of(python.toString(), "-m", "pip", "install", "--quiet"));
        install.addAll(List.of("--require-hashes", "--only-binary", ":all:", "-r", requirements.toString()));
        run(Path.of("."), Map.of(), install);
        return python;
    }

    /** The first line that a command prints, stripped. */
    public String firstLine(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return output.lines().findFirst().orElse("").strip();
    }
}
