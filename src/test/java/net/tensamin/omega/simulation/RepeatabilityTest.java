package net.tensamin.omega.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The same seed gives the same history in every virtual machine, whatever that salts its sets with, and whatever its objects' identities are. */
class RepeatabilityTest {
    private static final int HISTORIES = 6;
    private static final Path OWN = Path.of(System.getProperty("java.home"));

    private static List<String> own = List.of();

    @Test
    void anotherVirtualMachineHasTheSameHistories() throws Exception {
        assertEquals(HISTORIES, own().size());
        assertEquals(own(), digests(OWN, "-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=0"));
    }

    /** One of another version that is beside this one, as on 17 the newest; or whose home {@code -Dsimulation.java-home} names. */
    @Test
    void anotherJdkHasTheSameHistories() throws Exception {
        Optional<Path> other = otherHome();
        assumeTrue(other.isPresent(), () -> "there is no other JDK beside " + OWN);

        assertEquals(own(), digests(other.get()));
    }

    /**
     * Those of the JDK that recorded them: run on two, this compares them, too. {@code -Dsimulation.record=true} records them anew, of the sources that
     * there are.
     */
    @Test
    void historiesAreThoseThatWereRecorded() throws Exception {
        if (Boolean.getBoolean("simulation.record")) {
            RecordedHistories.write(own());
        }
        assumeTrue(RecordedHistories.areOfTheseSources(), "the recorded histories are those of other sources");

        assertEquals(RecordedHistories.lines(), own());
    }

    private static synchronized List<String> own() throws Exception {
        if (own.isEmpty()) {
            own = digests(OWN);
        }
        return own;
    }

    private static Optional<Path> otherHome() throws IOException {
        String named = System.getProperty("simulation.java-home", "");
        if (!named.isEmpty()) {
            assertTrue(runs(Path.of(named)), named + " has no java");
            return Optional.of(Path.of(named));
        }
        try (Stream<Path> homes = Files.list(OWN.toRealPath().getParent())) {
            return homes.filter(home -> runs(home) && version(home) >= 17 && version(home) != version(OWN))
                    .sorted()
                    .findFirst();
        }
    }

    private static boolean runs(Path home) {
        return Files.isExecutable(java(home));
    }

    private static Path java(Path home) {
        return home.resolve("bin").resolve("java");
    }

    /** 0 if it does not say. */
    private static int version(Path home) {
        try (Stream<String> lines = Files.lines(home.resolve("release"), StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("[^0-9.]", "").replaceAll("[.].*", ""))
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    private static List<String> digests(Path home, String... options) throws IOException, InterruptedException {
        Path output = Files.createTempFile("omega-histories-", ".txt");
        List<String> command = new ArrayList<>(List.of(java(home).toString(), "-XX:+UseSerialGC"));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SimulationMain.class.getName(),
                "1",
                Integer.toString(HISTORIES),
                "digests"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int code = process.waitFor();
        try (Stream<String> lines = Files.lines(output, StandardCharsets.UTF_8)) {
            List<String> all = lines.toList();
            assertEquals(0, code, all::toString);
            return all.stream().filter(SimulationMain::isDigest).toList();
        } finally {
            Files.delete(output);
        }
    }
}
