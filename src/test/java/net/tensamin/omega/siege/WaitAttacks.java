package net.tensamin.omega.siege;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.TestAuthority;

/** Devices that wait over HTTPS (SPEC §6) as they should not. */
final class WaitAttacks {
    private static final long BOB = 7;
    private static final Pattern TAG = Pattern.compile("(?i)\r\netag: *(\"\\d+\")");
    private static final String MANY_BLANKS = " ".repeat(4_000);

    /** Each is asked with the tag that there is, and without one. */
    private static final List<String> PREFERENCES = List.of(
            "wait=0",
            "wait=-1",
            "wait=1e9",
            "wait=99999999999999999999",
            "wait=\"60",
            "wait",
            "wait=" + MANY_BLANKS + "1x",
            "wait" + MANY_BLANKS + "x",
            ",".repeat(4_000),
            "wait=x,".repeat(500),
            ";".repeat(4_000),
            "respond-async, wait=1;" + ";".repeat(1_000));

    private static final List<String> TAGS = List.of(
            "\"1\"",
            "\"999999999999999999\"",
            "\"99999999999999999999\"",
            "\"-1\"",
            "W/\"0\"",
            "*",
            "\"" + "9".repeat(4_000) + "\"",
            "\"0\",".repeat(1_000),
            ",".repeat(4_000),
            "W/".repeat(2_000),
            "'; drop table mailbox; --");

    private WaitAttacks() {}

    static List<Attack> rows() {
        return List.of(dropped(), nonsense());
    }

    private static Attack dropped() {
        int devices = Scale.of(16, 3);
        int each = Scale.of(40, 5);
        String what = devices + " devices that begin to wait " + each + " times each, and break off or leave it open";
        return new Attack("L1", what, attackers -> {
            int done = attackers.all(devices, number -> {
                SSLContext device = device();
                String tag = tag(device, number);
                for (int i = 0; i < each; i++) {
                    Socket below = attackers.tcp(number * each + i);
                    Stranger waiting = attackers.keep(Stranger.over(below, device));
                    waiting.send(ask(tag, "wait=60"));
                    if (i % 2 == 0) {
                        waiting.breakOff(below);
                    }
                }
            });
            assertEquals(devices, done);
            ServerMetrics.awaitAtMost(devices, "omega_longpoll_waits");
            return "a wait for each device, at most";
        });
    }

    private static Attack nonsense() {
        int devices = Scale.of(8, 2);
        int rounds = Scale.of(6, 1);
        int questions = PREFERENCES.size() * 2 + TAGS.size();
        String what = devices * rounds * questions + " tags that are guessed and preferences that make no sense";
        return new Attack("L2", what, attackers -> {
            Map<Integer, AtomicInteger> got = new ConcurrentHashMap<>();
            int done = attackers.all(devices, number -> {
                SSLContext device = device();
                String tag = tag(device, number);
                for (int i = 0; i < rounds; i++) {
                    for (String preference : PREFERENCES) {
                        count(got, answer(device, number, ask(tag, preference)));
                        count(got, answer(device, number, ask("\"0\"", preference)));
                    }
                    for (String guess : TAGS) {
                        count(got, answer(device, number, ask(guess, "wait=1")));
                    }
                }
            });
            assertEquals(devices, done);
            assertTrue(got.keySet().stream().allMatch(status -> status < 500), got::toString);
            return "status and how often: " + new TreeMap<>(got);
        });
    }

    private static void count(Map<Integer, AtomicInteger> got, String head) {
        int status = Integer.parseInt(head.split(" ")[1]);
        got.computeIfAbsent(status, key -> new AtomicInteger()).incrementAndGet();
    }

    private static String answer(SSLContext device, int source, String question) throws Exception {
        try (Socket below = Attackers.briefly(source)) {
            Stranger asking = Stranger.over(below, device);
            asking.send(question);
            return asking.head();
        }
    }

    private static String tag(SSLContext device, int source) throws Exception {
        Matcher tag = TAG.matcher(
                answer(device, source, "GET /api/get/notifications/" + BOB + " HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        assertTrue(tag.find(), "no tag");
        return tag.group(1);
    }

    private static String ask(String tag, String preference) {
        return "GET /api/get/notifications/" + BOB + " HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: " + tag
                + "\r\nPrefer: " + preference + "\r\n\r\n";
    }

    private static SSLContext device() throws Exception {
        return OmegaTls.showing(
                TestAuthority.development(OmegaDeployment.data()).device(BOB));
    }
}
