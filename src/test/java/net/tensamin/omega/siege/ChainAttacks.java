package net.tensamin.omega.siege;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.QuicheClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;

/** Certificates that lead to no authority, and have one looked for. */
final class ChainAttacks {
    private static final int ISSUERS = 9;
    private static final int BAD_CERTIFICATE = 42; // RFC 8446 §6
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private ChainAttacks() {}

    static List<Attack> rows() {
        return List.of(overHttps(), overQuic());
    }

    private static Attack overHttps() {
        int clients = Scale.of(256, 8);
        String what = clients + " clients of HTTPS that show a certificate with nine issuers, each named like ours";
        return new Attack("T5", what, attackers -> {
            SSLContext shown = OmegaTls.showing(forged());
            AtomicInteger letIn = new AtomicInteger();
            int done = attackers.all(clients, number -> {
                Stranger client = attackers.keep(Stranger.over(attackers.tcp(number), shown));
                client.send(TlsAttacks.PROFILE);
                letIn.addAndGet(client.head().isEmpty() ? 0 : 1);
            });
            assertEquals(0, done + letIn.get(), "clients that were let in");
            return "each handshake was refused";
        });
    }

    private static Attack overQuic() {
        int threads = Scale.of(8, 2);
        int each = Scale.of(25, 4);
        String what =
                threads * each + " clients of QUIC that show a certificate with nine issuers, each named like ours";
        return new Attack("T5q", what, attackers -> {
            InetSocketAddress server = new InetSocketAddress("127.0.0.1", OmegaDeployment.quicPort());
            X509Certificate authority = authority().certificate();
            TestIdentity forged = forged();
            int done = attackers.all(threads, number -> {
                for (int i = 0; i < each; i++) {
                    try (QuicheClient client = QuicheClient.connect(server, authority, forged)) {
                        assertEquals(
                                Optional.of(BAD_CERTIFICATE),
                                client.awaitClose(PATIENCE).alert());
                    }
                }
            });
            assertEquals(threads, done);
            return "each got the alert " + BAD_CERTIFICATE;
        });
    }

    /** Its issuers have the largest keys there are, and any of them may have issued it. */
    private static TestIdentity forged() {
        String name =
                authority().certificate().getSubjectX500Principal().getName().substring("CN=".length());
        TestAuthority impostor = TestAuthority.named(name, TestAuthority.p521());
        TestIdentity device = impostor.device(42);
        List<X509Certificate> chain = new ArrayList<>(List.of(device.certificate()));
        for (int i = 0; i < ISSUERS; i++) {
            chain.add(impostor.certificate(name)
                    .keys(TestAuthority.p521())
                    .authority()
                    .issue()
                    .certificate());
        }
        return new TestIdentity(device.key(), chain);
    }

    private static TestAuthority authority() {
        return TestAuthority.development(OmegaDeployment.data());
    }
}
