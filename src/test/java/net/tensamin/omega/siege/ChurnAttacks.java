package net.tensamin.omega.siege;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Socket;
import java.time.Duration;
import java.util.List;

/** Links that open and close, again and again. */
final class ChurnAttacks {
    private static final int CLOSE = 0x88; // FIN, and the opcode of RFC 6455 §5.2
    private static final int NORMAL = 1_000;
    private static final int PROTOCOL_ERROR = 1_002;
    private static final int RESERVED = 1_005; // must not be sent (RFC 6455 §7.4.1)
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ChurnAttacks() {}

    static List<Attack> rows() {
        int threads = Scale.of(16, 4);
        int each = Scale.of(60, 8);
        String what =
                threads * each + " links that open and close: politely, with a wrong code, not at all, broken off";
        return List.of(new Attack("W1", what, attackers -> {
            double before = ServerMetrics.of("omega_strangers");
            int done = attackers.all(threads, number -> {
                for (int i = 0; i < each; i++) {
                    try (Socket below = Attackers.briefly(number * each + i)) {
                        close(Stranger.over(below).upgraded(), below, i % 4);
                    }
                }
            });
            assertEquals(threads, done);
            ServerMetrics.awaitAtMost(before + threads, "omega_strangers");
            return "each was opened and closed; a wrong code got " + PROTOCOL_ERROR;
        }));
    }

    private static void close(Stranger link, Socket below, int how) throws Exception {
        if (how == 0) {
            link.frame(CLOSE, 2, code(NORMAL));
            assertEquals(NORMAL, link.closeCode());
            assertEquals(true, link.ends(PATIENCE));
        } else if (how == 1) {
            link.frame(CLOSE, 2, code(RESERVED));
            assertEquals(PROTOCOL_ERROR, link.closeCode());
        } else if (how == 2) {
            link.breakOff(below);
        }
    }

    private static byte[] code(int code) {
        return new byte[] {(byte) (code >> 8), (byte) code};
    }
}
