package net.tensamin.omega.operations.live;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/**
 * A call of the operations page in a demo run, in the browser of somebody who has read the URL in the server's log, on this machine.
 *
 * @param call method and path
 * @param peer the address that the connection came from
 * @param site what the browser says of the page that calls (Fetch Metadata §2.3); null for nothing
 * @param known whether the browser has shown the token of that URL
 */
record DemoPage(String call, String peer, String site, boolean known) {
    /** What the page does, but that it adds no operator and changes none: that needs a certificate, and stays when the demo has ended. */
    private static final Set<String> CALLS = Set.of(
            "GET /api/operations/live",
            "GET /api/operations/audit",
            "GET /api/operations/history",
            "GET /api/operations/server",
            "GET /api/operations/users",
            "GET /api/operations/devices/codes",
            "GET /api/operations/devices/\\d+",
            "POST /api/operations/devices/\\d+/[0-9a-f]+/disconnect",
            "GET /api/operations/operators",
            "GET /api/operations/operators/[^/]+/certificates",
            "GET /api/operations/drain",
            "POST /api/operations/drain",
            "GET /api/operations/trace/\\d+",
            "DELETE /api/operations/devices/\\d+/[0-9a-f]+");

    private static final Set<String> PEERS = Set.of("127.0.0.1", "::1", "0:0:0:0:0:0:0:1");

    static DemoPage of(HttpServletRequest request, boolean known) {
        return new DemoPage(
                request.getMethod() + " " + request.getRequestURI(),
                request.getRemoteAddr(),
                request.getHeader("Sec-Fetch-Site"),
                known);
    }

    boolean calls() {
        return known
                && PEERS.contains(peer)
                && "same-origin".equals(site)
                && CALLS.stream().anyMatch(call::matches);
    }
}
