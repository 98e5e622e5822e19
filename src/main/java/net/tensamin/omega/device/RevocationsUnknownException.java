package net.tensamin.omega.device;

/** Which devices are revoked has not been known for too long: nobody can be let in. */
public class RevocationsUnknownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RevocationsUnknownException() {
        super("the database has not said for too long which devices are revoked");
    }
}
