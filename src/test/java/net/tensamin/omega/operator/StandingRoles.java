package net.tensamin.omega.operator;

import java.security.cert.X509Certificate;
import java.util.Optional;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.account.Role;

/** One role for every operator, for tests of other components. */
public final class StandingRoles extends OperatorRoles {
    private Standing standing = Standing.none("nobody is registered");

    public void give(Role role) {
        standing = Standing.of(role, true);
    }

    /** From now on it may be otherwise. */
    public void doubt() {
        standing = Standing.of(standing.role().orElseThrow(), false);
    }

    @Override
    public synchronized void refresh() {}

    @Override
    public Standing of(CertificateIdentity.Operator operator, Optional<X509Certificate> shown) {
        return standing;
    }
}
