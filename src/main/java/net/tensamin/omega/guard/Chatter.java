package net.tensamin.omega.guard;

import java.util.concurrent.atomic.AtomicInteger;

/** What a client has sent over TLS without a byte of HTTP: key updates, empty records, or one handshake message without end. */
final class Chatter {
    private static final int MOST = 128 * 1024;

    private final AtomicInteger bytes = new AtomicInteger();

    /** @return whether it is too much */
    boolean add(int came) {
        return bytes.addAndGet(came) > MOST;
    }

    /** TLS has yielded something. */
    void end() {
        bytes.set(0);
    }
}
