package net.tensamin.omega.quic.server;

import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Has the server listen on the addresses that the host has, as they come and go. For one thread. */
final class AddressFollower {
    private static final System.Logger LOG = System.getLogger(AddressFollower.class.getName());
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(3);
    private static final int LOOKS_UNTIL_CLOSED = 20; // an interface may be down for a moment

    private final Sockets sockets;
    private final Supplier<Set<InetAddress>> host;
    private final Map<InetAddress, Integer> missing = new HashMap<>();
    private InetAddress failing;

    /** @param host the addresses to listen on now */
    AddressFollower(Sockets sockets, Supplier<Set<InetAddress>> host) {
        this.sockets = sockets;
        this.host = host;
    }

    /** Works until its thread is interrupted. */
    void run() {
        try {
            while (true) {
                Thread.sleep(BETWEEN_LOOKS.toMillis());
                tryToFollow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What fails now may work the next time. */
    private void tryToFollow() {
        try {
            follow();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the addresses of this host could not be followed", e);
        }
    }

    /** Opens new addresses, and closes those that have been gone for some time; the last one that is open stays. */
    void follow() {
        Set<InetAddress> now = host.get();
        Set<InetAddress> before = listening();
        now.stream().filter(address -> !before.contains(address)).forEach(this::open);
        missing.keySet().removeAll(now);
        before.stream().filter(address -> !now.contains(address)).forEach(this::miss);
    }

    private Set<InetAddress> listening() {
        return sockets.addresses().stream().map(InetSocketAddress::getAddress).collect(Collectors.toSet());
    }

    private void open(InetAddress address) {
        try {
            if (sockets.take(address)) {
                LOG.log(Level.INFO, "QUIC listens on {0} too", sockets.text(address));
            }
        } catch (SocketException e) {
            Level level = address.equals(failing) ? Level.DEBUG : Level.WARNING;
            failing = address;
            LOG.log(level, "cannot listen on " + address.getHostAddress() + ", trying again", e);
        }
    }

    private void miss(InetAddress address) {
        if (missing.merge(address, 1, Integer::sum) >= LOOKS_UNTIL_CLOSED && sockets.drop(address)) {
            missing.remove(address);
            LOG.log(Level.INFO, "QUIC no longer listens on {0}: the address is gone", sockets.text(address));
        }
    }
}
