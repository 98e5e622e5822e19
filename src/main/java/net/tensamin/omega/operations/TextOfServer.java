package net.tensamin.omega.operations;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The server's own page of metrics as a text, whatever its reader accepts, and each of its series once. */
final class TextOfServer extends HttpServletResponseWrapper {
    private final StringWriter text = new StringWriter();
    private final PrintWriter writer = new PrintWriter(text);
    private boolean failed;

    private TextOfServer(HttpServletResponse response) {
        super(response);
    }

    /** Empty if the server has none to give. */
    static String of(FilterChain chain, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        TextOfServer kept = new TextOfServer(response);
        chain.doFilter(new AsksForText(request), kept);
        return kept.failed ? "" : once(kept.text.toString());
    }

    /** Payara's page has some series twice, which Prometheus refuses. */
    static String once(String page) {
        Set<String> seen = new HashSet<>();
        return page.lines()
                .filter(line ->
                        line.startsWith("#") ? seen.add(line) : seen.add(line.substring(0, line.lastIndexOf(' ') + 1)))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    @Override
    public PrintWriter getWriter() {
        return writer;
    }

    @Override
    public void sendError(int status) {
        failed = true;
    }

    @Override
    public void sendError(int status, String message) {
        failed = true;
    }

    @Override
    public void flushBuffer() {
        // the page goes out as a whole
    }

    private static final class AsksForText extends HttpServletRequestWrapper {
        private AsksForText(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getHeader(String name) {
            return name.equalsIgnoreCase("Accept") ? "text/plain" : super.getHeader(name);
        }
    }
}
