package net.tensamin.omega.quic.streams;

/** What the application makes of verified connections; exactly one bean implements it. */
public interface Acceptor {

    /** Called on a thread of the container before the first connection; what this throws stops the start. */
    default void opening() {}

    /**
     * Called on a thread of the container before all connections are closed, to say goodbye to clients as it likes. Payara has
     * closed the application's class loader by then: only classes that are loaded already can be used.
     */
    default void closing() {}

    /** Called once for each connection, after its handshake and before its first line. Must not block. */
    Lines accept(Channel channel);

    /**
     * Receives what one connection's streams carry, one call after another. None may block: the thread serves many
     * connections. What has to wait for something {@link LineStream#pause pauses} its stream.
     */
    interface Lines {

        /** One message, or what stands where one was to be and is none (SPEC §2). */
        void line(LineStream stream, byte[] utf8);

        /** The client sent a message longer than the limit; nothing more of this stream is read. */
        void lineTooLong(LineStream stream);

        /**
         * Whether the server's side of a stream stays open when the client has ended its own. If not, what is queued
         * still goes out, then the server ends its side too, and the client may open another stream instead.
         */
        default boolean keepsOpen(LineStream stream) {
            return false;
        }

        /** After {@link LineStream#offer} refused a line: the client has read on. */
        default void writable(LineStream stream) {}

        /**
         * The client reads nothing of this stream any more (STOP_SENDING, RFC 9000 §3.5), and perhaps has not read what was
         * sent; its own side goes on.
         */
        default void stopped(LineStream stream) {}

        /**
         * A line that was {@linkplain LineStream#offer(byte[], long) offered} with a time was given to QUIC. Nothing may be
         * asked of the stream meanwhile.
         *
         * @param nanos how long it was waited for
         */
        default void sent(long nanos) {}

        /** The client's certificate, or one that vouches for it, has expired; the connection is closed with 202 after this. */
        default void certificateEnded() {}

        /** The connection has ended, for whatever reason. Called once, after which no line comes. */
        void closed();
    }
}
