package net.tensamin.omega.quic.tls;

import java.lang.System.Logger.Level;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import net.tensamin.omega.trust.CertificateRefusedException;
import net.tensamin.omega.trust.ClientAuthorities;
import net.tensamin.omega.trust.VerifiedPath;
import tech.kwik.agent15.TlsConstants.AlertDescription;
import tech.kwik.agent15.TlsProtocolException;
import tech.kwik.core.QuicConstants.TransportErrorCode;
import tech.kwik.core.impl.TransportError;

/**
 * Decides whether a client's certificate is trusted, and names the TLS alert if it is not (SPEC §1): its path to a client
 * authority, then revocation. Thread-safe.
 */
public final class ClientTrust {
    private static final System.Logger LOG = System.getLogger(ClientTrust.class.getName());

    private final ClientAuthorities authorities;
    private final RevocationCheck revocation;
    private final Clock clock;
    private final Cryptography cryptography;

    public ClientTrust(
            List<X509Certificate> authorities, RevocationCheck revocation, Clock clock, Cryptography cryptography) {
        this.authorities = new ClientAuthorities(authorities, cryptography);
        this.revocation = revocation;
        this.clock = clock;
        this.cryptography = cryptography;
    }

    Cryptography cryptography() {
        return cryptography;
    }

    /**
     * Returns only if {@code sent} is to be trusted.
     *
     * @param sent what the client sent, its own certificate first, others in any order (RFC 8446 §4.4.2)
     * @throws HandshakeAlert if it is not
     * @throws TlsProtocolException with CONNECTION_REFUSED, if that cannot be told now
     */
    VerifiedPath check(List<X509Certificate> sent) throws TlsProtocolException {
        VerifiedPath path = pathOf(sent);
        if (isRevoked(path.certificate())) {
            throw new HandshakeAlert(AlertDescription.certificate_revoked, "certificate revoked");
        }
        return path;
    }

    private boolean isRevoked(X509Certificate certificate) throws TlsProtocolException {
        try {
            return revocation.revoked(certificate);
        } catch (RevocationUnknownException e) {
            LOG.log(Level.DEBUG, "a client was refused", e);
            throw new TlsProtocolException(
                    "revocations are not known now", new TransportError(TransportErrorCode.CONNECTION_REFUSED));
        }
    }

    private VerifiedPath pathOf(List<X509Certificate> sent) throws HandshakeAlert {
        try {
            return authorities.verify(sent, clock.instant());
        } catch (CertificateRefusedException e) {
            throw new HandshakeAlert(alert(e.fault()), e.getMessage());
        }
    }

    private static AlertDescription alert(CertificateRefusedException.Fault fault) {
        return switch (fault) {
            case UNKNOWN_AUTHORITY -> AlertDescription.unknown_ca;
            case EXPIRED -> AlertDescription.certificate_expired;
            case BAD -> AlertDescription.bad_certificate;
        };
    }
}
