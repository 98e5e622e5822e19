package net.tensamin.omega.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Errors that arise outside JAX-RS, in SPEC §6's shape instead of the server's page. */
@WebServlet(ErrorServlet.PATH)
public class ErrorServlet extends HttpServlet {
    static final String PATH = "/error";

    private static final String CHALLENGE = "WWW-Authenticate";
    private static final String PAYARAS = "Basic realm=\"\"";
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object failed = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        int status = failed instanceof Integer code ? code : HttpServletResponse.SC_NOT_FOUND;
        if (PAYARAS.equals(response.getHeader(CHALLENGE))) {
            takeBack(response);
            status = HttpServletResponse.SC_NOT_FOUND;
        }
        answer(response, status);
    }

    /** Payara asks for a password at {@code j_security_check} (Servlet §13.6.3) in each application, and there is nothing behind it. */
    private static void takeBack(HttpServletResponse response) {
        Map<String, String> others = new HashMap<>();
        response.getHeaderNames().forEach(name -> others.put(name, response.getHeader(name)));
        others.keySet().removeIf(CHALLENGE::equalsIgnoreCase);
        response.reset();
        others.forEach(response::setHeader);
    }

    static void answer(HttpServletResponse response, int status) throws IOException {
        byte[] body = ApiError.json(status);
        response.setStatus(status);
        response.setContentType("application/json;charset=UTF-8");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
