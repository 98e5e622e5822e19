package net.tensamin.omega.siege;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import net.tensamin.omega.testing.OmegaProcess;
import net.tensamin.omega.testing.OmegaTls;

/** Guesses at codes (SPEC §7), and what their time says. */
final class EnrolmentAttacks {
    private static final int EACH = 10;
    private static final int CONNECTIONS = 6;

    /** 10 at once and 10 a minute, and one that is on its way on each other connection; the row may take a minute. */
    private static final int MOST_OF_ONE = 10 + 10 + CONNECTIONS;

    private static final int TIMED_SOURCES = 30_000;
    private static final long KNOWN = 42;
    private static final long UNKNOWN = 987_654_321;

    private EnrolmentAttacks() {}

    static List<Attack> rows() {
        return List.of(guesses(), timing());
    }

    private static Attack guesses() {
        int sources = Scale.of(40, 3);
        String what = CONNECTIONS * EACH + " guesses at an enrolment code from each of " + sources + " addresses";
        return new Attack("E1", what, attackers -> {
            AtomicIntegerArray tried = new AtomicIntegerArray(sources);
            AtomicInteger limited = new AtomicInteger();
            long said = Files.size(OmegaProcess.log());
            int done = attackers.all(sources * CONNECTIONS, number -> {
                Stranger stranger = attackers.stranger(number % sources);
                for (int i = 0; i < EACH; i++) {
                    int status = guess(stranger, KNOWN, "guess-" + number + "-" + i);
                    assertTrue(status == 401 || status == 429, () -> "status " + status);
                    limited.addAndGet(status == 429 ? 1 : 0);
                    tried.addAndGet(number % sources, status == 401 ? 1 : 0);
                }
            });
            assertTrue(done > sources * CONNECTIONS / 2, () -> done + " could guess");
            int most = 0;
            for (int i = 0; i < sources; i++) {
                most = Math.max(most, tried.get(i));
            }
            said = Files.size(OmegaProcess.log()) - said;
            assertTrue(most <= MOST_OF_ONE, "tries of one address: " + most);
            return most + " were tried for an address at most, " + limited + " got 429; the log grew by " + said
                    + " bytes";
        });
    }

    /** Not asserted: a machine that does other things too says anything. */
    private static Attack timing() {
        int rounds = Scale.of(200, 5);
        String what = "guesses for somebody that has a code, and for nobody, " + rounds + " of each";
        return new Attack("E2", what, attackers -> {
            giveCode(attackers);
            long[] known = new long[rounds];
            long[] unknown = new long[rounds];
            for (int i = 0; i < rounds; i++) {
                Stranger stranger = attackers.stranger(TIMED_SOURCES + i);
                guess(stranger, UNKNOWN, "first"); // the connection is warm
                boolean knownFirst = i % 2 == 0;
                if (knownFirst) {
                    known[i] = timed(stranger, KNOWN);
                }
                unknown[i] = timed(stranger, UNKNOWN);
                if (!knownFirst) {
                    known[i] = timed(stranger, KNOWN);
                }
                stranger.close();
            }
            return "median " + median(known) + " µs with a code, " + median(unknown) + " µs for nobody";
        });
    }

    private static long timed(Stranger stranger, long user) throws Exception {
        long before = System.nanoTime();
        assertEquals(401, guess(stranger, user, "23456-23456-23456-23456"));
        return System.nanoTime() - before;
    }

    private static long median(long[] nanos) {
        Arrays.sort(nanos);
        return TimeUnit.NANOSECONDS.toMicros(nanos[nanos.length / 2]);
    }

    private static void giveCode(Attackers attackers) throws Exception {
        Stranger operator = attackers.keep(Stranger.over(Attackers.briefly(TIMED_SOURCES), OmegaTls.demo("operator")));
        String body = "{\"user_id\":" + KNOWN + "}";
        operator.send("POST /api/operations/devices/codes HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        assertTrue(operator.head().matches("(?s)HTTP/1.1 20[01].*"));
    }

    private static int guess(Stranger stranger, long user, String code) throws Exception {
        String credentials = Base64.getEncoder().encodeToString((user + ":" + code).getBytes(US_ASCII));
        stranger.send("POST /.well-known/est/simpleenroll HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/pkcs10\r\nAuthorization: Basic " + credentials
                + "\r\nContent-Length: 1\r\n\r\nM");
        return stranger.status();
    }
}
