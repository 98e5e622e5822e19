package net.tensamin.omega.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Sends a browser on, within the application. */
public final class Redirect {
    private Redirect() {}

    /**
     * Names no host: the client's may be anything, and it resolves the path itself (RFC 9110 §10.2.2).
     *
     * @param path from the application's root
     */
    public static void to(String path, HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_FOUND);
        response.setHeader("Location", request.getServletContext().getContextPath() + path);
    }
}
