package net.tensamin.omega.quic.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import net.tensamin.omega.quic.tls.Outlet;

/**
 * A UDP socket on which a datagram that cannot be sent now counts as lost, which QUIC expects. Kwik would end the
 * sender of a connection at the first unreachable network.
 */
final class UdpSocket implements Outlet, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(UdpSocket.class.getName());
    private static final int RECEIVE_BUFFER = 4 << 20; // the host may give less

    private final DatagramChannel channel;
    private final InetSocketAddress address;

    /** @throws SocketException if the address cannot be bound */
    UdpSocket(InetSocketAddress address) throws SocketException {
        try {
            channel = DatagramChannel.open();
            this.address = open(address);
        } catch (SocketException e) {
            throw e;
        } catch (IOException e) {
            throw (SocketException) new SocketException(e.getMessage()).initCause(e);
        }
    }

    private InetSocketAddress open(InetSocketAddress wanted) throws IOException {
        boolean open = false;
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
            channel.configureBlocking(false);
            channel.bind(wanted);
            open = true;
            return new InetSocketAddress(wanted.getAddress(), channel.socket().getLocalPort());
        } finally {
            if (!open) {
                close();
            }
        }
    }

    /** Registers the socket for reads. */
    void register(Selector selector) throws IOException {
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Discards what waits to be received, or as much of it as the host buffers. */
    void discardWaiting() {
        ByteBuffer nothing = ByteBuffer.allocate(0);
        try {
            for (int i = 0; i < RECEIVE_BUFFER && receive(nothing) != null; i++) {}
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "what waited is received after all", e);
        }
    }

    /** @return where the datagram comes from that was put into the buffer; null if there is none now, as on a closed socket */
    InetSocketAddress receive(ByteBuffer buffer) throws IOException {
        try {
            return (InetSocketAddress) channel.receive(buffer);
        } catch (ClosedChannelException e) { // its address is gone, or the server
            LOG.log(Level.TRACE, "socket closed", e);
            return null;
        }
    }

    @Override
    public void send(byte[] datagram, InetSocketAddress to) {
        try {
            channel.send(ByteBuffer.wrap(datagram), to);
        } catch (IOException | IllegalArgumentException e) { // the latter also of an address nobody resolved
            LOG.log(Level.DEBUG, "datagram not sent", e);
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "socket not closed properly", e);
        }
    }
}
