package net.tensamin.omega.operations.live;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.device.Revocations;
import net.tensamin.omega.http.CertificateCaller;
import net.tensamin.omega.http.Permission;

/** For how long a viewer that was let in may go on looking. */
@ApplicationScoped
class Authority {
    private final Predicate<List<X509Certificate>> trusted;
    private final Predicate<X509Certificate> revoked;
    private final Predicate<Permission.Caller> permitted;

    /** For the client proxy. */
    Authority() {
        this((Predicate<List<X509Certificate>>) null, null, null);
    }

    /** What is known of revocations counts: while the database is away nobody can revoke, and operators need to look most. */
    @Inject
    Authority(CertificateCaller callers, Revocations revocations, Permission permission) {
        this(callers::areTrusted, revocations::knows, caller -> permission
                .denial(Need.VIEW, caller)
                .isEmpty());
    }

    /** @param trusted whether certificates, the caller's first, are trusted at this moment */
    Authority(
            Predicate<List<X509Certificate>> trusted,
            Predicate<X509Certificate> revoked,
            Predicate<Permission.Caller> permitted) {
        this.trusted = trusted;
        this.revoked = revoked;
        this.permitted = permitted;
    }

    /**
     * Until the certificate of this call has ended or is revoked, or its operator has been removed; without one, as long as the connection
     * lasts and its operator is there.
     */
    BooleanSupplier of(HttpServletRequest request, Principal caller) {
        List<X509Certificate> shown = CertificateCaller.shown(request);
        Permission.Caller looking = new Permission.Caller(caller, shown.stream().findFirst());
        return () -> permitted.test(looking) && (shown.isEmpty() || trusted.test(shown) && !revoked.test(shown.get(0)));
    }
}
