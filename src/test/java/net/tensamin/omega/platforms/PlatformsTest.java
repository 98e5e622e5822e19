package net.tensamin.omega.platforms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A native artifact that nobody publishes for a platform fails the first command of everybody on it. Maven looks for those of all
 * platforms, as the POMs name them, in one run: among what it has in {@code mvn verify}, and where it gets its artifacts from with
 * {@code -Pplatforms}. What it could not ask for is skipped by name.
 */
@TestInstance(Lifecycle.PER_CLASS)
class PlatformsTest {
    private static final Path FOLDER = Path.of("target/platforms");
    private static final String MAVEN = System.getProperty("os.name").startsWith("Windows") ? "mvn.cmd" : "mvn";
    private static final boolean ONLINE = Boolean.getBoolean("omega.platforms.online");
    private static final Path REPOSITORY = Path.of(System.getProperty("omega.repository"));

    private final Poms poms = new Poms();
    private String log;

    PlatformsTest() throws Exception {}

    @BeforeAll
    void letMavenLook() throws Exception {
        List<Artifact> artifacts = new ArrayList<>();
        for (Platform platform : platforms()) {
            artifacts.addAll(poms.nativesOf(platform));
        }
        Path pom = FOLDER.resolve("pom.xml");
        Files.createDirectories(FOLDER);
        Files.writeString(pom, Artifact.pom(artifacts));
        List<String> command = new ArrayList<>(List.of(MAVEN, "-B", "-Dmaven.repo.local=" + REPOSITORY));
        if (!ONLINE) {
            command.add("-o");
        }
        command.addAll(List.of("-f", pom.toString(), "dependency:resolve"));
        log = printed(command);
    }

    List<Platform> platforms() throws Exception {
        return poms.platforms();
    }

    @Test
    void thePomsKnowTheSystemsAndProcessorsThatWePromise() throws Exception {
        assertEquals(
                List.of("linux-x86_64", "linux-aarch_64", "osx-x86_64", "osx-aarch_64", "windows-x86_64"),
                platforms().stream().map(Platform::name).toList());
    }

    @ParameterizedTest
    @MethodSource("platforms")
    void eachNativeArtifactIsThere(Platform platform) throws Exception {
        List<Artifact> artifacts = poms.nativesOf(platform);
        assertEquals(platform.natives(), artifacts.stream().map(Artifact::name).collect(Collectors.toSet()));
        List<Artifact> missing = artifacts.stream()
                .filter(artifact -> !artifact.isIn(REPOSITORY))
                .toList();
        boolean asked = ONLINE && !log.contains("Could not transfer"); // Maven says why of the first one only
        List<Artifact> unpublished = missing.stream()
                .filter(artifact -> asked || artifact.isUnpublished(log))
                .toList();
        assertEquals(List.of(), unpublished, log);
        assumeTrue(
                missing.isEmpty(),
                () -> "skipped, Maven did not get an answer about these (-Pplatforms asks): " + missing);
    }

    private static String printed(List<String> command) throws Exception {
        Path file = FOLDER.resolve("maven.log");
        Process maven = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(file.toFile())
                .start();
        boolean ended = maven.waitFor(10, TimeUnit.MINUTES);
        maven.destroyForcibly();
        String printed = Files.readString(file);
        assertTrue(ended, printed);
        return printed;
    }
}
