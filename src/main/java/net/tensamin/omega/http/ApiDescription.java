package net.tensamin.omega.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** The description of the API at {@code /openapi}: what the build wrote. Payara would write its own, anew for everybody that asks. */
final class ApiDescription {
    private static final String PATH = "/openapi";

    private ApiDescription() {}

    /** @param path that the container has found the servlet by */
    static boolean isAskedFor(HttpServletRequest request, String path) {
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        return reads && (path.equals(PATH) || path.equals(PATH + "/"));
    }

    static void answer(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
        String file = "/docs/openapi." + (isAskedForInJson(request) ? "json" : "yaml");
        request.getRequestDispatcher(file).forward(request, response);
    }

    /** As MicroProfile OpenAPI has it: by the parameter {@code format}, else by what the client accepts. */
    private static boolean isAskedForInJson(HttpServletRequest request) {
        return Optional.ofNullable(request.getParameter("format"))
                .or(() -> Optional.ofNullable(request.getHeader("Accept")))
                .filter(asked -> asked.toLowerCase(Locale.ROOT).contains("json"))
                .isPresent();
    }
}
