package net.tensamin.omega.operations.live;

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
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.configuration.SharedSettings;
import net.tensamin.omega.operations.DemoToken;
import org.eclipse.microprofile.config.Config;

/** In the demo run, makes an operator of somebody who opens the page with the token of the log, for what the page does and nothing else. */
@Provider
@Priority(Priorities.AUTHENTICATION + 1)
public class DemoFilter implements ContainerRequestFilter {
    @Context
    private HttpServletRequest request;

    @Inject
    private Config config;

    @Inject
    private DemoToken token;

    @Override
    public void filter(ContainerRequestContext context) {
        SecurityContext caller = context.getSecurityContext();
        boolean nobody = caller.getUserPrincipal() == null;
        if (nobody && SharedSettings.DEMO.in(config) && page().calls()) {
            context.setSecurityContext(new Demonstrator(caller.isSecure()));
        }
    }

    private DemoPage page() {
        return DemoPage.of(request, token.is(DemoDoor.shown(request)));
    }

    private record Demonstrator(boolean secure) implements SecurityContext {
        @Override
        public Principal getUserPrincipal() {
            return new CertificateIdentity.Operator("demo");
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
            return null;
        }
    }
}
