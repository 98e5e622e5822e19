package net.tensamin.omega.interop;

/** A client said that its stack has no such thing. */
final class CannotException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CannotException(String why) {
        super(why);
    }
}
