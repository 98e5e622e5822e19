package net.tensamin.omega.siege;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import net.tensamin.omega.testing.OmegaTls;

/** Requests that look like others, and requests that look like attacks. */
final class PathAttacks {
    /** When it is done again and again, the limit of requests is met first. */
    private static final Set<Integer> REFUSALS = Set.of(400, 403, 404, 429);

    private PathAttacks() {}

    static List<Attack> rows() {
        return List.of(otherSite(), bodies());
    }

    private static Attack otherSite() {
        int viewers = 16;
        String what = "another site's page, in an operator's browser, follows " + viewers
                + " live streams and a trace by `/api/operations;x/`";
        return new Attack("S7", what, attackers -> {
            int refused = attackers.all(viewers, number -> {
                Stranger page = attackers.keep(Stranger.over(attackers.tcp(number), OmegaTls.demo("operator")));
                for (String call : List.of("trace/42", "live")) {
                    page.send("GET /api/operations;x/" + call
                            + " HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\n\r\n");
                    int status = page.status();
                    assertTrue(REFUSALS.contains(status), () -> call + ": " + status);
                }
            });
            assertEquals(viewers, refused);
            return "each was refused";
        });
    }

    /** It is no attack. */
    private static Attack bodies() {
        int each = Scale.of(100, 10);
        return new Attack("S11", "a device that sends `{}` with " + each + " reads", attackers -> {
            Stranger device = attackers.device(0);
            int served = 0;
            for (int i = 0; i < each; i++) {
                device.send("DELETE /api/delete/notifications/42/7 HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
                int status = device.status();
                assertTrue(status == 200 || Scale.isWhole() && status == 429, () -> "status " + status);
                served += status == 200 ? 1 : 0;
            }
            return served + " were served, and the others past the limit of requests";
        });
    }
}
