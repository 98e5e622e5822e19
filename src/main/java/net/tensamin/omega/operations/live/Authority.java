package net.tensamin.omega.operations.live;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import net.tensamin.omega.device.Revocations;
import net.tensamin.omega.device.RevocationsUnknownException;
import net.tensamin.omega.http.CertificateCaller;

/** For how long a viewer that was let in may go on looking. */
@ApplicationScoped
class Authority {
    private final Predicate<List<X509Certificate>> trusted;
    private final Predicate<X509Certificate> revoked;

    /** For the client proxy. */
    Authority() {
        this((Predicate<List<X509Certificate>>) null, null);
    }

    @Inject
    Authority(CertificateCaller callers, Revocations revocations) {
        this(callers::areTrusted, revocations::revoked);
    }

    /** @param trusted whether certificates, the caller's first, are trusted at this moment */
    Authority(Predicate<List<X509Certificate>> trusted, Predicate<X509Certificate> revoked) {
        this.trusted = trusted;
        this.revoked = revoked;
    }

    /** Until the certificate of this call has ended or is revoked; without one, as long as the connection lasts. */
    BooleanSupplier of(HttpServletRequest request) {
        List<X509Certificate> shown = CertificateCaller.shown(request);
        return () -> shown.isEmpty() || trusted.test(shown) && !isRevoked(shown.get(0));
    }

    /** While the database is away nobody can revoke, and operators need to look most. */
    private boolean isRevoked(X509Certificate certificate) {
        try {
            return revoked.test(certificate);
        } catch (RevocationsUnknownException e) {
            return false;
        }
    }
}
