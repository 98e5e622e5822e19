package net.tensamin.omega.http;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
            "yaml", "application/yaml;charset=UTF-8");

    /** Swagger UI styles its elements itself. */
    private static final String DOCUMENTS_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    private static final String PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** How much is written at once: a client that does not read has no more of an answer in the server's memory than fits its queue. */
    private static final int PIECE = 16_384;

    /** Read once. Only files that exist, which bounds it. */
    private final transient Map<String, Content> contents = new ConcurrentHashMap<>();

    private record Content(byte[] bytes, String tag) {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getPathInfo() == null) {
            response.sendRedirect(request.getContextPath() + request.getServletPath() + "/");
            return;
        }
        String file = file(request.getServletPath(), request.getPathInfo());
        Optional<Content> content = content(file);
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

    private void send(String file, Content content, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setHeader("ETag", content.tag());
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("Content-Security-Policy", file.startsWith(PAGE) ? PAGE_POLICY : DOCUMENTS_POLICY);
        response.setHeader("Referrer-Policy", "same-origin");
        if (content.tag().equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(mediaType(file));
        response.setContentLength(content.bytes().length);
        write(content.bytes(), response.getOutputStream());
    }

    private static void write(byte[] bytes, OutputStream out) throws IOException {
        for (int from = 0; from < bytes.length; from += PIECE) {
            out.write(bytes, from, Math.min(PIECE, bytes.length - from));
        }
    }

    private Optional<Content> content(String file) throws IOException {
        if (mediaType(file) == null || file.contains("..")) {
            return Optional.empty();
        }
        Content known = contents.get(file);
        return known == null ? read(file) : Optional.of(known);
    }

    private Optional<Content> read(String file) throws IOException {
        try (InputStream resource = getServletContext().getResourceAsStream(file)) {
            if (resource == null) {
                return Optional.empty();
            }
            byte[] bytes = resource.readAllBytes();
            return Optional.of(contents.computeIfAbsent(file, name -> new Content(bytes, tag(bytes))));
        }
    }

    /** Null for what is not served. */
    private static String mediaType(String file) {
        return MEDIA_TYPES.get(file.substring(file.lastIndexOf('.') + 1));
    }

    private static String tag(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(digest, 0, 16) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
