package net.tensamin.omega.device;

/** It has not been known for too long which devices are revoked: nobody can be let in. */
public class RevocationsUnknownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RevocationsUnknownException() {
        super("the database has not said for too long which devices are revoked");
    }
}
