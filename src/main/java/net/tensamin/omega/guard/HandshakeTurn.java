package net.tensamin.omega.guard;

/** A client's part in the {@linkplain HandshakeTurns turns} of those that shake hands. */
final class HandshakeTurn {
    private volatile boolean begun;
    private volatile boolean given;

    /** Its handshake is worked on, perhaps not for the first time. */
    void begin() {
        begun = true;
    }

    boolean hasBegun() {
        return begun;
    }

    /** It is its turn. */
    void give() {
        given = true;
    }

    /** @return whether it had been given one */
    boolean take() {
        boolean had = given;
        given = false;
        return had;
    }
}
