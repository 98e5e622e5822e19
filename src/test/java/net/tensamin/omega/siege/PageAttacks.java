package net.tensamin.omega.siege;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests for files and calls of anybody. */
final class PageAttacks {
    private static final int PIPELINED = 20;

    private PageAttacks() {}

    static List<Attack> rows() {
        return List.of(
                pipelined("S4", "/docs/swagger-ui-bundle.js"), pipelined("S4b", "/api/get/user/42"), outOfHealth());
    }

    private static Attack pipelined(String id, String path) {
        String what = "connections that ask for `" + path + "` " + PIPELINED + " times at once and never read";
        return new Attack(id, what, attackers -> {
            int connections = Scale.of(40, 12);
            String requests = get(path).repeat(PIPELINED);
            List<Stranger> open = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                open.add(attackers.stranger(i));
            }
            int asked = attackers.all(connections, number -> open.get(number).send(requests));
            return asked + " connections asked";
        });
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    private static Attack outOfHealth() {
        int connections = 5;
        int each = 950;
        String what = "an address that asks for `/health/../docs/index.html` " + connections * each + " times";
        return new Attack("S8", what, attackers -> {
            AtomicInteger refused = new AtomicInteger();
            attackers.all(connections, number -> {
                Stranger stranger = attackers.stranger(0);
                for (int i = 0; i < each; i++) {
                    stranger.send("HEAD /health/../docs/index.html HTTP/1.1\r\nHost: localhost\r\n\r\n");
                    refused.addAndGet(stranger.head().startsWith("HTTP/1.1 429") ? 1 : 0);
                }
            });
            assertTrue(refused.get() > 0, "it is limited as any other is");
            return refused + " of " + connections * each + " refused with 429";
        });
    }
}
