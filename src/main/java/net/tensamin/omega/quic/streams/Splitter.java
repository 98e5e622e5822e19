package net.tensamin.omega.quic.streams;

/** Cuts a stream of bytes into messages as they come, however they are cut; each byte is looked at once. Holds no more than one message. */
interface Splitter {
    /**
     * Takes {@code bytes} from {@code from} to {@code to}, exclusive.
     *
     * @return false if a message is too long; nothing may be added any more
     */
    boolean add(byte[] bytes, int from, int to);

    /** The stream has ended. A message that has not is none. */
    void end();
}
