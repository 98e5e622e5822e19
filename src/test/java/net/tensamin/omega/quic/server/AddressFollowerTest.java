package net.tensamin.omega.quic.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AddressFollowerTest {
    private static final InetAddress FIRST = loopback(1);
    private static final InetAddress SECOND = loopback(2);
    private static final InetAddress THIRD = loopback(3);
    private static final int LOOKS_UNTIL_CLOSED = 20;

    private final Set<InetAddress> host = new LinkedHashSet<>(List.of(FIRST, SECOND));
    private final Sockets sockets = open();
    private final AddressFollower follower = new AddressFollower(sockets, () -> host);

    private static InetAddress loopback(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private Sockets open() {
        try {
            return new Sockets(host, 0);
        } catch (SocketException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() {
        sockets.close();
    }

    private List<InetAddress> listening() {
        return sockets.addresses().stream().map(InetSocketAddress::getAddress).toList();
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            follower.follow();
        }
    }

    @Test
    void addressesThatComeAreListenedOn() {
        host.add(THIRD);
        follower.follow();
        assertEquals(List.of(FIRST, SECOND, THIRD), listening());
    }

    @Test
    void anAddressIsClosedOnceItHasBeenGoneForLong() {
        host.remove(SECOND);
        look(LOOKS_UNTIL_CLOSED - 1);
        assertTrue(listening().contains(SECOND), "it may come back");
        follower.follow();
        assertEquals(List.of(FIRST), listening());
    }

    @Test
    void anAddressThatWasBackMeanwhileIsKeptAsLongAgain() {
        host.remove(SECOND);
        look(LOOKS_UNTIL_CLOSED - 1);
        host.add(SECOND);
        follower.follow();
        host.remove(SECOND);
        look(LOOKS_UNTIL_CLOSED - 1);
        assertTrue(listening().contains(SECOND));
    }

    @Test
    void theLastOneThatIsOpenIsClosedOnlyWhenAnotherHasCome() {
        host.clear();
        look(2 * LOOKS_UNTIL_CLOSED);
        assertEquals(1, listening().size());
        host.add(THIRD);
        follower.follow();
        assertEquals(List.of(THIRD), listening());
    }

    @Test
    void anAddressWhosePortIsTakenIsTriedAgain() throws SocketException {
        host.add(THIRD);
        Sockets other = new Sockets(Set.of(THIRD), sockets.port());
        try (other) {
            follower.follow();
            assertEquals(List.of(FIRST, SECOND), listening());
        }
        follower.follow();
        assertEquals(List.of(FIRST, SECOND, THIRD), listening());
    }
}
