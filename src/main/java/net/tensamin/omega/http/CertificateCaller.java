package net.tensamin.omega.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.Optional;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.device.Revocations;

/** Who calls, by the client certificate whose chain the listener verified (SPEC §6). */
@ApplicationScoped
public class CertificateCaller {
    static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private final Revocations revocations;

    /** For the client proxy. */
    CertificateCaller() {
        this(null);
    }

    @Inject
    CertificateCaller(Revocations revocations) {
        this.revocations = revocations;
    }

    /**
     * Empty without a certificate, for one that speaks for nobody, and for one of a revoked device.
     *
     * @throws net.tensamin.omega.device.RevocationsUnknownException if that cannot be told now
     */
    public Optional<CertificateIdentity> of(HttpServletRequest request) {
        return certificate(request).filter(shown -> !revocations.revoked(shown)).flatMap(CertificateIdentity::of);
    }

    /** The certificate that was shown, whoever it speaks for. */
    public static Optional<X509Certificate> certificate(HttpServletRequest request) {
        return request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0
                ? Optional.of(chain[0])
                : Optional.empty();
    }
}
