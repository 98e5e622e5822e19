package net.tensamin.omega.quic.tls;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Optional;

/** The socket of a connection that is about to end: remembers the last datagram sent. */
final class LastWordSocket extends DatagramSocket {
    private final DatagramSocket outlet;
    private volatile byte[] last;

    LastWordSocket(DatagramSocket outlet) throws SocketException {
        super((SocketAddress) null);
        super.close(); // what it opens by itself is of no use
        this.outlet = outlet;
    }

    @Override
    public void send(DatagramPacket datagram) throws IOException {
        int from = datagram.getOffset();
        last = Arrays.copyOfRange(datagram.getData(), from, from + datagram.getLength());
        outlet.send(datagram);
    }

    Optional<byte[]> last() {
        return Optional.ofNullable(last);
    }
}
