package net.tensamin.omega.quic;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;

/**
 * A UDP socket on which a datagram that cannot be sent is one that got lost, which QUIC expects. Kwik would end the
 * sender of a connection at the first unreachable network.
 */
class LossySocket extends DatagramSocket {
    private static final System.Logger LOG = System.getLogger(LossySocket.class.getName());
    private static final int RECEIVE_BUFFER = 1 << 20;

    LossySocket(InetSocketAddress address) throws SocketException {
        super(address);
        setReceiveBufferSize(RECEIVE_BUFFER);
    }

    @Override
    public void send(DatagramPacket datagram) {
        try {
            super.send(datagram);
        } catch (IOException | IllegalArgumentException e) {
            LOG.log(Level.DEBUG, "datagram not sent", e);
        }
    }
}
