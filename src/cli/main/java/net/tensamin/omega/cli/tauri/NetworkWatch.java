package net.tensamin.omega.cli.tauri;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/** Notices that this device is in another network: by the address that the system would send from to Omega. Sends nothing. */
final class NetworkWatch {
    private static final String NO_WAY = "no way there";

    private final Supplier<String> ownAddress;
    private String last;

    private NetworkWatch(Supplier<String> ownAddress) {
        this.ownAddress = ownAddress;
        this.last = ownAddress.get();
    }

    static NetworkWatch towards(TauriServer server) {
        return of(() -> ownAddressTowards(server));
    }

    static NetworkWatch of(Supplier<String> ownAddress) {
        return new NetworkWatch(ownAddress);
    }

    /** Whether there is another way now than at the last call; that there is none any more is nothing to act on. */
    boolean changed() {
        String now = ownAddress.get();
        boolean changed = !now.equals(last) && !now.equals(NO_WAY);
        last = now;
        return changed;
    }

    private static String ownAddressTowards(TauriServer server) {
        InetSocketAddress there = new InetSocketAddress(server.host(), server.port());
        if (there.isUnresolved()) {
            return NO_WAY;
        }
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(there);
            return socket.getLocalAddress().getHostAddress();
        } catch (IOException | UncheckedIOException e) {
            return NO_WAY;
        }
    }
}
