package net.tensamin.omega.operations.live;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import net.tensamin.omega.device.Revocations;
import net.tensamin.omega.device.RevocationsUnknownException;
import net.tensamin.omega.http.CertificateCaller;

/** For how long who was let in may go on looking. */
@ApplicationScoped
class Authority {
    private final Predicate<X509Certificate> revoked;
    private final Clock clock;

    /** For the client proxy. */
    Authority() {
        this((Predicate<X509Certificate>) null, null);
    }

    @Inject
    Authority(Revocations revocations, Clock clock) {
        this(revocations::revoked, clock);
    }

    Authority(Predicate<X509Certificate> revoked, Clock clock) {
        this.revoked = revoked;
        this.clock = clock;
    }

    /** Until the certificate of this call has expired or is revoked; without one, as long as the connection lasts. */
    BooleanSupplier of(HttpServletRequest request) {
        Optional<X509Certificate> shown = CertificateCaller.certificate(request);
        return () -> shown.map(this::holds).orElse(true);
    }

    private boolean holds(X509Certificate certificate) {
        return clock.instant().isBefore(certificate.getNotAfter().toInstant()) && !isRevoked(certificate);
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
