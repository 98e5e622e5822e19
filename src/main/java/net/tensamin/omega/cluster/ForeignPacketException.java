package net.tensamin.omega.cluster;

/** A packet that no node has sealed with the secret of this one: of a stranger, of a node with another secret, or changed on its way. */
final class ForeignPacketException extends Exception {
    private static final long serialVersionUID = 1L;

    ForeignPacketException(Throwable cause) {
        super(cause);
    }
}
