package net.tensamin.omega.cli.https;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;
import net.tensamin.omega.testing.OwnThread;
import net.tensamin.omega.testing.TestAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said of a certificate that has ended, whichever way the server shows that it does not take it. */
@Timeout(60)
class OmegaHttpsTest {
    private static final Instant NOW = Instant.now();
    private static final X509Certificate ENDED =
            certificate(NOW.minus(Duration.ofDays(2)), NOW.minus(Duration.ofDays(1)));
    private static final X509Certificate VALID =
            certificate(NOW.minus(Duration.ofDays(2)), NOW.plus(Duration.ofDays(1)));

    private static X509Certificate certificate(Instant from, Instant until) {
        return TestAuthority.named("root")
                .certificate("phone")
                .user(42)
                .forClients()
                .validity(from, until)
                .issue()
                .certificate();
    }

    @Test
    void anAnswerThatItIsNobodyIsExplained() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        server.start();
        try {
            assertNamed("http", server.getAddress().getPort());
            Failure other = failure("http", server.getAddress().getPort(), VALID);
            assertEquals(ExitCode.ERROR_REPLY, other.exitCode());
            assertTrue(other.getMessage().startsWith("Omega answered 401"), other.getMessage());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aConnectionThatBreaksOffIsExplained() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> closing = OwnThread.run(() -> breakOff(server));
            assertNamed("https", server.getLocalPort());
            assertFalse(closing.isCompletedExceptionally());
        }
    }

    private static void breakOff(ServerSocket server) {
        try {
            while (!server.isClosed()) {
                server.accept().close();
            }
        } catch (SocketException closed) {
            // by the test, which is over
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whereNobodyListensTheCertificateIsNotBlamed() throws Exception {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        Failure failure = failure("https", port, ENDED);
        assertEquals(ExitCode.NO_ANSWER, failure.exitCode());
        assertFalse(failure.getMessage().contains("valid from"), failure.getMessage());
    }

    private static void assertNamed(String scheme, int port) throws Exception {
        Failure failure = failure(scheme, port, ENDED);
        assertEquals(ExitCode.REFUSED, failure.exitCode());
        String until = ENDED.getNotAfter().toInstant().toString();
        assertTrue(failure.getMessage().contains("until " + until + ", and not now."), failure.getMessage());
    }

    private static Failure failure(String scheme, int port, X509Certificate shown) throws Exception {
        OmegaHttps https = new OmegaHttps(
                URI.create(scheme + "://127.0.0.1:" + port + "/"), SSLContext.getDefault(), List.of(shown));
        return assertThrows(
                Failure.class, () -> https.json(https.request("api/x").build()));
    }
}
