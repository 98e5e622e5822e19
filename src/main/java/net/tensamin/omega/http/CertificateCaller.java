package net.tensamin.omega.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.device.Revocations;
import net.tensamin.omega.pki.KeyStores;
import net.tensamin.omega.trust.CertificateRefusedException;
import net.tensamin.omega.trust.RememberedPaths;

/** The caller, by the client certificate that was shown: looked at on each call, whatever the listener made of it (SPEC §6, §8). */
@ApplicationScoped
public class CertificateCaller {
    private static final Logger LOG = System.getLogger(CertificateCaller.class.getName());
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private final RememberedPaths paths;
    private final Predicate<X509Certificate> revoked;
    private final Clock clock;

    /** For the client proxy. */
    CertificateCaller() {
        this((RememberedPaths) null, null, null);
    }

    @Inject
    CertificateCaller(KeyStores keys, Revocations revocations, Clock clock) {
        this(keys.clientPaths(), revocations::revoked, clock);
    }

    CertificateCaller(RememberedPaths paths, Predicate<X509Certificate> revoked, Clock clock) {
        this.paths = paths;
        this.revoked = revoked;
        this.clock = clock;
    }

    /**
     * Empty without a certificate, for one that is not or no longer trusted, that speaks for nobody, and for one of a revoked
     * device.
     *
     * @throws net.tensamin.omega.device.RevocationsUnknownException if that cannot be told now
     */
    public Optional<CertificateIdentity> of(HttpServletRequest request) {
        List<X509Certificate> shown = shown(request);
        return shown.isEmpty() || !areTrusted(shown) || revoked.test(shown.get(0))
                ? Optional.empty()
                : CertificateIdentity.of(shown.get(0));
    }

    /** Whether what was shown, the caller's certificate first, is trusted at this moment, revocation aside. */
    public boolean areTrusted(List<X509Certificate> shown) {
        try {
            paths.verify(shown, clock.instant());
            return true;
        } catch (CertificateRefusedException e) {
            LOG.log(Level.DEBUG, "a certificate of HTTPS is not trusted: {0}", e.getMessage());
            return false;
        }
    }

    /** The certificates that were shown, the caller's first, whoever it speaks for; none for none. */
    public static List<X509Certificate> shown(HttpServletRequest request) {
        return request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain ? List.of(chain) : List.of();
    }
}
