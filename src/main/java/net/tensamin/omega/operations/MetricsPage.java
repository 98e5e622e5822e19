package net.tensamin.omega.operations;

import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.device.RevocationsUnknownException;
import net.tensamin.omega.http.CertificateCaller;
import net.tensamin.omega.http.OriginFilter;
import net.tensamin.omega.http.RequestPath;
import net.tensamin.omega.metrics.Meters;
import org.eclipse.microprofile.config.Config;

/**
 * {@code /metrics}, for operators: Omega's meters, and before them what MicroProfile Metrics tells of the virtual machine, on
 * servers that have it. What is asked of that with {@code ?scope=} and the like is its own answer.
 */
@WebFilter("/metrics/*")
public class MetricsPage implements Filter {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    @Inject
    Meters meters;

    @Inject
    CertificateCaller callers;

    @Inject
    OperatorsSeen operators;

    @Inject
    Config config;

    @Override
    public void doFilter(ServletRequest asked, ServletResponse answer, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) asked;
        HttpServletResponse response = (HttpServletResponse) answer;
        response.setHeader("Cache-Control", "no-store");
        int refusal = refusal(request);
        if (refusal != 0) {
            refuse(response, refusal);
        } else if (isWholePage(request)) {
            String others = fromServer(request.getServletContext()) ? TextOfServer.of(chain, request, response) : "";
            write(response, others + meters.page());
        } else {
            chain.doFilter(request, response);
        }
    }

    /** The status of a refusal, 0 for none. */
    private int refusal(HttpServletRequest request) {
        if (MetricsSettings.PUBLIC.in(config)) {
            return 0;
        }
        try {
            Optional<CertificateIdentity> caller = callers.of(request);
            boolean operator = caller.filter(CertificateIdentity.Operator.class::isInstance)
                    .isPresent();
            if (operator) {
                operators.saw(caller.get(), request);
                return OriginFilter.foreign(request) ? HttpServletResponse.SC_FORBIDDEN : 0;
            }
            return caller.isPresent() ? HttpServletResponse.SC_FORBIDDEN : HttpServletResponse.SC_UNAUTHORIZED;
        } catch (RevocationsUnknownException e) {
            return HttpServletResponse.SC_SERVICE_UNAVAILABLE;
        }
    }

    private static void refuse(HttpServletResponse response, int status) throws IOException {
        if (status == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader("WWW-Authenticate", "Certificate"); // as JAX-RS does for the API
        }
        response.sendError(status);
    }

    private static boolean isWholePage(HttpServletRequest request) {
        return RequestPath.of(request).equals("/metrics")
                && request.getMethod().equals("GET")
                && request.getQueryString() == null;
    }

    private static boolean fromServer(ServletContext application) {
        return application.getServletRegistrations().values().stream()
                .flatMap(servlet -> servlet.getMappings().stream())
                .anyMatch(mapping -> mapping.startsWith("/metrics"));
    }

    private static void write(HttpServletResponse response, String page) throws IOException {
        byte[] body = page.getBytes(StandardCharsets.UTF_8);
        response.setContentType(TEXT);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
