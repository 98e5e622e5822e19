package net.tensamin.omega.tauri;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import net.tensamin.omega.quic.streams.Channel;

/** A client's connection, with what most tests of sessions do not look at. */
abstract class TestChannel implements Channel {
    private final X509Certificate certificate;

    TestChannel(X509Certificate certificate) {
        this.certificate = certificate;
    }

    @Override
    public final X509Certificate clientCertificate() {
        return certificate;
    }

    @Override
    public final InetSocketAddress remoteAddress() {
        return InetSocketAddress.createUnresolved("client.invalid", 1);
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
