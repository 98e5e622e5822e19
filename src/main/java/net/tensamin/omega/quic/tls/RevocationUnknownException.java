package net.tensamin.omega.quic.tls;

/** Whether a certificate was revoked cannot be told now. */
public final class RevocationUnknownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RevocationUnknownException(Throwable cause) {
        super(cause);
    }
}
