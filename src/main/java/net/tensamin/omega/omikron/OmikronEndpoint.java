package net.tensamin.omega.omikron;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import net.tensamin.omega.websocket.WebSocketHandshake;

/** Where Omikrons connect (SPEC §5). */
@WebServlet(urlPatterns = "/ws/omikron", asyncSupported = true)
public class OmikronEndpoint extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    transient OmikronLinks links;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (WebSocketHandshake.accept(request, response)) {
            request.upgrade(OmikronUpgrade.class).to(links);
            response.flushBuffer(); // Payara reads what follows as of the new protocol only after that
        }
    }
}
