package net.tensamin.omega.quic.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.pki.KeyMaterial;
import net.tensamin.omega.quic.tls.RevocationCheck;
import net.tensamin.omega.testing.BadNetwork;
import net.tensamin.omega.testing.QuicheClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import net.tensamin.omega.testing.UdpBalancer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three nodes behind a balancer, as src/site/several-nodes.md has it. */
class BalancedNodesTest {
    private final TestAuthority servers = TestAuthority.named("Servers");
    private final TestAuthority clients = TestAuthority.named("Clients");
    private final TestIdentity device = clients.device(42);
    private final List<RecordingAcceptor> acceptors =
            Stream.generate(RecordingAcceptor::new).limit(3).toList();
    private final List<QuicListener> nodes = new ArrayList<>();
    private UdpBalancer balancer;
    private BadNetwork nat;

    private void serve(boolean migration, Function<InetSocketAddress, Object> flow) throws SocketException {
        TestIdentity server = servers.server();
        KeyMaterial keys = new KeyMaterial(server.key(), server.chain(), List.of(clients.certificate()));
        for (RecordingAcceptor acceptor : acceptors) {
            nodes.add(QuicListener.open(
                    settings(migration), keys, RevocationCheck.NOTHING_REVOKED, acceptor, new Meters()));
        }
        InetAddress loopback = InetAddress.getLoopbackAddress();
        balancer = new UdpBalancer(
                flow,
                nodes.stream()
                        .map(node -> new InetSocketAddress(loopback, node.port()))
                        .toList());
        nat = new BadNetwork(balancer.address(), 1);
    }

    private static Settings settings(boolean migration) {
        Settings usual = QuicFixture.settings(Duration.ofSeconds(10));
        return new Settings(
                usual.addresses(),
                usual.port(),
                usual.protocols(),
                usual.handshakeTimeout(),
                usual.idleTimeout(),
                usual.streams(),
                usual.cryptoProviders(),
                migration,
                usual.groups(),
                usual.gate());
    }

    @AfterEach
    void stop() {
        nat.close();
        balancer.close();
        nodes.forEach(QuicListener::close);
    }

    private QuicheClient connect() {
        return QuicheClient.connect(nat.address(), servers.certificate(), device);
    }

    private static void say(QuicheClient.Stream stream, String line) {
        stream.send(line);
        assertEquals(line, stream.awaitLine());
    }

    /** Of each node, the lines that came to it. */
    private List<List<String>> heard() {
        return acceptors.stream().map(acceptor -> List.copyOf(acceptor.lines)).toList();
    }

    @Test
    void clientsAreDistributedAndEachStaysWhereItIs() throws SocketException {
        serve(false, UdpBalancer.BY_4_TUPLE);
        List<QuicheClient> connected =
                IntStream.range(0, 3).mapToObj(i -> connect()).toList();
        List<QuicheClient.Stream> streams =
                connected.stream().map(QuicheClient::openStream).toList();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 3; i++) {
                say(streams.get(i), i + " in round " + round);
            }
        }
        assertEquals(
                List.of(
                        List.of("0 in round 0", "0 in round 1"),
                        List.of("1 in round 0", "1 in round 1"),
                        List.of("2 in round 0", "2 in round 1")),
                heard());
        connected.forEach(QuicheClient::close);
    }

    /** Its datagrams come to a node that does not know it, and must not reset what is alive elsewhere (RFC 9000 §10.3.2). */
    @Test
    void aClientThatComesToAnotherNodeIsNotResetAndConnectsAgain() throws SocketException {
        serve(false, UdpBalancer.BY_4_TUPLE);
        try (QuicheClient client = connect()) {
            QuicheClient.Stream stream = client.openStream();
            say(stream, "before");

            nat.changePorts();
            stream.send("to another node");

            await().during(Duration.ofSeconds(1)).until(() -> !client.closedByServer());
            assertEquals(List.of(List.of("before"), List.of(), List.of()), heard());
            assertFalse(acceptors.get(0).channels.isEmpty());

            try (QuicheClient again = connect()) {
                say(again.openStream(), "connected again");
            }
            assertEquals(List.of(List.of("before"), List.of(), List.of("connected again")), heard());
        }
    }

    /** Here migration may stay on. */
    @Test
    void whereFlowsAreToldApartByAddressAloneAClientMayGetAnotherPort() throws SocketException {
        serve(true, UdpBalancer.BY_ADDRESS);
        try (QuicheClient client = connect()) {
            QuicheClient.Stream stream = client.openStream();
            say(stream, "before");
            for (int port = 0; port < 3; port++) {
                nat.changePorts();
                say(stream, "at another port " + port);
            }
            assertEquals(4, acceptors.get(0).lines.size());
            assertEquals(1, acceptors.get(0).channels.size());
        }
    }
}
