package net.tensamin.omega.cli.client;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;

/**
 * Why a connection ended, or was none, and whether to come back (SPEC §1, §3).
 *
 * @param words a sentence for people
 * @param retryAfter how long Omega asks to stay away; zero if it does not
 */
public record Ending(int exitCode, String words, Comeback comeback, Duration retryAfter) {
    public static final int GOING_AWAY = 100;
    public static final int REPLACED = 102;

    /** RFC 9000 §20.1: CRYPTO_ERROR is 0x0100 plus the TLS alert. */
    private static final long CRYPTO_ERROR = 0x0100;

    private static final int CERTIFICATE_ENDED = 202;

    private static final Pattern RETRY_AFTER = Pattern.compile("retry-after-ms=(\\d{1,9})");

    /** A longer wish is not Omega's, whose drain takes seconds. */
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);

    private static final Map<Long, String> CLOSE_CODES = Map.of(
            100L, "Omega is going away",
            101L, "Omega missed our heartbeat: a ping was not answered in time",
            102L, "replaced by a newer session of this device: another program uses the same certificate",
            103L, "not identified in time",
            104L, "we read too slowly",
            200L, "this device is revoked",
            201L, "Omega sees abuse of the protocol: a message too long, too many errors, or too much at once",
            202L, "the certificate has ended",
            203L, "the user's account is removed");

    /** RFC 8446 §6; those that SPEC §1 names, and those that a wrong set-up brings about. */
    private static final Map<Integer, String> ALERTS = Map.of(
            40, "handshake_failure: no parameters that both sides accept",
            42, "bad_certificate: something in the certificate is at fault",
            44, "certificate_revoked: the device was revoked",
            45, "certificate_expired: the certificate has expired or is not valid yet",
            46, "certificate_unknown: the certificate is not acceptable",
            48, "unknown_ca: the certificate is from a CA that is not accepted",
            51, "decrypt_error: the private key does not belong to the certificate",
            116, "certificate_required: no certificate was sent",
            120, "no_application_protocol: ALPN \"tauri\" is not offered there");

    /** Alerts about what this device shows, which is the same the next time. */
    private static final Set<Integer> ABOUT_OUR_CERTIFICATE = Set.of(42, 44, 45, 46, 48, 51, 116);

    /** When to connect again; {@link ReturnSchedule} has the times. */
    public enum Comeback {
        SOON,
        /** What is wrong is not ours to repair, and may take somebody a while. */
        LATER,
        /** A newer session of this device is there: leave it alone for long. */
        STAND_ASIDE,
        /** Not before somebody acts. */
        NEVER
    }

    public static Ending of(int exitCode, String words, Comeback comeback) {
        return new Ending(exitCode, words, comeback, Duration.ZERO);
    }

    /** Ended without a word of Omega's. */
    public static Ending lost(String words) {
        return of(ExitCode.ENDED, words, Comeback.SOON);
    }

    /**
     * SPEC §3: 1xx means reconnect, 2xx means do not. A code of no such kind is a fault that may pass. After the end of a
     * certificate the next connection shows what is there then; if that is no other, it is refused for good.
     */
    public static Ending ofCloseCode(long code, String reason) {
        String words = CLOSE_CODES.getOrDefault(code, "a code this program does not know");
        String said = words.contains(reason) ? "" : " (" + reason + ")";
        boolean forGood = code >= 200 && code < 300 && code != CERTIFICATE_ENDED;
        Comeback comeback = code == REPLACED ? Comeback.STAND_ASIDE : Comeback.SOON;
        return new Ending(
                forGood ? ExitCode.ENDED_FOR_GOOD : ExitCode.ENDED,
                "Omega closed the session with " + code + ": " + words + said + ". " + advice(code, forGood),
                forGood ? Comeback.NEVER : comeback,
                retryAfter(reason));
    }

    private static String advice(long code, boolean forGood) {
        if (code == CERTIFICATE_ENDED) {
            return "Connect again with another one, or enrol.";
        }
        return forGood ? "Connecting again does not help until somebody acts." : "Connect again.";
    }

    private static Duration retryAfter(String reason) {
        Matcher wish = RETRY_AFTER.matcher(reason);
        Duration asked = wish.find() ? Duration.ofMillis(Long.parseLong(wish.group(1))) : Duration.ZERO;
        return asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked;
    }

    /** An error of QUIC itself (RFC 9000 §20.1); one in the handshake carries a TLS alert. */
    public static Ending ofTransportError(long error, boolean byOmega, String description) {
        String who = byOmega ? "Omega refused us: " : "We refused Omega: ";
        long alert = error - CRYPTO_ERROR;
        if (alert < 0 || alert > 0xff) {
            return lost(who + description + ".");
        }
        String words = ALERTS.getOrDefault((int) alert, "see RFC 8446 section 6");
        boolean forGood = byOmega && ABOUT_OUR_CERTIFICATE.contains((int) alert);
        return of(
                ExitCode.REFUSED,
                who + "TLS alert " + alert + ", " + words + ".",
                forGood ? Comeback.NEVER : Comeback.LATER);
    }

    public static Ending ofServerCertificate(String fault) {
        return of(
                ExitCode.REFUSED,
                "We refused Omega's certificate: " + fault + ". The CA that must have issued it is given with --ca.",
                Comeback.LATER);
    }

    public Failure failure() {
        return new Failure(exitCode, words);
    }
}
