package net.tensamin.omega.quic.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.tensamin.omega.quic.tls.Path;
import net.tensamin.omega.testing.Patience;
import org.junit.jupiter.api.Test;

class SocketsTest {
    private static final InetAddress FIRST = address("127.0.0.1");
    private static final InetAddress SECOND = address("127.0.0.2");
    private static final InetAddress THIRD = address("127.0.0.3");
    private static final InetAddress NOT_OURS = address("192.0.2.1");

    private final Set<InetAddress> host = new LinkedHashSet<>(List.of(FIRST, SECOND));

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<InetAddress> listening(Sockets sockets) {
        return sockets.addresses().stream().map(InetSocketAddress::getAddress).toList();
    }

    /** Answers come from the address that was asked. */
    @Test
    void theAddressThatWasAskedAnswers() throws IOException {
        try (Sockets sockets = new Sockets(host, 0);
                DatagramSocket client = new DatagramSocket(new InetSocketAddress(FIRST, 0))) {
            client.setSoTimeout((int) Patience.BOUND.toMillis());
            for (InetAddress asked : host) {
                client.send(new DatagramPacket(new byte[] {7}, 1, asked, sockets.port()));
                sockets.await();
                ByteBuffer buffer = ByteBuffer.allocate(10);
                Path path = sockets.receive(buffer);
                assertEquals(1, buffer.position());
                path.send(new byte[] {8});
                DatagramPacket answer = new DatagramPacket(new byte[10], 10);
                client.receive(answer);
                assertEquals(asked, answer.getAddress());
                assertNull(sockets.receive(buffer));
            }
        }
    }

    @Test
    void allHaveOnePort() throws SocketException {
        try (Sockets sockets = new Sockets(host, 0)) {
            assertEquals(List.of(FIRST, SECOND), listening(sockets));
            assertEquals(
                    Set.of(sockets.port()),
                    Set.copyOf(sockets.addresses().stream()
                            .map(InetSocketAddress::getPort)
                            .toList()));
            assertEquals("127.0.0.1:" + sockets.port() + ", 127.0.0.2:" + sockets.port(), sockets.toString());
        }
    }

    @Test
    void aPortThatAnotherServerHasAtOneAddressIsNotTaken() throws SocketException {
        try (Sockets other = new Sockets(Set.of(SECOND), 0)) {
            assertThrows(SocketException.class, () -> new Sockets(host, other.port()));
            try (Sockets elsewhere = new Sockets(Set.of(FIRST), other.port())) {
                assertEquals(List.of(FIRST), listening(elsewhere), "what was taken is free again");
            }
        }
    }

    @Test
    void anAddressThatIsNotUsableNowIsLeftForLater() throws SocketException {
        host.add(NOT_OURS);
        try (Sockets sockets = new Sockets(host, 0)) {
            assertFalse(sockets.take(NOT_OURS));
            assertEquals(List.of(FIRST, SECOND), listening(sockets));
        }
        assertThrows(SocketException.class, () -> new Sockets(Set.of(NOT_OURS), 0));
        assertThrows(SocketException.class, () -> new Sockets(Set.of(), 0));
    }

    @Test
    void onceClosedNoAddressIsTaken() throws SocketException {
        Sockets sockets = new Sockets(host, 0);
        sockets.close();
        assertFalse(sockets.take(THIRD));
        assertEquals(List.of(), listening(sockets));
    }

    @Test
    void aWildcardIsEachAddressOfTheHost() throws UnknownHostException {
        List<InetAddress> any = List.of(InetAddress.getByName("0.0.0.0"));
        assertTrue(HostAddresses.of(any).contains(FIRST));
        assertTrue(HostAddresses.of(any).stream().noneMatch(InetAddress::isAnyLocalAddress));
        assertTrue(HostAddresses.vary(any) && HostAddresses.vary(List.of(FIRST, InetAddress.getByName("::"))));
        assertEquals(Set.of(SECOND), HostAddresses.of(List.of(SECOND)));
    }

    /** A flood on one address does not starve the others. */
    @Test
    void addressesAreReceivedFromInTurn() throws IOException {
        try (Sockets sockets = new Sockets(host, 0);
                DatagramSocket client = new DatagramSocket(new InetSocketAddress(FIRST, 0))) {
            for (int i = 0; i < 10; i++) {
                client.send(new DatagramPacket(new byte[] {1}, 1, FIRST, sockets.port()));
            }
            client.send(new DatagramPacket(new byte[] {2}, 1, SECOND, sockets.port()));
            sockets.look();
            ByteBuffer buffer = ByteBuffer.allocate(10);
            sockets.receive(buffer);
            sockets.receive(buffer);
            assertEquals(3, buffer.get(0) + buffer.get(1));
        }
    }
}
