package net.tensamin.omega.operations.live;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import net.tensamin.omega.configuration.SharedSettings;
import net.tensamin.omega.http.Redirect;
import net.tensamin.omega.operations.DemoToken;
import org.eclipse.microprofile.config.Config;

/** Turns the token of the URL that the log tells ({@link DemoToken}) into a cookie, and the browser to the page. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class DemoDoor extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String QUERY = "demo=";
    private static final String COOKIE = "omega-demo";

    @Inject
    private transient DemoToken token;

    @Inject
    private transient Config config;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<String> shown = Optional.ofNullable(request.getQueryString())
                .filter(query -> query.startsWith(QUERY))
                .map(query -> query.substring(QUERY.length()));
        if (shown.isEmpty() || !SharedSettings.DEMO.in(config) || !token.is(shown.get())) {
            chain.doFilter(request, response);
            return;
        }
        response.addHeader(
                "Set-Cookie", COOKIE + "=" + shown.get() + "; Path=/api/operations; Secure; HttpOnly; SameSite=Strict");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Referrer-Policy", "no-referrer");
        Redirect.to("/", request, response);
    }

    /** Null for none. */
    static String shown(HttpServletRequest request) {
        return Stream.ofNullable(request.getCookies())
                .flatMap(Arrays::stream)
                .filter(cookie -> cookie.getName().equals(COOKIE))
                .map(Cookie::getValue)
                .findFirst()
                .orElse(null);
    }
}
