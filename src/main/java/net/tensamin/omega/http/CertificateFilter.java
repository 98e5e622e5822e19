package net.tensamin.omega.http;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;
import net.tensamin.omega.device.RevocationsUnknownException;

/**
 * Makes the client certificate the caller of a request (SPEC §6). One that has ended, or of a revoked device, speaks for nobody.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class CertificateFilter implements ContainerRequestFilter {
    @Context
    private HttpServletRequest request;

    @Inject
    private CertificateCaller callers;

    @Override
    public void filter(ContainerRequestContext context) {
        boolean secure = request.isSecure();
        try {
            context.setSecurityContext(new Caller(callers.of(request).orElse(null), secure));
        } catch (RevocationsUnknownException e) {
            context.abortWith(ApiError.of(503).response(503));
        }
    }

    /** @param identity null for nobody, as the interface has it */
    private record Caller(Principal identity, boolean secure) implements SecurityContext {
        @Override
        public Principal getUserPrincipal() {
            return identity;
        }

        @Override
        public boolean isUserInRole(String role) {
            return false;
        }

        @Override
        public boolean isSecure() {
            return secure;
        }

        @Override
        public String getAuthenticationScheme() {
            return identity == null ? null : CLIENT_CERT_AUTH;
        }
    }
}
