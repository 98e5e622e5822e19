package net.tensamin.omega.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program runs by itself, without the build's class path. */
@Timeout(60)
class OmegaCliJarIT {
    private static final Path JAR = Path.of("target", "omega-cli.jar").toAbsolutePath();

    @TempDir
    private Path directory;

    @Test
    void versionIsThatOfTheBuild() throws IOException, InterruptedException {
        Process program = start("--version");
        String printed = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(program.waitFor(30, TimeUnit.SECONDS));
        assertTrue(printed.matches("omega-cli [0-9]+\\.[0-9]+.*\\R"), printed);
        assertEquals(0, program.exitValue());
    }

    @Test
    void exitCodeSaysThatAFileIsMissing() throws IOException, InterruptedException {
        Process program = start("listen", "--user", "42");
        String printed = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(program.waitFor(30, TimeUnit.SECONDS));
        assertTrue(printed.startsWith("There is no "), printed);
        assertEquals(ExitCode.USAGE, program.exitValue());
    }

    /** Its faults are mended there, see {@code src/kwik/main/patch}. */
    @Test
    void kwikIsTheOneThatTheBuildHasPatched() throws IOException {
        Path classes = Path.of("target", "kwik", "classes");
        try (JarFile jar = new JarFile(JAR.toFile());
                Stream<Path> kwik = Files.walk(classes.resolve("tech/kwik"))) {
            List<Path> patched = kwik.filter(Files::isRegularFile).toList();
            assertTrue(patched.size() > 200, patched::toString);
            for (Path file : patched) {
                String name = classes.relativize(file).toString();
                try (InputStream packaged = jar.getInputStream(jar.getEntry(name))) {
                    assertArrayEquals(Files.readAllBytes(file), packaged.readAllBytes(), name);
                }
            }
        }
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
    }
}
