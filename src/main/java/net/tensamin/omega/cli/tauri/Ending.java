package net.tensamin.omega.cli.tauri;

import java.util.Map;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;
import tech.kwik.core.ConnectionTerminatedEvent;
import tech.kwik.core.ConnectionTerminatedEvent.CloseReason;

/** Why a QUIC connection ended, in words (SPEC §1, §3). */
record Ending(int exitCode, String words) {
    /** RFC 9000 §20.1: CRYPTO_ERROR is 0x0100 plus the TLS alert. */
    private static final long CRYPTO_ERROR = 0x0100;

    private static final Map<Long, String> CLOSE_CODES = Map.of(
            100L, "Omega is going away",
            101L, "Omega missed our heartbeat: a ping was not answered in time",
            102L, "replaced by a newer session of this device: another program uses the same certificate",
            103L, "not identified in time",
            104L, "we read too slowly",
            200L, "this device is revoked",
            201L, "Omega sees abuse of the protocol: a line too long, too many errors, or too much at once");

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

    static Ending of(ConnectionTerminatedEvent event) {
        if (event.hasApplicationError()) {
            return ofCloseCode(event.applicationErrorCode(), reasonPhrase(event));
        }
        if (event.hasTransportError()) {
            return ofTransportError(event);
        }
        if (event.closeReason() == CloseReason.ImmediateClose) {
            return event.closedByPeer()
                    ? new Ending(ExitCode.ENDED, "Omega closed the connection without saying why.")
                    : new Ending(ExitCode.DONE, "Closed.");
        }
        return new Ending(ExitCode.ENDED, "Lost Omega: " + lost(event.closeReason()) + ".");
    }

    /** SPEC §3: 1xx means reconnect, 2xx means do not. */
    static Ending ofCloseCode(long code, String reason) {
        String words = CLOSE_CODES.getOrDefault(code, "a code this program does not know");
        String said = words.contains(reason) ? "" : " (" + reason + ")";
        boolean forGood = code >= 200 && code < 300;
        return new Ending(
                forGood ? ExitCode.ENDED_FOR_GOOD : ExitCode.ENDED,
                "Omega closed the session with " + code + ": " + words + said + ". "
                        + (forGood ? "Connecting again does not help until somebody acts." : "Connect again."));
    }

    private static Ending ofTransportError(ConnectionTerminatedEvent event) {
        String who = event.closedByPeer() ? "Omega refused us: " : "We refused Omega: ";
        long alert = event.transportErrorCode() - CRYPTO_ERROR;
        if (alert < 0 || alert > 0xff) {
            return new Ending(ExitCode.ENDED, who + event.errorDescription() + ".");
        }
        String words = ALERTS.getOrDefault((int) alert, "see RFC 8446 section 6");
        return new Ending(ExitCode.REFUSED, who + "TLS alert " + alert + ", " + words + ".");
    }

    private static String lost(CloseReason reason) {
        return switch (reason) {
            case IdleTimeout -> "nothing came for longer than the idle timeout";
            case ConnectionLost -> "what we sent was not acknowledged";
            default -> "it knows nothing of this connection any more; it may have been restarted";
        };
    }

    /** Kwik shows the phrase only inside its own description: {@code Application error: 100 (phrase)}. */
    private static String reasonPhrase(ConnectionTerminatedEvent event) {
        String prefix = "Application error: " + event.applicationErrorCode() + " (";
        String description = event.errorDescription();
        return description.startsWith(prefix) ? description.substring(prefix.length(), description.length() - 1) : "";
    }

    static Ending ofServerCertificate(String fault) {
        return new Ending(
                ExitCode.REFUSED,
                "We refused Omega's certificate: " + fault + ". The CA that must have issued it is given with --ca.");
    }

    Failure failure(Throwable cause) {
        return new Failure(exitCode, words, cause);
    }
}
