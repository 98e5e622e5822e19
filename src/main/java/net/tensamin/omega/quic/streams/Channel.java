package net.tensamin.omega.quic.streams;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import net.tensamin.omega.quic.tls.Silence;

/** One client connection whose certificate was verified (SPEC §1). Thread-safe; no method blocks. */
public interface Channel {

    /** The client's own certificate, its chain verified and its key proven. It is read anew each time. */
    X509Certificate clientCertificate();

    /** Where the client is now. */
    InetSocketAddress remoteAddress();

    /** The longest silence that the server has ended since the last call, or is about to end. */
    Silence takeSilence();

    /** How long the connection may be silent before it ends: the smaller of what both sides said (RFC 9000 §10.1). */
    Duration idleTimeout();

    /** Makes the client's transport acknowledge something, unnoticed by its application (RFC 9000 §10.1.2). */
    void ping();

    /** Closes the connection with an application error code (SPEC §3) and a reason phrase. Later calls do nothing. */
    void close(long applicationError, String reason);
}
