package net.tensamin.omega.siege;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.QuicheClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;

/** Clients of QUIC that come and go. */
final class QuicAttacks {
    private static final long BOB = 7;
    private static final int CERTIFICATE_REQUIRED = 116; // RFC 8446 §6
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private QuicAttacks() {}

    static List<Attack> rows() {
        return List.of(anonymousChurn(), deviceChurn());
    }

    private static Attack anonymousChurn() {
        int threads = Scale.of(8, 2);
        int each = Scale.of(25, 4);
        String what = threads * each + " clients of QUIC without a certificate, one after the other";
        return new Attack("Q1", what, attackers -> {
            int done = attackers.all(threads, number -> {
                for (int i = 0; i < each; i++) {
                    try (QuicheClient client = connect(null)) {
                        assertEquals(
                                Optional.of(CERTIFICATE_REQUIRED),
                                client.awaitClose(PATIENCE).alert());
                    }
                }
            });
            assertEquals(threads, done);
            return "each got the alert " + CERTIFICATE_REQUIRED;
        });
    }

    /** They identify, and close before they have the answer, or just vanish. */
    private static Attack deviceChurn() {
        int threads = Scale.of(8, 2);
        int each = Scale.of(25, 4);
        String what = threads + " devices that connect, identify and go at once, " + each + " times";
        return new Attack("Q2", what, attackers -> {
            double before = ServerMetrics.of("omega_quic_connections");
            int done = attackers.all(threads, number -> {
                TestIdentity device = authority().device(BOB);
                for (int i = 0; i < each; i++) {
                    QuicheClient client = connect(device);
                    client.trySend("{\"type\":\"tauri_identification\",\"data\":{\"user_id\":\"" + BOB + "\"}}");
                    if (i % 4 == 0) {
                        client.vanish();
                    } else {
                        client.close();
                    }
                }
            });
            assertEquals(threads, done);
            double left = ServerMetrics.of("omega_quic_connections") - before;
            return "each was let in; " + (int) left + " that had vanished were still there";
        });
    }

    private static QuicheClient connect(TestIdentity device) {
        X509Certificate authority = authority().certificate();
        return QuicheClient.connect(server(), authority, device);
    }

    private static InetSocketAddress server() {
        return new InetSocketAddress("127.0.0.1", OmegaDeployment.quicPort());
    }

    private static TestAuthority authority() {
        return TestAuthority.development(OmegaDeployment.data());
    }
}
