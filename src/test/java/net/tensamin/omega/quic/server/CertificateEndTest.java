package net.tensamin.omega.quic.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import net.tensamin.omega.testing.QuicheClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection lasts no longer than what its client was trusted by (SPEC §1). */
class CertificateEndTest {
    private static final long CERTIFICATE_ENDED = 202;
    /** Longer than a handshake takes on a busy machine. */
    private static final Duration LIFE = Duration.ofSeconds(10);

    private final QuicFixture server = new QuicFixture();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aConnectionEndsWithItsCertificateAndOthersGoOn() {
        try (QuicheClient lasting = server.connect(server.clients.device(7))) {
            assertEcho(lasting, "the first one takes long");
            Instant end = Instant.now().plus(LIFE);
            TestIdentity ending = server.clients
                    .certificate("ending")
                    .user(42)
                    .validity(Instant.now().minusSeconds(60), end)
                    .issue();
            QuicheClient client = server.connect(ending);
            assertEcho(client, "before");
            assertEnded(client, end);
            assertFalse(lasting.closedByServer());
            assertEcho(lasting, "after");
            client.close();
        }
    }

    @Test
    void aConnectionEndsWithTheFirstCertificateOfItsPath() {
        Instant end = Instant.now().plus(LIFE);
        TestAuthority ending = server.clients
                .certificate("Ending")
                .validity(Instant.now().minusSeconds(60), end)
                .authorityIssued();
        try (QuicheClient client = server.connect(ending.device(42))) {
            assertEcho(client, "before");
            assertEnded(client, end);
        }
    }

    private static void assertEcho(QuicheClient client, String line) {
        QuicheClient.Stream stream = client.openStream();
        stream.send(line);
        assertEquals(line, stream.awaitLine());
    }

    private static void assertEnded(QuicheClient client, Instant end) {
        QuicheClient.Close close = client.awaitClose(Duration.ofSeconds(60));
        assertTrue(close.application(), close::toString);
        assertEquals(CERTIFICATE_ENDED, close.error());
        assertTrue(Instant.now().isAfter(end.minusSeconds(1)), "not before its last second");
    }
}
