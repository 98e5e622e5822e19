package net.tensamin.omega.quic.tls;

import java.net.InetSocketAddress;

/** Between an address of this server and one of a client: what came on one is answered on it (RFC 9000 §9). */
public record Path(Outlet outlet, InetSocketAddress peer) {
    public void send(byte[] datagram) {
        outlet.send(datagram, peer);
    }

    /** Whether only the client's port differs, as when a NAT forgot it (RFC 9000 §9.4); the server may have a new socket there. */
    boolean differsInPortOnly(Path other) {
        return outlet.address().equals(other.outlet.address())
                && peer.getAddress().equals(other.peer.getAddress());
    }
}
