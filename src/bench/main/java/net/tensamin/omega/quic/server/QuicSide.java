package net.tensamin.omega.quic.server;

import java.net.SocketException;
import java.util.Map;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.pki.KeyMaterial;
import net.tensamin.omega.quic.streams.Acceptor;
import net.tensamin.omega.quic.tls.RevocationCheck;
import net.tensamin.omega.testing.TestConfig;

/** The QUIC server without a container, with keys from elsewhere, on a free loopback port. */
public final class QuicSide implements AutoCloseable {
    /** As by default, but that all clients come from one address and may be many. */
    private static final TestConfig CONFIG = new TestConfig(Map.of(
            "omega.quic.address", "127.0.0.1",
            "omega.quic.port", "0",
            "omega.quic.stall-limit", "PT3S",
            "omega.quic.crypto-providers", System.getProperty("omega.quic.crypto-providers", ""),
            "omega.quic.handshakes-per-source", "1000000/PT1S",
            "omega.quic.retry-above", "1000000/PT1S",
            "omega.quic.connections", "1000000",
            "omega.quic.departed", "1000000/PT1S"));

    private final QuicListener listener;

    public QuicSide(KeyMaterial keys, Acceptor acceptor) throws SocketException {
        listener =
                QuicListener.open(Settings.from(CONFIG), keys, RevocationCheck.NOTHING_REVOKED, acceptor, new Meters());
    }

    public int port() {
        return listener.port();
    }

    @Override
    public void close() {
        listener.close();
    }
}
