package net.tensamin.omega.omikron;

/** Something in a frame that cannot be understood, and the error that its sender is told. */
final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final OmikronError error;

    Unreadable(OmikronError error) {
        super(error.wireName(), null, false, false);
        this.error = error;
    }

    OmikronError error() {
        return error;
    }
}
