package net.tensamin.omega.quic.streams;

/**
 * One bidirectional stream that the client opened (SPEC §2). Thread-safe; no method blocks. Lines, which are messages in
 * whatever form the client's are, leave in the order of the calls; on a stream or connection that has ended they are forgotten.
 *
 * <p>While more than {@code omega.quic.send-queue} waits for the client, none of its lines on this stream is handled: so a
 * client gets no more replies than it reads. One that makes no progress for {@code omega.quic.stall-limit} while its queue
 * is full is closed with {@code 104}.
 */
public interface LineStream {
    /** Instead of a time, for a line that is not timed. */
    long UNTIMED = 0;

    /**
     * Queues one line however much waits already: a reply, or something as rare.
     *
     * @param utf8 the message, without LF or length
     */
    void send(byte[] utf8);

    /** Likewise, a line that is made as the client takes it; a stream that does not wait for its client takes all at once. */
    default void send(LongLine line) {
        send(line.whole());
    }

    /**
     * Queues one line if the client keeps up: at most half of the queue is used for such lines.
     *
     * @param utf8 the message, without LF or length
     * @param sinceNanos since when it is waited for, a reading of {@link System#nanoTime()}, for {@link
     *     Acceptor.Lines#sent}; or {@link #UNTIMED}
     * @return false if it was not queued; {@link Acceptor.Lines#writable} then tells when to go on
     */
    boolean offer(byte[] utf8, long sinceNanos);

    /** Likewise, for a line that is not timed. */
    default boolean offer(byte[] utf8) {
        return offer(utf8, UNTIMED);
    }

    /** Whether nothing goes out on it any more: the client reads no more of it, or the connection has ended. */
    boolean hasEnded();

    /** No line of this stream is handled until as many calls of {@link #resume}: an earlier one still waits for something. */
    void pause();

    void resume();
}
