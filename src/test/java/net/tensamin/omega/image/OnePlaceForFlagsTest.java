package net.tensamin.omega.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heap, collector and the rest stand in {@code jvm.options}; whatever starts Omega reads it, and says none of it again. */
class OnePlaceForFlagsTest {
    private static final String FILE = "jvm.options";
    private static final Path PAYARA = Path.of("src/main/payara");

    @Test
    void theFileHasWhatAServerNeedsAndTheVirtualMachineTakesIt() throws IOException, InterruptedException {
        List<String> flags = Files.readAllLines(PAYARA.resolve(FILE)).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        for (String flag : List.of(
                "-XX:MaxRAMPercentage=60", "-XX:+UseG1GC", "-XX:-G1UseAdaptiveIHOP", "-XX:+ExitOnOutOfMemoryError")) {
            assertTrue(flags.contains(flag), flag);
        }
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + PAYARA.resolve(FILE),
                        "-version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertTrue(java.waitFor(1, TimeUnit.MINUTES));
        assertEquals(0, java.exitValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/main/payara/omega",
                "src/main/payara/node.sh",
                "src/pom.xml",
                "src/testing/main/java/net/tensamin/omega/testing/JvmOptions.java",
                "Dockerfile",
                "src/systemd/install.sh",
                "src/systemd/assembly.xml"
            })
    void whateverStartsOmegaOrCarriesItHasTheFile(String place) throws IOException {
        assertTrue(Files.readString(Path.of(place)).contains(FILE), place);
    }

    /** They start the script, which reads the file. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Dockerfile",
                "src/compose/compose.yaml",
                "src/kubernetes/omega.yaml",
                "src/systemd/omega.service",
                "src/systemd/install.sh"
            })
    void nothingElseChoosesHeapOrCollector(String place) throws IOException {
        String text = Files.readString(Path.of(place));
        assertTrue(text.lines().noneMatch(line -> line.matches(".*-X(mx|ms|X:).*")), place);
    }

    @Test
    void theUnitsManifestsAndImagesCommandIsTheScript() throws IOException {
        assertEquals(
                List.of("/opt/omega/omega"),
                Dockerfile.read(Path.of("Dockerfile")).entrypoint());
        assertTrue(Files.readString(Path.of("src/systemd/omega.service")).contains("\nExecStart=/opt/omega/omega\n"));
        assertTrue(!Files.readString(Path.of("src/kubernetes/omega.yaml")).contains("command:"));
    }
}
