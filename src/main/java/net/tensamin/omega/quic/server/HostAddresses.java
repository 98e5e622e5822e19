package net.tensamin.omega.quic.server;

import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * At which addresses the server is to be reached: those that are configured and, where one of these is a wildcard, each that the
 * host has at the moment. Of a network that is local as a whole (127/8) the host has those addresses that its interfaces name.
 */
final class HostAddresses {
    private static final System.Logger LOG = System.getLogger(HostAddresses.class.getName());

    private HostAddresses() {}

    /** Whether they come and go. */
    static boolean vary(List<InetAddress> configured) {
        return configured.stream().anyMatch(InetAddress::isAnyLocalAddress);
    }

    static Set<InetAddress> of(List<InetAddress> configured) {
        Set<InetAddress> addresses = new LinkedHashSet<>();
        configured.stream().filter(address -> !address.isAnyLocalAddress()).forEach(addresses::add);
        if (vary(configured)) {
            addresses.addAll(ofInterfaces());
        }
        return addresses;
    }

    private static Set<InetAddress> ofInterfaces() {
        Set<InetAddress> addresses = new LinkedHashSet<>();
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .forEach(addresses::add);
        } catch (SocketException e) {
            LOG.log(Level.WARNING, "the addresses of this host are not known now", e);
        }
        return addresses;
    }
}
