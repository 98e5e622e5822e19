package net.tensamin.omega.quic.streams;

/** Application error codes of a close (SPEC §3): after 1xx a client reconnects, after 2xx it does not. */
public enum CloseCode {
    GOING_AWAY(100),
    HEARTBEAT_MISSED(101),
    REPLACED(102),
    NOT_IDENTIFIED(103),
    CLIENT_TOO_SLOW(104),
    REVOKED(200),
    PROTOCOL_ABUSE(201),
    /** Not after this one either, unless the client has another certificate: then at once. */
    CERTIFICATE_ENDED(202),
    ACCOUNT_REMOVED(203);

    private final long code;

    CloseCode(long code) {
        this.code = code;
    }

    public long code() {
        return code;
    }
}
