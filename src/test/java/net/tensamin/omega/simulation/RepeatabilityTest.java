package net.tensamin.omega.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The same seed gives the same history in every virtual machine, whatever that salts its sets with. Another one is {@code -Dsimulation.java=…}, the path of
 * its {@code java}.
 */
class RepeatabilityTest {
    private static final String HISTORIES = "6";

    @Test
    void anotherVirtualMachineHasTheSameHistories() throws Exception {
        String own = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String other = System.getProperty("simulation.java", own);

        assertEquals(digests(own), digests(other));
    }

    private static List<String> digests(String java) throws IOException, InterruptedException {
        Path output = Files.createTempFile("omega-histories-", ".txt");
        Process process = new ProcessBuilder(
                        java,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SimulationMain.class.getName(),
                        "1",
                        HISTORIES,
                        "digests")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int code = process.waitFor();
        try (Stream<String> lines = Files.lines(output, StandardCharsets.UTF_8)) {
            List<String> all = lines.toList();
            assertEquals(0, code, all::toString);
            return all.stream()
                    .filter(line -> line.matches("\\d+ [0-9a-f]{16}"))
                    .toList();
        } finally {
            Files.delete(output);
        }
    }
}
