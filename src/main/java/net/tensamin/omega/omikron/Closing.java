package net.tensamin.omega.omikron;

/** Why Omega closes a link, with the close code of RFC 6455 §7.4.1. */
enum Closing {
    GOING_AWAY(1001, "server going away"),
    TEXT_ONLY(1003, "text frames only"),
    NOT_AUTHENTICATED(1008, "not authenticated"),
    SILENT(1008, "silent for too long"),
    REPLACED(1008, "replaced by a newer link of this Omikron"),
    READS_TOO_SLOWLY(1008, "reads too slowly"),
    INTERNAL_ERROR(1011, "internal error");

    private final int code;
    private final String reason;

    Closing(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    int code() {
        return code;
    }

    String reason() {
        return reason;
    }
}
