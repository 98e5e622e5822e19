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
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.Optional;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.device.RevocationsUnknownException;
import net.tensamin.omega.http.CertificateCaller;
import net.tensamin.omega.http.Denial;
import net.tensamin.omega.http.OriginFilter;
import net.tensamin.omega.http.Permission;
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
    Permission permission;

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
        Optional<Denial> denial = denial(request);
        if (denial.isPresent()) {
            refuse(response, denial.get());
        } else if (isWholePage(request)) {
            String others = fromServer(request.getServletContext()) ? TextOfServer.of(chain, request, response) : "";
            write(response, others + meters.page());
        } else {
            chain.doFilter(request, response);
        }
    }

    private Optional<Denial> denial(HttpServletRequest request) {
        if (MetricsSettings.PUBLIC.in(config)) {
            return Optional.empty();
        }
        try {
            Principal caller = callers.of(request).orElse(null);
            Optional<X509Certificate> shown =
                    CertificateCaller.shown(request).stream().findFirst();
            Optional<Denial> denial = permission.denial(Need.VIEW, new Permission.Caller(caller, shown));
            if (denial.isEmpty()) {
                operators.saw(caller, request);
            }
            return denial.isEmpty() && OriginFilter.foreign(request) ? Optional.of(Denial.of(403)) : denial;
        } catch (RevocationsUnknownException e) {
            return Optional.of(Denial.of(503));
        }
    }

    private static void refuse(HttpServletResponse response, Denial denial) throws IOException {
        if (denial.status() == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader("WWW-Authenticate", Denial.CHALLENGE); // as for the API
        }
        response.setStatus(denial.status());
        response.setContentType("application/json;charset=UTF-8");
        byte[] body = denial.json();
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
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
