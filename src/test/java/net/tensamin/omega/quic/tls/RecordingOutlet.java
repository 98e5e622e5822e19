package net.tensamin.omega.quic.tls;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what is sent from it, and sends nothing. */
public final class RecordingOutlet implements Outlet {
    private final List<byte[]> sent = new CopyOnWriteArrayList<>();
    private final InetSocketAddress address;

    public RecordingOutlet() {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9189));
    }

    RecordingOutlet(InetSocketAddress address) {
        this.address = address;
    }

    /** From nowhere in particular to a client. */
    public static Path to(InetSocketAddress client) {
        return new Path(new RecordingOutlet(), client);
    }

    public List<byte[]> sent() {
        return sent;
    }

    @Override
    public void send(byte[] datagram, InetSocketAddress to) {
        sent.add(datagram);
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }
}
