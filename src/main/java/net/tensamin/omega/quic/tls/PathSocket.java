package net.tensamin.omega.quic.tls;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketAddress;
import java.net.SocketException;

/** The server's socket, as one client sees it that has moved. What may not be sent is lost, as a network would. */
final class PathSocket extends DatagramSocket {
    private final DatagramSocket shared;
    private final ClientPath path;

    PathSocket(DatagramSocket shared, ClientPath path) throws SocketException {
        super((SocketAddress) null);
        super.close(); // what it opens by itself is of no use
        this.shared = shared;
        this.path = path;
    }

    @Override
    public void send(DatagramPacket datagram) throws IOException {
        var destination = path.destination(datagram.getLength());
        if (destination.isPresent()) {
            datagram.setSocketAddress(destination.get());
            shared.send(datagram);
        }
    }
}
