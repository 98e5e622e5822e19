package net.tensamin.omega.siege;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import net.tensamin.omega.testing.OmegaProcess;
import net.tensamin.omega.testing.OwnThread;

/** Requests for files and calls of anybody. */
final class PageAttacks {
    private static final int PIPELINED = 20;
    private static final String LARGE = "/docs/swagger-ui-bundle.js";

    /** In bytes, for all rows of this kind: what one stack trace of the server's takes. */
    private static final int MOST_LOG = 17_000;

    private static final int OTHERS = 20_000;
    private static final Duration LET_IN_WITHIN = Duration.ofSeconds(10);

    private PageAttacks() {}

    static List<Attack> rows() {
        return List.of(
                pipelined("S4", LARGE), pipelined("S4b", "/api/get/user/42"), slowly(), brokenOff(), outOfHealth());
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

    /** More than there are places for strangers: half of them fast enough to stay, if nobody needs their place. */
    private static Attack slowly() {
        int connections = Scale.of(300, 150);
        int others = Scale.of(100, 20);
        String what =
                connections + " strangers that ask for `" + LARGE + "` 20 times at once and take it at 4 or 16 KiB/s";
        return new Attack("S4c", what, attackers -> {
            AtomicBoolean over = new AtomicBoolean();
            CountDownLatch asked = new CountDownLatch(connections);
            CompletableFuture<Integer> stayed = OwnThread.supply(
                    () -> attackers.all(connections, number -> takeSlowly(attackers, number, asked, over)));
            asked.await();
            long slowest = 0;
            try {
                for (int i = 0; i < others; i++) {
                    slowest = Math.max(slowest, millisUntilServed(OTHERS + i));
                }
            } finally {
                over.set(true);
            }
            if (slowest > LET_IN_WITHIN.toMillis()) {
                attackers.exceeds("others are served within 10 s");
            }
            int ended = connections - stayed.join();
            return ended + " of them were ended; others were served within " + slowest + " ms";
        });
    }

    private static void takeSlowly(Attackers attackers, int number, CountDownLatch asked, AtomicBoolean over)
            throws Exception {
        Stranger stranger;
        try {
            stranger = attackers.stranger(number);
            stranger.send(get(LARGE).repeat(PIPELINED));
        } finally {
            asked.countDown();
        }
        while (!over.get()) {
            stranger.read(number % 2 == 0 ? 400 : 1_600);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    /** Tries again when it is refused, as anybody does. */
    private static long millisUntilServed(int source) throws Exception {
        long before = System.nanoTime();
        boolean served = false;
        while (!served && System.nanoTime() - before < Bystander.SERVED.toNanos()) {
            try (Stranger other = Stranger.over(Attackers.briefly(source))) {
                other.send(get("/api/get/user/42"));
                served = other.head().startsWith("HTTP/1.1 200");
            }
        }
        assertTrue(served, "somebody else was not served");
        return Duration.ofNanos(System.nanoTime() - before).toMillis();
    }

    private static Attack brokenOff() {
        int downloads = Scale.of(400, 40);
        String what = downloads + " downloads of `" + LARGE + "` that are broken off";
        return new Attack("S4d", what, attackers -> {
            long before = Files.size(OmegaProcess.log());
            attackers.all(downloads, number -> {
                Socket below = attackers.tcp(number);
                Stranger stranger = attackers.keep(Stranger.over(below));
                stranger.send(get(LARGE).repeat(PIPELINED));
                stranger.read(50_000);
                stranger.breakOff(below);
            });
            Stranger last = attackers.stranger(OTHERS);
            last.send(get("/api/get/user/42"));
            last.head();
            long said = Files.size(OmegaProcess.log()) - before;
            assertTrue(said < MOST_LOG, "the log grew by " + said + " bytes");
            return "the log grew by " + said + " bytes";
        });
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    private static Attack outOfHealth() {
        int connections = 5;
        int each = 950;
        int atOnce = 50; // one by one, a busy machine does not ask often enough to be limited
        String what = "an address that asks for `/health/../docs/index.html` " + connections * each + " times";
        return new Attack("S8", what, attackers -> {
            AtomicInteger refused = new AtomicInteger();
            attackers.all(connections, number -> {
                Stranger stranger = attackers.stranger(0);
                for (int i = 0; i < each; i++) {
                    if (i % atOnce == 0) {
                        stranger.send(
                                "HEAD /health/../docs/index.html HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(atOnce));
                    }
                    refused.addAndGet(stranger.head().startsWith("HTTP/1.1 429") ? 1 : 0);
                }
            });
            assertTrue(refused.get() > 0, "it is limited as any other is");
            return refused + " of " + connections * each + " refused with 429";
        });
    }
}
