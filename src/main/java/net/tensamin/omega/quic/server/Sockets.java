package net.tensamin.omega.quic.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import net.tensamin.omega.quic.tls.Path;

/**
 * One UDP socket for each address, all with one port: an answer leaves from the address that was asked, which the JDK does not
 * reveal for a wildcard socket. None is shared with another process, so that a second server does not take the port unnoticed.
 * {@link #await}, {@link #look} and {@link #receive} are for one thread, all others for any.
 */
class Sockets implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Sockets.class.getName());
    private static final int PORTS_TRIED = 20;

    private final SocketSelector selector;
    private final List<UdpSocket> open = new CopyOnWriteArrayList<>();
    private int port;

    /**
     * Takes the addresses that are usable now.
     *
     * @param port 0 takes a free one, the same for all
     * @throws SocketException if none is, or the port is taken at one of them
     */
    Sockets(Set<InetAddress> addresses, int port) throws SocketException {
        this.port = port;
        this.selector = new SocketSelector();
        boolean taken = false;
        try {
            takeAll(addresses);
            taken = true;
        } finally {
            if (!taken) {
                close();
            }
        }
    }

    /** @throws SocketException if an address that is configured cannot be taken */
    static Sockets open(Settings settings) throws SocketException {
        return new Sockets(HostAddresses.of(settings.addresses()), settings.port());
    }

    private void takeAll(Set<InetAddress> addresses) throws SocketException {
        boolean any = port == 0;
        for (int attempt = 1; open.isEmpty(); attempt++) {
            try {
                for (InetAddress address : addresses) {
                    take(address);
                }
                if (open.isEmpty()) {
                    throw new SocketException("no address to listen on");
                }
            } catch (SocketException e) {
                closeAll();
                if (!any || attempt == PORTS_TRIED) {
                    throw e;
                }
                port = 0;
            }
        }
    }

    /**
     * Listens on one more address. One that is not usable yet, as a new IPv6 address for a second, is left for later.
     *
     * @return whether it was taken
     * @throws SocketException if it is usable, and the port is taken there
     */
    synchronized boolean take(InetAddress address) throws SocketException {
        if (isClosed()) {
            return false; // one that is opened now would never be closed
        }
        try {
            open(address);
            return true;
        } catch (SocketException e) {
            if (isUsable(address)) {
                throw e;
            }
            LOG.log(Level.DEBUG, "an address is not usable now", e);
            return false;
        }
    }

    private static boolean isUsable(InetAddress address) {
        try {
            new UdpSocket(new InetSocketAddress(address, 0)).close();
            return true;
        } catch (SocketException e) {
            return false;
        }
    }

    private void open(InetAddress address) throws SocketException {
        UdpSocket socket = new UdpSocket(new InetSocketAddress(address, port));
        boolean registered = false;
        try {
            selector.register(socket);
            registered = true;
        } finally {
            if (!registered) {
                socket.close();
            }
        }
        port = socket.address().getPort();
        open.add(socket);
    }

    /** The UDP port in use. */
    int port() {
        return port;
    }

    /** Those on which datagrams are received now. */
    Collection<InetSocketAddress> addresses() {
        return open.stream().map(UdpSocket::address).toList();
    }

    /** One of them, for a datagram that no client has asked for. */
    UdpSocket first() {
        return open.get(0);
    }

    boolean isClosed() {
        return selector.isClosed();
    }

    /** Discards what waits to be received, or as much of it as the host buffers. */
    void discardWaiting() {
        open.forEach(UdpSocket::discardWaiting);
    }

    /**
     * Listens on an address no more, unless it is the only one.
     *
     * @return whether it was dropped
     */
    synchronized boolean drop(InetAddress address) {
        Optional<UdpSocket> dropped = open.stream()
                .filter(socket -> socket.address().getAddress().equals(address))
                .findAny()
                .filter(socket -> open.size() > 1);
        dropped.ifPresent(socket -> {
            open.remove(socket);
            socket.close();
            selector.wakeUp();
        });
        return dropped.isPresent();
    }

    /** In the usual notation. */
    @Override
    public String toString() {
        return addresses().stream()
                .map(InetSocketAddress::getAddress)
                .map(this::text)
                .collect(Collectors.joining(", "));
    }

    /** Likewise, of one address. */
    String text(InetAddress address) {
        String host = address.getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** Waits until there is something to receive, or all is closed. */
    void await() throws IOException {
        selector.await();
    }

    /** Likewise, without waiting: what comes next is asked for, whether there is anything or not. */
    void look() throws IOException {
        if (open.size() == 1) {
            selector.lookAt(open.get(0));
        } else {
            selector.look();
        }
    }

    /** @return the path of the datagram that was put into the buffer; null if there is none now */
    Path receive(ByteBuffer buffer) throws IOException {
        return selector.receive(buffer);
    }

    @Override
    public synchronized void close() {
        closeAll();
        selector.close();
    }

    private void closeAll() {
        List<UdpSocket> all = new ArrayList<>(open);
        open.clear();
        all.forEach(UdpSocket::close);
    }
}
