package net.tensamin.omega.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process whose memory runs out ends; each in a process of its own. */
@Timeout(120)
class OutOfMemoryTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern TAKES_ALL = Pattern.compile(
            "catch \\([^)]*\\b(?:Throwable|Error|OutOfMemoryError|VirtualMachineError)\\b[^)]*\\) \\{[^\n]*\n(.*)");

    @ParameterizedTest
    @CsvSource({
        "task, direct, Cannot reserve",
        "task, heap, Java heap space",
        "beat, direct, Cannot reserve",
        "beat, heap, Java heap space",
        "transport, direct, Cannot reserve",
        "transport, heap, Java heap space",
        "turn, direct, Cannot reserve",
        "hidden, direct, Cannot reserve"
    })
    void aProcessWhoseMemoryRunsOutEndsWithOneLine(String thread, String memory, String says) throws Exception {
        Process process = start(EndlessDemand.class, thread, memory);
        String said = new String(process.getInputStream().readAllBytes());
        process.waitFor(60, TimeUnit.SECONDS);

        assertEquals(OutOfMemory.EXIT_CODE, process.exitValue(), said);
        assertEquals(
                List.of("Omega ends, out of memory: " + says),
                said.lines()
                        .map(line -> line.replaceAll("(" + says + ").*", "$1"))
                        .toList());
    }

    private static Process start(Class<?> program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx32m", "-XX:MaxDirectMemorySize=4m", "-XX:+UseSerialGC", "-cp"));
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(program.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @Test
    void nothingCatchesItToGoOn() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<String> goOn = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("OutOfMemory.java"))
                    .flatMap(file -> TAKES_ALL.matcher(read(file)).results())
                    .filter(taken -> !taken.group(1).strip().startsWith("OutOfMemory.endIf("))
                    .map(MatchResult::group)
                    .toList();
            assertEquals(List.of(), goOn);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
