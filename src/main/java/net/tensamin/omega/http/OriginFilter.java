package net.tensamin.omega.http;

import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses requests that another site's page makes a browser send, as it sends the operator's certificate along. Of reads, that
 * holds for operations alone: all else is public, or useless to a page that may not see the answer ({@link CorsFilter}). It asks the resource
 * that was found, and no path: paths can be written in many ways.
 */
@Provider
@Priority(Priorities.AUTHENTICATION - 1)
public class OriginFilter implements ContainerRequestFilter {
    private static final Set<String> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final String OPERATIONS = "api/operations/";

    @Context
    private ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) {
        boolean harmless = READING.contains(request.getMethod()) && !isOfOperations(resource.getResourceClass());
        if (!harmless && foreign(request)) {
            request.abortWith(ApiError.of(403)
                    .saying("Pages of other sites cannot call this.")
                    .response(403));
        }
    }

    /** The container may have made a class of its own of the resource's. */
    static boolean isOfOperations(Class<?> type) {
        for (Class<?> of = type; of != null; of = of.getSuperclass()) {
            Path path = of.getAnnotation(Path.class);
            if (path != null) {
                return (path.value() + "/").startsWith(OPERATIONS);
            }
        }
        return false;
    }

    /** Whether another site's page made a browser send it. */
    public static boolean foreign(HttpServletRequest request) {
        return foreign(request.getHeader("Sec-Fetch-Site"), request.getHeader("Origin"), request.getHeader("Host"));
    }

    private static boolean foreign(ContainerRequestContext request) {
        return foreign(
                request.getHeaderString("Sec-Fetch-Site"),
                request.getHeaderString("Origin"),
                request.getHeaderString("Host"));
    }

    /**
     * Null for an absent header; clients that are not browsers send neither of the first two.
     *
     * @param site Fetch Metadata §2.3: {@code none} is the user itself, and what a proxy does to the host does not matter
     * @param origin RFC 6454 §7; for browsers without the first
     */
    static boolean foreign(String site, String origin, String host) {
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        return origin != null
                && authority(origin)
                        .filter(named -> named.equalsIgnoreCase(host))
                        .isEmpty();
    }

    /** Empty for {@code null}, the name of an opaque origin, and for anything that is not an origin. */
    private static Optional<String> authority(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
