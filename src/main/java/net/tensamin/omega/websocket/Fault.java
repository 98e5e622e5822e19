package net.tensamin.omega.websocket;

/** What a client does wrong, with the close code for it (RFC 6455 §7.4.1). */
public enum Fault {
    PROTOCOL(1002),
    NOT_UTF_8(1007),
    TOO_BIG(1009);

    private final int code;

    Fault(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
