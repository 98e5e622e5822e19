package net.tensamin.omega.account;

import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;

/** What each caller may do, by the client certificate of the call (SPEC §6). */
public final class Access {
    private Access() {}

    /**
     * Lets operators pass.
     *
     * @throws NotAuthorizedException if the call came without a certificate that speaks for somebody
     * @throws ForbiddenException if it speaks for somebody else
     */
    public static void ofOperator(SecurityContext call) {
        require(caller(call) instanceof CertificateIdentity.Operator);
    }

    /** Lets the user itself pass, and operators. */
    public static void of(UserId user, SecurityContext call) {
        Principal caller = caller(call);
        boolean itself = caller.equals(new CertificateIdentity.Device(user));
        require(itself || caller instanceof CertificateIdentity.Operator);
    }

    private static Principal caller(SecurityContext call) {
        Principal caller = call.getUserPrincipal();
        if (caller == null) {
            throw new NotAuthorizedException("Certificate");
        }
        return caller;
    }

    private static void require(boolean allowed) {
        if (!allowed) {
            throw new ForbiddenException();
        }
    }
}
