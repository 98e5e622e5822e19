package net.tensamin.omega.quic.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** An address of its own, that sends what it likes and counts what it gets. */
final class Stranger implements AutoCloseable {
    private static final int LARGEST_ANSWER = 1_500;
    private final ByteBuffer answer = ByteBuffer.allocate(LARGEST_ANSWER);
    private final DatagramChannel channel;
    private final InetSocketAddress server;
    private long sent;
    private long received;

    Stranger(InetSocketAddress server) {
        this.server = server;
        try {
            channel = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            channel.configureBlocking(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void send(byte[] datagram) {
        try {
            sent += channel.send(ByteBuffer.wrap(datagram), server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long sent() {
        return sent;
    }

    /** Bytes that have come so far. */
    long received() {
        try {
            while (channel.receive(answer.clear()) != null) {
                received += answer.position();
            }
            return received;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
