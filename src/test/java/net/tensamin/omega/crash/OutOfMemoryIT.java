package net.tensamin.omega.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The WAR as it ships, where memory runs out of which no option of the virtual machine knows. */
class OutOfMemoryIT {
    /** Less than what a datagram is received into. */
    private static final List<String> TOO_LITTLE = List.of("-Xmx512m", "-XX:MaxDirectMemorySize=48k");

    @BeforeEach
    void clear() throws IOException {
        OmegaDeployment.clear();
    }

    @Test
    void endsTheProcessWithALineAndThree() throws Exception {
        Path log = OmegaProcess.log();
        long before = Files.exists(log) ? Files.size(log) : 0;

        IllegalStateException end =
                assertThrows(IllegalStateException.class, () -> OmegaProcess.start(Map.of(), TOO_LITTLE));

        assertTrue(end.getMessage().startsWith("the server ended with 3,"), end::getMessage);
        List<String> lines = Files.readString(log)
                .substring((int) before)
                .lines()
                .filter(line -> line.contains("out of memory"))
                .toList();
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(lines.get(0).startsWith("Omega ends, out of memory: "), lines::toString);
    }
}
