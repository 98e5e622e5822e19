package net.tensamin.omega.http;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/** Answers a source that sends too many requests with 429 (SPEC §6), before anything else is done for it. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class RequestLimitFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final int TOO_MANY_REQUESTS = 429; // RFC 6585 §4

    @Inject
    private transient RequestLimits limits;

    /** Monitoring must get through under any load. */
    private static boolean isExempt(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.equals("/metrics")
                || path.equals("/health")
                || path.startsWith("/health/")
                || path.equals("/ready/quic");
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Duration wait = isExempt(request) ? Duration.ZERO : count(request);
        if (wait.isZero()) {
            chain.doFilter(request, response);
        } else {
            response.setHeader("Retry-After", Long.toString(wait.toSeconds() + 1));
            ErrorServlet.answer(response, TOO_MANY_REQUESTS);
        }
    }

    private Duration count(HttpServletRequest request) {
        List<X509Certificate> shown = CertificateCaller.shown(request);
        return shown.isEmpty() ? limits.count(request.getRemoteAddr()) : limits.count(shown.get(0));
    }
}
