package net.tensamin.omega.quic.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tech.kwik.core.QuicClientConnection;
import tech.kwik.core.log.NullLogger;

/** Kwik's client with a server that answers faster than the client goes on. */
class FastAnswerTest {
    private static final Duration WHILE = Duration.ofMillis(300); // much longer than an answer takes

    private final QuicFixture server = new QuicFixture();

    @AfterEach
    void stop() {
        server.close();
    }

    /** Between sending its ClientHello and noting that it has, Kwik's client tells its logger. */
    @Test
    void aServerHelloThatIsThereBeforeItsClientHelloHasBeenNotedIsNotLost() throws IOException {
        TestIdentity device = server.clients.device(42);
        QuicClientConnection client = QuicClientConnection.newBuilder()
                .host(server.address().getHostString())
                .port(server.address().getPort())
                .applicationProtocol("tauri")
                .connectTimeout(Duration.ofSeconds(30))
                .noServerCertificateCheck()
                .clientCertificate(device.certificate())
                .clientCertificateKey(device.key())
                .logger(new NullLogger() {
                    @Override
                    public void sentPacketInfo(String info) {
                        LockSupport.parkNanos(WHILE.toNanos());
                    }
                })
                .build();
        client.connect();
        assertTrue(client.isConnected());
        client.close();
    }
}
