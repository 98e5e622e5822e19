package net.tensamin.omega.quic.server;

import java.net.SocketException;
import java.time.Duration;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.pki.KeyMaterial;
import net.tensamin.omega.quic.admission.AdmissionSettings;
import net.tensamin.omega.quic.streams.Acceptor;
import net.tensamin.omega.quic.tls.RevocationCheck;

/** The QUIC server without a container, with keys from elsewhere, on a free loopback port. */
public final class QuicSide implements AutoCloseable {
    /** As by default, but that all clients come from one address and may be many. */
    private static final AdmissionSettings GATE = new AdmissionSettings(
            QuicFixture.WIDE_GATE.handshakesPerSource(),
            QuicFixture.WIDE_GATE.retryAbove(),
            2_000,
            20_000,
            1_000_000,
            QuicFixture.WIDE_GATE.departed());

    private final QuicListener listener;

    public QuicSide(KeyMaterial keys, Acceptor acceptor) throws SocketException {
        listener = QuicListener.open(
                QuicFixture.settings(Duration.ofSeconds(10), GATE),
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
