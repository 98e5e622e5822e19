package net.tensamin.omega.quic.server;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import net.tensamin.omega.quic.tls.RevocationCheck;
import net.tensamin.omega.testing.QuicheClient;

/** A host of its own with a server on the wildcard: ends well if each of its addresses answers, one that comes later too. */
final class NamespaceHost {
    private static final List<String> ADDRESSES = List.of("192.0.2.1", "2001:db8::1");
    private static final String LATER = "192.0.2.2";

    private NamespaceHost() {}

    public static void main(String[] none) throws IOException, InterruptedException {
        ip("link", "set", "lo", "up");
        ip("addr", "add", "192.0.2.1/32", "dev", "lo");
        ip("-6", "addr", "add", "2001:db8::1/128", "dev", "lo", "nodad");
        try (QuicFixture server = new QuicFixture(onTheWildcard(), RevocationCheck.NOTHING_REVOKED)) {
            for (String address : ADDRESSES) {
                connect(server, address);
            }
            ip("addr", "add", LATER + "/32", "dev", "lo");
            await().atMost(Duration.ofSeconds(60)).until(() -> isTaken(LATER, server.listener.port()));
            connect(server, LATER);
        }
        System.exit(0); // whatever the client's library has left running
    }

    private static void ip(String... arguments) throws IOException, InterruptedException {
        String[] command = Stream.concat(Stream.of("ip"), Stream.of(arguments)).toArray(String[]::new);
        int result = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (result != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed");
        }
    }

    private static Settings onTheWildcard() throws IOException {
        Settings usual = QuicFixture.settings(Duration.ofSeconds(10));
        return new Settings(
                List.of(InetAddress.getByName("0.0.0.0")),
                0,
                usual.protocols(),
                usual.handshakeTimeout(),
                usual.idleTimeout(),
                usual.streams(),
                usual.cryptoProviders(),
                true,
                usual.groups(),
                usual.gate());
    }

    /** Its client takes no answer from another address than that which it asked. */
    private static void connect(QuicFixture server, String address) throws IOException {
        InetSocketAddress asked = new InetSocketAddress(InetAddress.getByName(address), server.listener.port());
        try (QuicheClient client =
                QuicheClient.connect(asked, server.servers.certificate(), server.clients.device(42))) {
            QuicheClient.Stream talk = client.openStream();
            talk.send(address);
            if (!talk.awaitLine().equals(address)) {
                throw new IllegalStateException(address + " answers something else");
            }
        }
    }

    private static boolean isTaken(String address, int port) throws IOException {
        try (DatagramSocket free = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(address), port))) {
            return !free.isBound();
        } catch (SocketException taken) {
            return true;
        }
    }
}
