package net.tensamin.omega.quic.tls;

import java.security.cert.X509Certificate;

/** Whether a client certificate, whose chain is already verified, has been revoked (SPEC §1, §7). */
@FunctionalInterface
public interface RevocationCheck {
    RevocationCheck NOTHING_REVOKED = certificate -> false;

    /**
     * May block.
     *
     * @throws RevocationUnknownException if that cannot be told now: the client is refused, and may come again later
     */
    boolean revoked(X509Certificate certificate);
}
