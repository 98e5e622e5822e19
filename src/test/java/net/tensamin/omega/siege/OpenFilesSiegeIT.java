package net.tensamin.omega.siege;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections of strangers leave files to everything else. */
@Tag("alone")
@Timeout(300)
class OpenFilesSiegeIT {
    private static final int FILES = 1_200;

    /** Those that were accepted, and are closed at once. */
    private static final int ON_THEIR_WAY = 40;

    @Test
    void aFifthOfTheFilesIsLeftHoweverManyConnect() throws Exception {
        OmegaDeployment.clear();
        try (OmegaProcess server = OmegaProcess.startWithFiles(FILES, Map.of("omega.metrics.public", "true"));
                Attackers attackers = new Attackers()) {
            Path open = Path.of("/proc", Long.toString(server.id()), "fd");
            assumeTrue(Files.isDirectory(open));
            long before = count(open);
            long most = 0;
            for (int i = 0; i < 2 * FILES; i++) {
                connect(attackers, i);
                most = i % 20 == 0 ? Math.max(most, count(open)) : most;
            }
            assertTrue(most > before + FILES / 10, before + " files became " + most + " at most");
            assertTrue(most <= FILES * 4 / 5 + ON_THEIR_WAY, most + " of " + FILES + " files were open");
            assertEquals(200, server.readiness());
        }
    }

    private static void connect(Attackers attackers, int source) {
        try {
            attackers.tcp(source);
        } catch (IOException turnedAway) {
            // what it is about: files are counted
        }
    }

    private static long count(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }
}
