package net.tensamin.omega.canary;

import java.util.Locale;

/** What a try does, in this order. */
enum Step {
    /** What an earlier try left is read. */
    RESET,
    /** A handshake with a client certificate; the server's certificate must be valid today. */
    CONNECT,
    IDENTIFY,
    /** A notice, until the device has the push. */
    PUSH,
    /** A ping, and the pong that proves the push. */
    PROOF,
    /** The device reads, until it is told that it may clear its badge. */
    READ;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
