package net.tensamin.omega.tauri;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import net.tensamin.omega.quic.streams.Channel;
import net.tensamin.omega.quic.tls.Silence;

/** A client's connection, with what most tests of sessions do not look at. */
abstract class TestChannel implements Channel {
    static final InetSocketAddress SOMEWHERE = new InetSocketAddress("192.0.2.1", 1);

    private final X509Certificate certificate;

    TestChannel(X509Certificate certificate) {
        this.certificate = certificate;
    }

    @Override
    public final X509Certificate clientCertificate() {
        return certificate;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return SOMEWHERE;
    }

    /** Too short to try anything. */
    @Override
    public Silence takeSilence() {
        return new Silence(Duration.ZERO, 0, remoteAddress());
    }

    @Override
    public Duration idleTimeout() {
        return Duration.ofMinutes(1);
    }

    @Override
    public void ping() {
        throw new AssertionError("no need");
    }
}
