package net.tensamin.omega.bench.floor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** One {@code sendto} and one {@code recvfrom} on loopback, as the JDK makes them. */
final class Datagrams implements AutoCloseable {
    private static final int BATCH = 64; // fits into a socket's buffer as Linux gives it
    private final DatagramChannel sender = open();
    private final DatagramChannel receiver = open();
    private final SocketAddress address = receiver.getLocalAddress();
    private final ByteBuffer buffer;

    /** @param bytes of a datagram */
    Datagrams(int bytes) throws IOException {
        buffer = ByteBuffer.allocateDirect(bytes);
    }

    private static DatagramChannel open() throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.configureBlocking(false);
        return channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    double sendNanos() throws Exception {
        double nanos = ThreadTime.nanosEach(BATCH, this::send);
        ThreadTime.nanosEach(BATCH, this::receive);
        return nanos;
    }

    double receiveNanos() throws Exception {
        ThreadTime.nanosEach(BATCH, this::send);
        return ThreadTime.nanosEach(BATCH, this::receive);
    }

    private void send() throws IOException {
        sender.send(buffer.clear(), address);
    }

    private void receive() throws IOException {
        if (receiver.receive(buffer.clear()) == null) {
            throw new IOException("a datagram was lost on loopback");
        }
    }

    @Override
    public void close() throws IOException {
        sender.close();
        receiver.close();
    }
}
