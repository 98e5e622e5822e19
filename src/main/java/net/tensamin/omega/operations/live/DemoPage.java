package net.tensamin.omega.operations.live;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A call that may come from the operations page in a browser on this machine. Each condition keeps somebody out: another
 * machine; one behind a proxy on this machine, which may say so, or keep the host that the browser named, and does not
 * change the page that it named; another site's page, in a browser on this machine.
 *
 * @param call method and path
 * @param peer the address that the connection came from
 * @param header null for one that is not there
 */
record DemoPage(String call, String peer, Function<String, String> header) {
    /** What the page does. */
    private static final Set<String> CALLS = Set.of(
            "GET /api/operations/live",
            "GET /api/operations/audit",
            "GET /api/operations/history",
            "GET /api/operations/server",
            "GET /api/operations/users",
            "GET /api/operations/devices/codes",
            "GET /api/operations/devices/\\d+",
            "POST /api/operations/devices/\\d+/[0-9a-f]+/disconnect",
            "GET /api/operations/drain",
            "POST /api/operations/drain",
            "GET /api/operations/trace/\\d+",
            "DELETE /api/operations/devices/\\d+/[0-9a-f]+");

    private static final Set<String> PEERS = Set.of("127.0.0.1", "::1", "0:0:0:0:0:0:0:1");
    private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final List<String> OF_PROXIES =
            List.of("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP");

    static DemoPage of(HttpServletRequest request) {
        return new DemoPage(
                request.getMethod() + " " + request.getRequestURI(), request.getRemoteAddr(), request::getHeader);
    }

    boolean calls() {
        return CALLS.stream().anyMatch(call::matches)
                && PEERS.contains(peer)
                && OF_PROXIES.stream().noneMatch(name -> header.apply(name) != null)
                && "same-origin".equals(header.apply("Sec-Fetch-Site"))
                && isHere("https://" + header.apply("Host"))
                && isHere(header.apply("Referer"))
                && Stream.ofNullable(header.apply("Origin")).allMatch(DemoPage::isHere);
    }

    private static boolean isHere(String url) {
        try {
            return url != null && HOSTS.contains(String.valueOf(URI.create(url).getHost()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
