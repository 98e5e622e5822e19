package net.tensamin.omega.http;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.Optional;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.account.Needs;
import net.tensamin.omega.account.UserId;

/** Lets each call pass to those who may make it, as its resource {@linkplain Needs says}; before a body is read. */
@Provider
@Priority(Priorities.AUTHORIZATION - 1)
public class RoleFilter implements ContainerRequestFilter {
    private static final String USER = "user_id";

    @Context
    private ResourceInfo called;

    @Context
    private HttpServletRequest request;

    @Inject
    private Permission permission;

    @Override
    public void filter(ContainerRequestContext call) {
        Optional<Needs> needs = needs(called.getResourceMethod());
        if (needs.isPresent()) {
            denial(needs.get(), call).ifPresent(denied -> call.abortWith(denied.response()));
        } else if (!isAnswerOfTheServer(call)) {
            call.abortWith(Denial.of(403).response());
        }
    }

    private Optional<Denial> denial(Needs needs, ContainerRequestContext call) {
        Permission.Caller caller = new Permission.Caller(
                call.getSecurityContext().getUserPrincipal(),
                CertificateCaller.shown(request).stream().findFirst());
        String user = call.getUriInfo().getPathParameters().getFirst(USER);
        return permission.denial(needs.value(), needs.duringOutage(), caller, device -> names(user, device));
    }

    /** @param user null for none */
    private static boolean names(String user, CertificateIdentity.Device device) {
        try {
            return user != null && UserId.parse(user).equals(device.user());
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** To {@code OPTIONS}: which methods a path answers. */
    private boolean isAnswerOfTheServer(ContainerRequestContext call) {
        return call.getMethod().equals(HttpMethod.OPTIONS)
                && !called.getResourceClass().isAnnotationPresent(Path.class);
    }

    /** The container may have made a class of its own of the resource's, whose methods have no annotations. */
    static Optional<Needs> needs(Method method) {
        for (Class<?> type = method.getDeclaringClass(); type != null; type = type.getSuperclass()) {
            try {
                Needs needs = type.getMethod(method.getName(), method.getParameterTypes())
                        .getAnnotation(Needs.class);
                if (needs != null) {
                    return Optional.of(needs);
                }
            } catch (NoSuchMethodException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }
}
