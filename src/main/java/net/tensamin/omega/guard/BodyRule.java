package net.tensamin.omega.guard;

/**
 * What becomes of a request's body.
 *
 * @param most bytes that are read for the call; beyond, 413
 * @param refusal the status for a client that may not make the call, 0 for one that may
 */
record BodyRule(int most, int refusal) {
    /** Of a call that takes none: one that the client sends all the same is discarded. */
    static final BodyRule UNEXPECTED = new BodyRule(0, 0);

    static BodyRule takes(int most) {
        return new BodyRule(most, 0);
    }

    static BodyRule refused(int status) {
        return new BodyRule(0, status);
    }

    boolean isRead() {
        return most > 0;
    }

    /** The answer to a body that is longer than this allows. */
    int tooLong() {
        return refusal == 0 ? 413 : refusal;
    }

    /** Whose body it is that a request announces. */
    interface Rules {
        BodyRule of(RequestHead request);
    }
}
