package net.tensamin.omega.operations;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/** Counts and times HTTPS requests, but for those that last: what the operations page watches, links, and what waits for a change. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class HttpsMeter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Set<String> LASTING = Set.of("/api/operations/live", "/ws/omikron");

    @Inject
    private transient HttpsMeters meters;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (LASTING.contains(request.getRequestURI())) {
            chain.doFilter(request, response);
            return;
        }
        long begun = System.nanoTime();
        int status = HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
        boolean waits = false;
        try {
            chain.doFilter(request, response);
            status = response.getStatus();
            waits = request.isAsyncStarted();
        } finally {
            if (!waits) {
                meters.answered(status, System.nanoTime() - begun);
            }
        }
    }
}
