package net.tensamin.omega.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.Shell;
import net.tensamin.omega.testing.SitePage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page of the first ten minutes, typed word for word into one shell; only the ports are others. */
@Timeout(600)
class FirstMinutesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    @TempDir
    Path directory;

    @Test
    void fromAnEmptyFolderToAPush() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "skipped: there is no openssl");
        Path war = Path.of(System.getProperty("omega.war")).toAbsolutePath();
        Distribution.pack(war.getParent(), directory.resolve("target/omega-server.tar.gz"));
        List<String> typed = new SitePage("first-minutes.md").typed();
        assertEquals(10, typed.size(), typed::toString);

        Shell.run(
                directory,
                environment(),
                PATIENCE,
                "trap 'kill $(jobs -p) && wait; tail -n 5 omega.log' EXIT\n" + String.join("\n", typed));

        String phone = Files.readString(directory.resolve("phone.log"));
        assertTrue(phone.contains("identified as user 42"), phone);
        assertTrue(phone.contains("push_notification from 7"), phone);
        String said = Files.readString(directory.resolve("script.log"));
        assertTrue(said.contains("\ngrace: administer, added "), said);
        assertTrue(said.contains("push_notification from 7"), said);
        assertFalse(Files.exists(directory.resolve("data/demo")), "there are no demo accounts");
        String log = Files.readString(directory.resolve("omega.log"));
        assertFalse(log.contains("made a development CA"), log);
    }

    private static Map<String, String> environment() {
        String java = System.getProperty("java.home");
        return Map.of(
                "JAVA_HOME",
                java,
                "PATH",
                java + "/bin:" + System.getenv("PATH"),
                "OMEGA_HTTPS_ADDRESS",
                "127.0.0.1",
                "OMEGA_HTTPS_PORT",
                Integer.toString(OmegaDeployment.https().getPort()),
                "OMEGA_QUIC_ADDRESS",
                "127.0.0.1",
                "OMEGA_QUIC_PORT",
                Integer.toString(OmegaDeployment.quicPort()));
    }
}
