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
import java.util.Optional;

/** Answers a source that sends too many requests, or takes no answers, with 429 (SPEC §6), before anything else is done for it. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class RequestLimitFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final int TOO_MANY_REQUESTS = 429; // RFC 6585 §4

    @Inject
    private transient RequestLimits limits;

    /** Links have their own limits, and no thread once they are upgraded. */
    private static boolean isLink(String path) {
        return path.startsWith("/ws/");
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = RequestPath.of(request);
        boolean monitoring = RequestPath.isOfMonitoring(path);
        RequestLimits.Sender sender = monitoring ? limits.monitor(request.getRemoteAddr()) : sender(request);
        Duration wait = sender.count();
        if (!wait.isZero()) {
            refuse(response, wait);
        } else if (monitoring || isLink(path)) {
            chain.doFilter(request, response);
        } else {
            begin(sender, request, response, chain);
        }
    }

    private void begin(
            RequestLimits.Sender sender, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<RequestPlaces.Place> place = sender.begin(Readers.peer(request));
        if (place.isEmpty()) {
            refuse(response, Duration.ZERO);
            return;
        }
        try {
            serve(request, response, chain);
        } finally {
            if (request.isAsyncStarted()) {
                place.get().leaveToWait();
            } else {
                place.get().leave();
            }
        }
    }

    private void serve(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (ApiDescription.isAskedFor(request, RequestPath.of(request))) {
            ApiDescription.answer(request, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private RequestLimits.Sender sender(HttpServletRequest request) {
        List<X509Certificate> shown = CertificateCaller.shown(request);
        return shown.isEmpty() ? limits.sender(request.getRemoteAddr()) : limits.sender(shown.get(0));
    }

    private static void refuse(HttpServletResponse response, Duration wait) throws IOException {
        response.setHeader("Retry-After", Long.toString(wait.toSeconds() + 1));
        ErrorServlet.answer(response, TOO_MANY_REQUESTS);
    }
}
