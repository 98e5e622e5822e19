package net.tensamin.omega.tauri;

import java.time.Duration;
import net.tensamin.omega.quic.streams.CloseCode;

/**
 * How the server ends a session: the code that its connection is closed with, and words for people (SPEC §3).
 *
 * @param reason read by a client only where it says when to come back
 */
record SessionEnding(CloseCode code, String reason) {
    static final SessionEnding NOT_IDENTIFIED = new SessionEnding(CloseCode.NOT_IDENTIFIED, "not identified in time");
    static final SessionEnding HEARTBEAT_MISSED = new SessionEnding(CloseCode.HEARTBEAT_MISSED, "heartbeat missed");
    static final SessionEnding CERTIFICATE_ENDED = new SessionEnding(CloseCode.CERTIFICATE_ENDED, "certificate ended");
    static final SessionEnding REVOKED = new SessionEnding(CloseCode.REVOKED, "device revoked");
    static final SessionEnding ACCOUNT_REMOVED = new SessionEnding(CloseCode.ACCOUNT_REMOVED, "account removed");
    static final SessionEnding REPLACED =
            new SessionEnding(CloseCode.REPLACED, "replaced by a newer session of this device");
    static final SessionEnding TOO_MANY_ERRORS = abuse("too many errors");
    static final SessionEnding TOO_MANY_MESSAGES = abuse("too many messages");
    static final SessionEnding LINE_TOO_LONG = abuse("line too long");
    static final SessionEnding IDLE_TIMEOUT_TOO_SHORT = abuse("max_idle_timeout below 3 s");

    private static SessionEnding abuse(String reason) {
        return new SessionEnding(CloseCode.PROTOCOL_ABUSE, reason);
    }

    /** The client may come back, and is asked to wait so long first. */
    static SessionEnding comeBackAfter(Duration pause) {
        return new SessionEnding(CloseCode.GOING_AWAY, "retry-after-ms=" + pause.toMillis());
    }
}
