package net.tensamin.omega.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class UnpackedServersTest {
    @TempDir
    Path temporary;

    @Test
    void onlyWhatADeadServerHeldIsRemoved() throws Exception {
        Path own = folder("payaramicro-rt1");
        Path living = folder("payaramicro-rt2");
        Path killed = folder("payaramicro-rt3");
        Path unknown = folder("payaramicro-rt4");
        Path others = folder("others");
        Files.createFile(others.resolve(UnpackedServers.LOCK));
        Process one = start(living);
        Process other = start(killed);
        try (FileChannel held = UnpackedServers.hold(own)) {
            assertTrue(held.isOpen());
            other.destroyForcibly().waitFor();

            UnpackedServers.removeDead(temporary, own);

            assertFalse(Files.exists(killed));
            for (Path left : new Path[] {own, living, unknown, others}) {
                assertTrue(Files.exists(left.resolve("lib/some.jar")), left::toString);
            }
        } finally {
            one.destroyForcibly();
            other.destroyForcibly();
        }
    }

    private Path folder(String name) throws IOException {
        Path folder = temporary.resolve(name);
        Files.createDirectories(folder.resolve("lib"));
        Files.createFile(folder.resolve("lib/some.jar"));
        return folder;
    }

    /** Returns when it holds its folder. */
    private static Process start(Path folder) throws IOException {
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Server.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertEquals("held", server.inputReader().readLine());
        return server;
    }

    /** Lives until it is killed. */
    static final class Server {
        public static void main(String[] arguments) throws IOException {
            FileChannel held = UnpackedServers.hold(Path.of(arguments[0]));
            System.out.println("held");
            while (System.in.read() >= 0) {
                held.force(false);
            }
        }
    }
}
