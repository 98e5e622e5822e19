package net.tensamin.omega.quic;

import java.net.SocketException;
import java.time.Duration;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.pki.KeyMaterial;
import net.tensamin.omega.quic.tls.RevocationCheck;

/** The QUIC server without a container, with keys from elsewhere, on a free loopback port. */
public final class QuicSide implements AutoCloseable {
    private final QuicListener listener;

    public QuicSide(KeyMaterial keys, TauriAcceptor acceptor) throws SocketException {
        listener = QuicListener.open(
                QuicFixture.settings(Duration.ofSeconds(10)),
                keys,
                RevocationCheck.NOTHING_REVOKED,
                acceptor,
                new Meters());
    }

    public int port() {
        return listener.port();
    }

    @Override
    public void close() {
        listener.close();
    }
}
