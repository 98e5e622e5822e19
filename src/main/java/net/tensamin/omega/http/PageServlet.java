package net.tensamin.omega.http;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The WAR's pages for browsers. A servlet of ours, as JAX-RS has all paths from the root and servers differ in how their own
 * is named. Browsers ask each time and are told when nothing changed (RFC 9110 §13.1.2).
 */
@WebServlet({"/docs/*", PageServlet.PAGE + "*", ""})
public class PageServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** Where the operations page's files are; the root is the page itself. */
    static final String PAGE = "/page/";

    /** Those of the WAR; other types are not served. */
    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "html", "text/html;charset=UTF-8",
            "css", "text/css;charset=UTF-8",
            "js", "text/javascript;charset=UTF-8",
            "json", "application/json;charset=UTF-8",
            "yaml", "application/yaml;charset=UTF-8");

    /** Swagger UI styles its elements itself. */
    private static final String DOCUMENTS_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    private static final String PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** Read once. Only files that exist, which bounds it. */
    private final transient Map<String, KeptAnswer> contents = new ConcurrentHashMap<>();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getPathInfo() == null) {
            Redirect.to(request.getServletPath() + "/", request, response);
            return;
        }
        String file = file(request.getServletPath(), request.getPathInfo());
        Optional<KeptAnswer> content = content(file);
        if (content.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        send(file, content.get(), request, response);
    }

    /** @param servlet empty for the root (Servlet §12.2) */
    private static String file(String servlet, String rest) {
        String path = servlet.isEmpty() ? PAGE : servlet + rest;
        return path.endsWith("/") ? path + "index.html" : path;
    }

    private void send(String file, KeptAnswer content, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setHeader("Content-Security-Policy", file.startsWith(PAGE) ? PAGE_POLICY : DOCUMENTS_POLICY);
        response.setHeader("Referrer-Policy", "same-origin");
        content.send(request, response);
    }

    private Optional<KeptAnswer> content(String file) throws IOException {
        if (mediaType(file) == null || file.contains("..")) {
            return Optional.empty();
        }
        KeptAnswer known = contents.get(file);
        return known == null ? read(file) : Optional.of(known);
    }

    private Optional<KeptAnswer> read(String file) throws IOException {
        try (InputStream resource = getServletContext().getResourceAsStream(file)) {
            if (resource == null) {
                return Optional.empty();
            }
            byte[] bytes = resource.readAllBytes();
            return Optional.of(contents.computeIfAbsent(
                    file, name -> new KeptAnswer(HttpServletResponse.SC_OK, mediaType(name), bytes)));
        }
    }

    /** Null for what is not served. */
    private static String mediaType(String file) {
        return MEDIA_TYPES.get(file.substring(file.lastIndexOf('.') + 1));
    }
}
