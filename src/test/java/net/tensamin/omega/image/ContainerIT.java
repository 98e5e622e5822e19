package net.tensamin.omega.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.tensamin.omega.image.Container.Run;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The image starts as engines start it, as far as that shows without one. */
@TestInstance(Lifecycle.PER_CLASS)
class ContainerIT {
    private static final int ENDED_BY_TERM = 143;
    private static final int STRANGER = 12_345;
    private static final int FIRST_WITH_CACHE = 25;

    private LaidOutImage image;

    @BeforeAll
    void layOutTheImage() throws IOException, InterruptedException {
        assumeTrue(
                LaidOutImage.isPossible(),
                "skipped: laying out the image needs root, unshare, nsenter, setpriv, ip and curl");
        Path war = Path.of(System.getProperty("omega.war")).toAbsolutePath();
        image = LaidOutImage.build(Path.of("").toAbsolutePath(), war.getParent());
    }

    @AfterAll
    void removeTheImage() {
        if (image != null) {
            image.close();
        }
    }

    /** The root is read-only, {@code /tmp} too, there is no HOME, and the host's name has no address. */
    @Test
    void startsAsAnyUserWithNothingToWriteButItsVolume() throws Exception {
        Map<String, String> environment = Map.of("LC_ALL", "C", "OMEGA_DEMO", "true");
        Run run = new Run("any-user", STRANGER, List.of(), List.of(volume()), environment, List.of("-Xmx512m"));
        try (Container server = Container.start(image, run)) {
            server.awaitHealthy();
            assertEquals("200", server.statusOf("/api/get/user/42"));
            String owners = server.outputOf("stat -c '%u %a' /var/lib/omega/pki /var/lib/omega/omega.mv.db");
            assertEquals(STRANGER + " 700\n" + STRANGER + " 600\n", owners);
            if (Runtime.version().feature() >= FIRST_WITH_CACHE) {
                assertEquals("used", server.outputOf("grep -q omega.aot /proc/1/maps && printf used"), server.log());
            }
            assertFalse(server.log().contains("is not used"), server.log());
            assertEquals(ENDED_BY_TERM, server.stop());
        }
    }

    /** The server that was started to make the cache had keys and a database; Payara's own sample keys are public. */
    @Test
    void nothingOfTheServerThatMadeTheCacheIsInTheImage() throws Exception {
        List<String> files = image.files();
        assertTrue(files.contains("/opt/omega/server/launch-micro.jar"), files::toString);
        List<String> left = files.stream()
                .filter(file -> !file.startsWith("/opt/omega/server/config/"))
                .filter(file -> file.matches(".*\\.(p12|pem|key|jks|db|json|trace|log)"))
                .toList();
        assertEquals(List.of(), left);
    }

    /** Owner and mode are those of the folder in the image, as Docker fills an empty volume. */
    private String volume() {
        String path = "$R" + image.dockerfile().volume();
        return "mount -t tmpfs -o mode=$(stat -c %a " + path + "),uid=$(stat -c %u " + path + "),gid=$(stat -c %g "
                + path + ") none " + path;
    }

    @Test
    void startsAsAPodOfTheManifest() throws Exception {
        Pod pod = Pod.read(Path.of("src/kubernetes/omega.yaml"));
        Keys.make(image.directory().resolve("secret-omega-pki"));
        Run run = new Run(
                "pod", pod.user(), pod.groups(), pod.mounts(image.directory()), pod.environment(), pod.arguments());
        assertTrue(pod.hasReadOnlyRoot());
        try (Container server = Container.start(image, run)) {
            server.awaitHealthy();
            for (String path : pod.probes()) {
                assertEquals("200", server.statusOf(path), path);
            }
            assertEquals("200", server.statusOf("/.well-known/est/cacerts"), "a CA that issues device certificates");
            assertFalse(server.log().contains("made a development CA"), server.log());
        }
    }
}
