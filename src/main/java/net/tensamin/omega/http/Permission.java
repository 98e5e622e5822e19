package net.tensamin.omega.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Predicate;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.account.CertificateIdentity.Operator;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Role;
import net.tensamin.omega.operator.OperatorRoles;
import net.tensamin.omega.operator.Standing;

/** Decides who may make which call: the one place that does (SPEC §6). */
@ApplicationScoped
public class Permission {
    private final OperatorRoles operators;

    /** For the client proxy. */
    Permission() {
        this(null);
    }

    @Inject
    Permission(OperatorRoles operators) {
        this.operators = operators;
    }

    /**
     * The caller.
     *
     * @param identity null for nobody
     * @param shown its certificate, if it has shown one
     */
    public record Caller(Principal identity, Optional<X509Certificate> shown) {}

    /**
     * Why the caller may not make a call; empty if it may.
     *
     * @param duringOutage see {@link net.tensamin.omega.account.Needs#duringOutage}
     * @param named whether the path names this user
     */
    public Optional<Denial> denial(
            Need need, boolean duringOutage, Caller caller, Predicate<CertificateIdentity.Device> named) {
        if (need == Need.NOTHING || need == Need.ENROLMENT) {
            return Optional.empty();
        }
        if (caller.identity() == null) {
            return Optional.of(Denial.of(401));
        }
        if (caller.identity() instanceof Operator operator) {
            return denial(
                    operator,
                    operators.of(operator, caller.shown()),
                    need.role().orElseThrow(),
                    duringOutage);
        }
        boolean itself = need == Need.ITSELF_OR_OPERATE
                && caller.identity() instanceof CertificateIdentity.Device device
                && named.test(device);
        return itself ? Optional.empty() : Optional.of(Denial.of(403));
    }

    /** The same for a call that names no user. */
    public Optional<Denial> denial(Need need, Caller caller) {
        return denial(need, false, caller, nobody -> false);
    }

    private static Optional<Denial> denial(Operator who, Standing standing, Role needed, boolean duringOutage) {
        Optional<Role> has = standing.role();
        if (has.isEmpty()) {
            return Optional.of(new Denial(403, standing.said()));
        }
        if (!has.get().includes(needed)) {
            return Optional.of(new Denial(
                    403,
                    "Operator \"" + who.operator() + "\" has the role "
                            + has.get().word() + "; this call needs " + needed.word() + "."));
        }
        return standing.isCertain() || needed == Role.VIEW || duringOutage
                ? Optional.empty()
                : Optional.of(
                        new Denial(
                                503,
                                "The database has been away for too long: operators can see what runs, and drain, and no more."));
    }
}
