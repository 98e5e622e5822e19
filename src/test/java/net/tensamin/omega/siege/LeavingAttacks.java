package net.tensamin.omega.siege;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import net.tensamin.omega.testing.OmegaProcess;
import net.tensamin.omega.testing.OmegaTls;

/** Clients that leave, or close their half, at any point. */
final class LeavingAttacks {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String OPENING = "GET /ws/omikron HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    private static final String LARGE = "GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String HALF_BODY = "POST /.well-known/est/simpleenroll HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/pkcs10\r\nAuthorization: Basic NDI6eHh4eA==\r\nContent-Length: 160\r\n\r\nM";

    /** What a stack trace takes, and what the bystanders may make the server say meanwhile. */
    private static final int MOST_LOG = 17_000;

    /** How far a client goes. */
    private interface Point {
        void reach(Socket below) throws Exception;
    }

    private LeavingAttacks() {}

    static List<Attack> rows() {
        return List.of(
                leaving("H1", "that break off", LeavingAttacks::breakOff),
                leaving("H2", "that close their half, and wait", LeavingAttacks::closeHalf));
    }

    private static List<Point> points() {
        return List.of(
                below -> {},
                below -> below.getOutputStream().write(new byte[] {22, 3, 1}),
                below -> below.getOutputStream().write(Arrays.copyOf(hello(), 60)),
                below -> below.getOutputStream().write(hello()),
                Stranger::over,
                below -> Stranger.over(below).send("GET /api/get/us"),
                below -> Stranger.over(below).send(HALF_BODY),
                below -> Stranger.over(below).send(LARGE),
                below -> Stranger.over(below).send(LARGE.repeat(20)),
                below -> Stranger.over(below).send(OPENING),
                below -> Stranger.over(below).upgraded(),
                below -> Stranger.over(below).upgraded().frame(0x81, 1_000, new byte[10]));
    }

    private static byte[] hello() throws Exception {
        return TlsAttacks.clientHello(OmegaTls.anonymous());
    }

    /** What a client does once it is there. */
    private interface Leaving {
        void leave(Socket below) throws IOException;
    }

    private static Attack leaving(String id, String how, Leaving leaving) {
        List<Point> points = points();
        int clients = points.size() * Scale.of(10, 2);
        String what =
                clients + " clients " + how + ", at " + points.size() + " points from the connect to half a frame";
        return new Attack(id, what, attackers -> {
            long said = Files.size(OmegaProcess.log());
            double open = ServerMetrics.of("omega_https_connections");
            int done = attackers.all(clients, number -> {
                Socket below = attackers.tcp(number);
                points.get(number % points.size()).reach(below);
                leaving.leave(below);
            });
            assertTrue(done > 0, "nobody came so far");
            ServerMetrics.awaitAtMost(open + 10, "omega_https_connections"); // some are the bystanders'
            said = Files.size(OmegaProcess.log()) - said;
            assertTrue(said < MOST_LOG, "the log grew by " + said + " bytes");
            return done + " came so far; none was left open; the log grew by " + said + " bytes";
        });
    }

    private static void breakOff(Socket below) throws IOException {
        below.setSoLinger(true, 0);
        below.close();
    }

    private static void closeHalf(Socket below) throws IOException {
        below.shutdownOutput();
        below.setSoTimeout((int) PATIENCE.toMillis());
        byte[] dropped = new byte[16_384];
        try {
            while (below.getInputStream().read(dropped) >= 0) {
                continue;
            }
        } catch (SocketTimeoutException still) {
            throw new AssertionError("still open", still);
        } catch (IOException reset) {
            return; // gone, too
        }
    }
}
