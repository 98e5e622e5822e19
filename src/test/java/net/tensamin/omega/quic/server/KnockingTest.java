package net.tensamin.omega.quic.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.pki.KeyMaterial;
import net.tensamin.omega.quic.tls.RevocationCheck;
import net.tensamin.omega.testing.OwnThread;
import net.tensamin.omega.testing.QuicheClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Clients that knock while the server starts: a hundred at a few servers, and one at each of a hundred. */
class KnockingTest {
    private static final int CLIENTS = 20;
    private final TestAuthority servers = TestAuthority.named("Servers");
    private final TestAuthority clients = TestAuthority.named("Clients");
    private final RecordingAcceptor acceptor = new RecordingAcceptor();

    @RepeatedTest(5)
    void nobodyIsLetInBeforeTheServerListensAndEverybodyAfter() throws Exception {
        QuicListener listener = bind();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port());
        List<CompletableFuture<QuicheClient>> knocking = IntStream.range(0, CLIENTS)
                .mapToObj(i -> clients.device(42))
                .map(device -> OwnThread.supply(() -> QuicheClient.connect(address, servers.certificate(), device)))
                .toList();
        try {
            assertFalse(listener.isOpen());
            await().during(Duration.ofMillis(300)).until(() -> listener.connections() == 0);
            assertEquals(List.of(), acceptor.channels);

            listener.listen();

            for (CompletableFuture<QuicheClient> each : knocking) {
                QuicheClient.Stream stream = each.join().openStream();
                stream.send("hello");
                assertEquals("hello", stream.awaitLine());
            }
            assertEquals(CLIENTS, acceptor.channels.size());
        } finally {
            knocking.forEach(each -> each.join().close());
            listener.close();
        }
    }

    /** A hundred starts in all, the first ones delayed for longest, each with a client that knocks from its first moment on. */
    @RepeatedTest(5)
    void howeverLongAStartTakesItsClientIsAnsweredAndPushedTo() throws Exception {
        List<Start> starts = new ArrayList<>();
        try {
            for (int each = 0; each < CLIENTS; each++) {
                starts.add(new Start());
            }
            for (Start start : starts) {
                assertEquals(0, start.listener.connections());
                start.listener.listen();
            }
            for (Start start : starts) {
                QuicheClient.Stream stream = start.knocking.join().openStream();
                stream.send("hello");
                assertEquals("hello", stream.awaitLine());
                assertTrue(start.accepted.streams.get(0).offer("pushed".getBytes(StandardCharsets.UTF_8)));
                assertEquals("pushed", stream.awaitLine());
            }
        } finally {
            starts.forEach(Start::close);
        }
    }

    /** A server that has its address and does not listen yet, and a client that does not know. */
    private final class Start {
        private final RecordingAcceptor accepted = new RecordingAcceptor();
        private final QuicListener listener = bind(accepted);
        private final InetSocketAddress address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port());
        private final CompletableFuture<QuicheClient> knocking =
                OwnThread.supply(() -> QuicheClient.connect(address, servers.certificate(), clients.device(42)));

        private Start() throws SocketException {}

        private void close() {
            knocking.join().close();
            listener.close();
        }
    }

    @Test
    void aServerThatNeverListenedLetsGoOfItsAddress() throws Exception {
        QuicListener listener = bind();
        int port = listener.port();

        listener.close();

        new DatagramSocket(port, InetAddress.getLoopbackAddress()).close();
    }

    private QuicListener bind() throws SocketException {
        return bind(acceptor);
    }

    private QuicListener bind(RecordingAcceptor accepting) throws SocketException {
        TestIdentity server = servers.server();
        KeyMaterial keys = new KeyMaterial(server.key(), server.chain(), List.of(clients.certificate()));
        return QuicListener.bind(
                QuicFixture.settings(Duration.ofSeconds(10)),
                keys,
                RevocationCheck.NOTHING_REVOKED,
                accepting,
                new Meters());
    }
}
