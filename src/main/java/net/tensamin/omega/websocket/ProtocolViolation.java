package net.tensamin.omega.websocket;

/** Thrown where a client breaks RFC 6455; nothing it sends after that can be read. */
final class ProtocolViolation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Fault fault;

    ProtocolViolation(Fault fault, String what) {
        super(what);
        this.fault = fault;
    }

    Fault fault() {
        return fault;
    }
}
