package net.tensamin.omega.http;

import jakarta.servlet.http.HttpServletRequest;

/**
 * The path of a request as the container has found its servlet by it: decoded, without dot segments and matrix parameters. What the client wrote
 * ({@link HttpServletRequest#getRequestURI}) can be the same in many ways, and is not to decide anything.
 */
public final class RequestPath {
    private RequestPath() {}

    /** Within the application. */
    public static String of(HttpServletRequest request) {
        String rest = request.getPathInfo();
        return request.getServletPath() + (rest == null ? "" : rest);
    }

    /** Whether it is asked by monitoring, which must get through under any load. */
    public static boolean isOfMonitoring(String path) {
        return path.equals("/metrics")
                || path.equals("/health")
                || path.startsWith("/health/")
                || path.equals("/ready/quic");
    }
}
