package net.tensamin.omega.quic.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Deque;
import net.tensamin.omega.quic.tls.Path;

/** What there is to receive at some sockets. {@link #register}, {@link #wakeUp} and {@link #close} are for any thread, all others for one. */
final class SocketSelector implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SocketSelector.class.getName());

    private final Selector selector;
    private final Deque<UdpSocket> ready = new ArrayDeque<>();

    SocketSelector() throws SocketException {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw (SocketException) new SocketException(e.getMessage()).initCause(e);
        }
    }

    void register(UdpSocket socket) throws SocketException {
        try {
            socket.register(selector);
        } catch (IOException e) {
            throw (SocketException) new SocketException(e.getMessage()).initCause(e);
        }
        wakeUp();
    }

    /** Makes the waiting thread notice new sockets, and drop those that were closed. */
    void wakeUp() {
        selector.wakeup();
    }

    boolean isClosed() {
        return !selector.isOpen();
    }

    /** Waits until there is something to receive, or this is closed. */
    void await() throws IOException {
        ready.clear();
        try {
            selector.select(this::found);
        } catch (ClosedSelectorException e) {
            LOG.log(Level.TRACE, "sockets closed", e);
        }
    }

    /** Likewise, without waiting. */
    void look() throws IOException {
        ready.clear();
        try {
            selector.selectNow(this::found);
        } catch (ClosedSelectorException e) {
            LOG.log(Level.TRACE, "sockets closed", e);
        }
    }

    /** Reads from that socket next, whether anything waits there or not. */
    void lookAt(UdpSocket only) {
        ready.clear();
        ready.add(only);
    }

    private void found(SelectionKey key) {
        ready.add((UdpSocket) key.attachment());
    }

    /** @return the path of the datagram that was put into the buffer; null if there is none now */
    Path receive(ByteBuffer buffer) throws IOException {
        for (UdpSocket socket = ready.peek(); socket != null; socket = ready.peek()) {
            ready.remove();
            InetSocketAddress from = socket.receive(buffer);
            if (from != null) {
                ready.add(socket); // behind the others: none is starved
                return new Path(socket, from);
            }
        }
        return null;
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "selector not closed properly", e);
        }
    }
}
