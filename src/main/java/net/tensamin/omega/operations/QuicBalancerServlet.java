package net.tensamin.omega.operations;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.tensamin.omega.quic.server.QuicServer;

/**
 * What a balancer of QUIC asks: 503 only for this node's own sake, when it is drained or does not listen. The database is shared, and a session lives through its
 * outage: were that a reason, all nodes would be taken out at once, with all their sessions.
 */
@WebServlet("/ready/quic")
public class QuicBalancerServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    private transient QuicServer quic;

    @Inject
    private transient Drain drain;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean listens = quic.isListening();
        boolean serves = drain.state() == Drain.State.SERVING;
        String reason = !serves ? "is being taken out of service" : listens ? "serves" : "does not listen";
        byte[] body = Json.createObjectBuilder()
                .add("status", listens && serves ? "UP" : "DOWN")
                .add("reason", reason)
                .build()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        response.setStatus(listens && serves ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setContentType("application/json;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
