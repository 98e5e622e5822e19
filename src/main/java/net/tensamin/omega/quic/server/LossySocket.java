package net.tensamin.omega.quic.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * A UDP socket on which a datagram that cannot be sent now is one that got lost, which QUIC expects. Kwik would end the
 * sender of a connection at the first unreachable network. Nobody waits for it but callers that ask to.
 */
class LossySocket extends DatagramSocket {
    private static final System.Logger LOG = System.getLogger(LossySocket.class.getName());
    private static final int RECEIVE_BUFFER = 4 << 20; // the host may give less

    private final DatagramChannel channel;
    private final Selector selector;

    LossySocket(InetSocketAddress address) throws SocketException {
        super((SocketAddress) null);
        super.close(); // what it opens by itself can only wait
        try {
            selector = Selector.open();
            channel = DatagramChannel.open();
            open(address);
        } catch (SocketException e) {
            throw e;
        } catch (IOException e) {
            throw (SocketException) new SocketException(e.getMessage()).initCause(e);
        }
    }

    private void open(InetSocketAddress address) throws IOException {
        boolean open = false;
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
            channel.configureBlocking(false);
            channel.bind(address);
            channel.register(selector, SelectionKey.OP_READ);
            open = true;
        } finally {
            if (!open) {
                close();
            }
        }
    }

    /** Waits until there is something to receive, or the socket is closed. */
    void await() throws IOException {
        try {
            selector.select(ready -> {});
        } catch (ClosedSelectorException e) {
            LOG.log(Level.TRACE, "socket closed", e);
        }
    }

    /** Loses what waits to be received, or as much of it as the host lets wait. */
    void discardWaiting() {
        ByteBuffer nothing = ByteBuffer.allocate(0);
        try {
            for (int i = 0; i < RECEIVE_BUFFER && receive(nothing) != null; i++) {}
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "what waited is received after all", e);
        }
    }

    /** @return where the datagram comes from that was put into the buffer; null if there is none now */
    InetSocketAddress receive(ByteBuffer buffer) throws IOException {
        return (InetSocketAddress) channel.receive(buffer);
    }

    @Override
    public void send(DatagramPacket datagram) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(datagram.getData(), datagram.getOffset(), datagram.getLength());
            channel.send(bytes, datagram.getSocketAddress());
        } catch (IOException | IllegalArgumentException e) { // the latter also of an address nobody resolved
            LOG.log(Level.DEBUG, "datagram not sent", e);
        }
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return channel.socket().getLocalSocketAddress();
    }

    @Override
    public int getLocalPort() {
        return channel.socket().getLocalPort();
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public void close() {
        try (selector) {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "socket not closed properly", e);
        }
    }
}
