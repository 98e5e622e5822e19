package net.tensamin.omega.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.device.Revocations;
import net.tensamin.omega.device.RevocationsUnknownException;
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
    private final Predicate<X509Certificate> knownToBeRevoked;
    private final Clock clock;

    /** For the client proxy. */
    CertificateCaller() {
        this((RememberedPaths) null, null, null, null);
    }

    @Inject
    CertificateCaller(KeyStores keys, Revocations revocations, Clock clock) {
        this(keys.clientPaths(), revocations::revoked, revocations::knows, clock);
    }

    /** @param knownToBeRevoked as far as it is known, while the other cannot tell */
    CertificateCaller(
            RememberedPaths paths,
            Predicate<X509Certificate> revoked,
            Predicate<X509Certificate> knownToBeRevoked,
            Clock clock) {
        this.paths = paths;
        this.revoked = revoked;
        this.knownToBeRevoked = knownToBeRevoked;
        this.clock = clock;
    }

    /**
     * Empty without a certificate, for one that is not or no longer trusted, that speaks for nobody, and for one that is revoked. An operator's
     * need not be known not to be: while the database is away nobody can revoke, and {@link Permission} lets operators do little.
     *
     * @throws net.tensamin.omega.device.RevocationsUnknownException if that cannot be told now
     */
    public Optional<CertificateIdentity> of(HttpServletRequest request) {
        List<X509Certificate> shown = shown(request);
        if (shown.isEmpty() || !areTrusted(shown)) {
            return Optional.empty();
        }
        Optional<CertificateIdentity> named = CertificateIdentity.of(shown.get(0));
        return isRevoked(shown.get(0), named) ? Optional.empty() : named;
    }

    private boolean isRevoked(X509Certificate certificate, Optional<CertificateIdentity> named) {
        try {
            return revoked.test(certificate);
        } catch (RevocationsUnknownException e) {
            if (named.filter(CertificateIdentity.Operator.class::isInstance).isPresent()) {
                return knownToBeRevoked.test(certificate);
            }
            throw e;
        }
    }

    /** Whether what was shown, the caller's certificate first, is trusted at this moment, revocation aside. */
    public boolean areTrusted(List<X509Certificate> shown) {
        return trustedUntil(shown).isPresent();
    }

    /** As far as is known, however long ago that was looked at. */
    public boolean isKnownToBeRevoked(X509Certificate certificate) {
        return knownToBeRevoked.test(certificate);
    }

    /** When the first certificate of their path ends; empty if they are not trusted at this moment. */
    public Optional<Instant> trustedUntil(List<X509Certificate> shown) {
        try {
            return Optional.of(paths.verify(shown, clock.instant()).until());
        } catch (CertificateRefusedException e) {
            LOG.log(Level.DEBUG, "a certificate shown over HTTPS is not trusted: {0}", e.getMessage());
            return Optional.empty();
        }
    }

    /** The certificates that were shown, the caller's first, whoever it speaks for; none for none. */
    public static List<X509Certificate> shown(HttpServletRequest request) {
        return request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain ? List.of(chain) : List.of();
    }
}
