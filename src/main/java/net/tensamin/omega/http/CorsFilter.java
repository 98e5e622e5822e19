package net.tensamin.omega.http;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;

/**
 * Lets pages of any origin read (Fetch standard, HTTP-CORS protocol). Without credentials: a browser sends no client
 * certificate, so such a page sees what is public and no more.
 */
@Provider
@PreMatching
public class CorsFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String ORIGIN = "Access-Control-Allow-Origin";
    private static final Set<String> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final long PREFLIGHT_SECONDS = 86_400;

    @Override
    public void filter(ContainerRequestContext request) {
        if (isPreflight(request)) {
            request.abortWith(Response.noContent()
                    .header(ORIGIN, "*")
                    .header("Access-Control-Allow-Methods", "GET, HEAD")
                    .header("Access-Control-Max-Age", PREFLIGHT_SECONDS)
                    .build());
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (READING.contains(request.getMethod())) {
            response.getHeaders().putSingle(ORIGIN, "*");
        }
    }

    private static boolean isPreflight(ContainerRequestContext request) {
        return request.getMethod().equals(HttpMethod.OPTIONS)
                && request.getHeaderString("Origin") != null
                && request.getHeaderString("Access-Control-Request-Method") != null;
    }
}
