package net.tensamin.omega.quic.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Q16 of {@code cases.md}, with addresses that the machine of the test does not have. */
class WildcardTest {
    private static final List<String> IN_A_NAMESPACE = List.of("unshare", "--map-root-user", "--net");

    @TempDir
    Path directory;

    @Test
    void eachAddressOfTheHostAnswersAndOneThatComesLaterToo() throws IOException, InterruptedException {
        assumeTrue(
                mayMakeOne(), "no network namespace can be made here, or there is no ip(8): addresses are not tried");
        Path log = directory.resolve("log");
        Process host = inANamespace(
                        log,
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        NamespaceHost.class.getName())
                .start();
        try {
            assertTrue(host.waitFor(120, TimeUnit.SECONDS), () -> text(log));
            assertEquals(0, host.exitValue(), () -> text(log));
        } finally {
            host.destroyForcibly();
        }
    }

    private boolean mayMakeOne() throws InterruptedException {
        try {
            Path log = directory.resolve("trial");
            return inANamespace(log, "ip", "link", "set", "lo", "up").start().waitFor() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    private static ProcessBuilder inANamespace(Path log, String... command) {
        File file = log.toFile();
        return new ProcessBuilder(Stream.concat(IN_A_NAMESPACE.stream(), Stream.of(command))
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(file);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
