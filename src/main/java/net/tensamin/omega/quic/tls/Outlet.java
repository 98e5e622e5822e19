package net.tensamin.omega.quic.tls;

import java.net.InetSocketAddress;

/** A UDP address of this server, as far as sending from it goes. What cannot be sent is lost, as in any network. Thread-safe. */
public interface Outlet {
    void send(byte[] datagram, InetSocketAddress to);

    InetSocketAddress address();
}
