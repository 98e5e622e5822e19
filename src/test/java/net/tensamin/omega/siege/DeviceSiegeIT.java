package net.tensamin.omega.siege;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Whoever has the certificate of a device is one client of HTTPS, and leaves connections to others. */
@Tag("alone")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class DeviceSiegeIT {
    private static final int CONNECTIONS = 120;
    private static final int OTHERS = 20_000;
    private static final String HEALTH = "HEAD /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private OmegaProcess server;

    @BeforeAll
    void begin() throws Exception {
        OmegaDeployment.clear();
        server = OmegaProcess.start(
                Map.of("omega.https.connections", Integer.toString(CONNECTIONS), "omega.metrics.public", "true"));
    }

    @AfterAll
    void end() {
        server.close();
    }

    @Test
    void oneCertificateDoesNotHoldAllConnectionsThatThereAre() throws Exception {
        try (Attackers attackers = new Attackers()) {
            Stranger first = attackers.device(0);
            assertServed(first);
            for (int i = 1; i < CONNECTIONS; i++) {
                assertServed(attackers.device(i));
                assertServed(first); // one that is idle for long is ended
            }
            for (int i = 0; i < CONNECTIONS / 10; i++) {
                try (Stranger other = Stranger.over(Attackers.briefly(OTHERS + i))) {
                    assertServed(other);
                }
            }
            assertServed(first);
        }
    }

    private static void assertServed(Stranger client) throws IOException {
        client.send(HEALTH);
        String head = client.head();
        assertTrue(head.startsWith("HTTP/1.1 200"), head);
    }
}
