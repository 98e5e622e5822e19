package net.tensamin.omega.quic.streams;

/** What waits for a client on one of its streams. */
public final class Waiting {
    private Waiting() {}

    public static int bytes(LineStream stream) {
        return ((ClientStream) stream).queuedBytes();
    }
}
