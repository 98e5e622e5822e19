package net.tensamin.omega.omikron;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import net.tensamin.omega.limits.Strangers;
import net.tensamin.omega.websocket.WebSocketHandshake;

/** Where Omikrons connect (SPEC §5). */
@WebServlet(urlPatterns = "/ws/omikron", asyncSupported = true)
public class OmikronEndpoint extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** What Open Liberty reads over TLS without blocking is not what was sent (src/site/other-servers.md). */
    private static final String BLOCKS = "Liberty";

    @Inject
    transient OmikronLinks links;

    @Inject
    transient Strangers strangers;

    @Resource
    transient ManagedThreadFactory threads;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (WebSocketHandshake.accept(request, response)) {
            request.upgrade(OmikronUpgrade.class).to(links, waiting(), proven(request));
            response.flushBuffer(); // Payara reads what follows as of the new protocol only after that
        }
    }

    /** Not as a GET without a body, as servlets do by default: no link begins with it. */
    @Override
    protected void doHead(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Allow", "GET");
        response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    }

    /** Whoever counted the connection as a stranger's does so no more. */
    private Runnable proven(HttpServletRequest request) {
        InetSocketAddress peer = new InetSocketAddress(request.getRemoteAddr(), request.getRemotePort());
        return () -> strangers.from(peer).ifPresent(Strangers.Holding::prove);
    }

    private Optional<ThreadFactory> waiting() {
        return Optional.<ThreadFactory>of(threads)
                .filter(any -> getServletContext().getServerInfo().contains(BLOCKS));
    }
}
