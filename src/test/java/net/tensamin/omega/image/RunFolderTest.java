package net.tensamin.omega.image;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the script unpacks for a server, and what it does with that of one that was killed. The virtual machine is none. */
@Timeout(120)
class RunFolderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final Set<Process> servers = new HashSet<>();

    @BeforeEach
    void lay() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/flock")), "skipped: there is no flock");
        Path bin = Files.createDirectories(directory.resolve("java/bin"));
        Path java = Files.writeString(bin.resolve("java"), "#!/bin/sh\nexec sleep 1000\n");
        assertTrue(java.toFile().setExecutable(true));
        Files.createDirectory(directory.resolve("omega"));
        Files.createDirectory(directory.resolve("tmp"));
        for (Path file : List.of(
                Path.of("src/main/payara/omega"), Path.of("src/main/payara/jvm.options"), Path.of("domain.xml"))) {
            Files.copy(file, directory.resolve("omega").resolve(file.getFileName()));
        }
    }

    @AfterEach
    void kill() {
        servers.forEach(Process::destroyForcibly);
    }

    @Test
    void onlyTheFolderOfOneThatIsProvenDeadIsRemoved() throws Exception {
        Process living = start();
        Set<Path> ofLiving = awaitFolders(1);
        Process killed = start();
        Set<Path> ofKilled = new HashSet<>(awaitFolders(2));
        ofKilled.removeAll(ofLiving);
        killed.destroyForcibly().waitFor();
        Path unproven = Files.createDirectory(directory
                .resolve("tmp")
                .resolve(ofLiving.iterator().next().getFileName().toString().replaceFirst("......$", "no-lock")));

        start();

        Awaitility.await().atMost(PATIENCE).until(() -> ofKilled.stream().noneMatch(Files::exists));
        Set<Path> left = awaitFolders(3);
        assertTrue(left.containsAll(ofLiving), "that of a living one stays");
        assertTrue(left.contains(unproven), "and one of which nothing is known");
        assertTrue(living.isAlive());
    }

    private Process start() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("sh", directory.resolve("omega/omega").toString());
        builder.environment().put("JAVA_HOME", directory.resolve("java").toString());
        builder.environment().put("TMPDIR", directory.resolve("tmp").toString());
        builder.environment().put("OMEGA_DATA_DIR", directory.resolve("data").toString());
        builder.environment().remove("RUNTIME_DIRECTORY");
        Process started = builder.inheritIO().start();
        servers.add(started);
        return started;
    }

    /** As many as are expected, each of which has a lock or is not the script's. */
    private Set<Path> awaitFolders(int count) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(this::folders, all -> all.size() == count && all.stream().allMatch(RunFolderTest::isWhole));
    }

    private static boolean isWhole(Path folder) {
        return folder.toString().endsWith("no-lock") || Files.exists(folder.resolve("domain.xml"));
    }

    private Set<Path> folders() throws IOException {
        try (Stream<Path> all = Files.list(directory.resolve("tmp"))) {
            return all.collect(Collectors.toSet());
        }
    }
}
