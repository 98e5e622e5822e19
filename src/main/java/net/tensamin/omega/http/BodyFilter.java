package net.tensamin.omega.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.io.InputStream;
import java.security.Principal;
import java.util.Arrays;
import net.tensamin.omega.account.TakesBody;

/**
 * Knows the caller before a body is read: nothing of one that is not {@linkplain TakesBody expected}, or not from this caller,
 * is read or parsed, and no more than its bound of any other (SPEC §6).
 */
@Provider
@Priority(Priorities.AUTHORIZATION)
public class BodyFilter implements ContainerRequestFilter {
    @Context
    private ResourceInfo called;

    @Override
    public void filter(ContainerRequestContext request) {
        TakesBody takes = called.getResourceMethod().getAnnotation(TakesBody.class);
        Principal caller = request.getSecurityContext().getUserPrincipal();
        if (takes == null) {
            request.setEntityStream(InputStream.nullInputStream());
        } else if (!takes.from().admits(caller)) {
            refuse(request, caller);
        } else if (request.getLength() > takes.most()) {
            request.abortWith(ApiError.of(413).response(413));
        } else {
            request.setEntityStream(new BoundedBody(request.getEntityStream(), takes.most()));
        }
    }

    /** A call that reads its bytes itself refuses by itself, in its own words; that of another would be parsed before. */
    private void refuse(ContainerRequestContext request, Principal caller) {
        request.setEntityStream(InputStream.nullInputStream());
        if (!Arrays.asList(called.getResourceMethod().getParameterTypes()).contains(InputStream.class)) {
            int status = caller == null ? 401 : 403;
            request.abortWith(ApiError.of(status).response(status));
        }
    }
}
