package net.tensamin.omega.omikron;

import net.tensamin.omega.websocket.Fault;

/** Why Omega closes a link, with the close code of RFC 6455 §7.4.1. */
enum Closing {
    GOING_AWAY(1001, "server going away"),
    PROTOCOL(1002, "not the WebSocket protocol"),
    TEXT_ONLY(1003, "text frames only"),
    NOT_UTF_8(1007, "not UTF-8"),
    NOT_AUTHENTICATED(1008, "not authenticated"),
    SILENT(1008, "silent for too long"),
    REPLACED(1008, "replaced by a newer link of this Omikron"),
    CHANGED(1008, "this Omikron was removed, or has another key"),
    READS_TOO_SLOWLY(1008, "reads too slowly"),
    TOO_BIG(1009, "frame too long"),
    INTERNAL_ERROR(1011, "internal error");

    private final int code;
    private final String reason;

    Closing(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    static Closing of(Fault fault) {
        return switch (fault) {
            case PROTOCOL -> PROTOCOL;
            case NOT_UTF_8 -> NOT_UTF_8;
            case TOO_BIG -> TOO_BIG;
        };
    }

    int code() {
        return code;
    }

    String reason() {
        return reason;
    }
}
