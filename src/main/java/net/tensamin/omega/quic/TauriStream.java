package net.tensamin.omega.quic;

/** One bidirectional stream that the client opened (SPEC §2). Thread-safe; no method blocks. */
public interface TauriStream {

    /**
     * Queues one line for the client; lines leave in the order of the calls. On a stream or connection that has ended it
     * does nothing. When the client does not read and the bounded queue is full, the connection is closed with
     * {@code 104}.
     *
     * @param utf8 the line without its LF
     */
    void send(byte[] utf8);
}
