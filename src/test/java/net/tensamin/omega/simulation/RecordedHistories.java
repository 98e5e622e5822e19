package net.tensamin.omega.simulation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the first histories were when they were recorded, in a file beside the tests: other JDKs have to have the same. As a history is another one when a
 * class changes, the file says of which sources it is.
 */
final class RecordedHistories {
    private static final Path FILE = Path.of("src/test/resources/net/tensamin/omega/simulation/histories.txt");
    private static final List<Path> ROOTS =
            List.of(Path.of("src/main/java"), Path.of("src/cli/main/java"), Path.of("src/test/java"));

    /** All sources of the server and of the client, and those of the simulation. */
    private static final Pattern COUNTS =
            Pattern.compile(".*/main/java/.*[.]java|.*/(simulation/.*|Simulated\\w+)[.]java");

    private RecordedHistories() {}

    /** Whether they are of the sources that there are now. */
    static boolean areOfTheseSources() throws IOException {
        return Files.exists(FILE) && Files.readAllLines(FILE).contains(sources());
    }

    /** A line for each. */
    static List<String> lines() throws IOException {
        try (Stream<String> lines = Files.lines(FILE)) {
            return lines.filter(SimulationMain::isDigest).toList();
        }
    }

    static void write(List<String> digests) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("# The first histories, and of which sources they are (RepeatabilityTest).");
        lines.add(sources());
        lines.addAll(digests);
        Files.createDirectories(FILE.getParent());
        Files.write(FILE, lines);
    }

    private static String sources() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path root : ROOTS) {
                digest(root, digest);
            }
            return "sources " + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends of lines are those of the system that has the sources. */
    private static void digest(Path root, MessageDigest digest) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(RecordedHistories::counts).sorted().toList()) {
                String text = Files.readString(file).replace("\r\n", "\n");
                digest.update((name(file) + "\n" + text).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static boolean counts(Path file) {
        return COUNTS.matcher(name(file)).matches();
    }

    private static String name(Path file) {
        return file.toString().replace('\\', '/');
    }
}
