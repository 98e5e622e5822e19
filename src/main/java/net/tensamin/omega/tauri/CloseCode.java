package net.tensamin.omega.tauri;

/** Application error codes of a close (SPEC §3): after 1xx a client reconnects, after 2xx it does not. */
enum CloseCode {
    GOING_AWAY(100),
    HEARTBEAT_MISSED(101),
    REPLACED(102),
    NOT_IDENTIFIED(103),
    REVOKED(200),
    PROTOCOL_ABUSE(201);

    private final long code;

    CloseCode(long code) {
        this.code = code;
    }

    long code() {
        return code;
    }
}
