package net.tensamin.omega.quic.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.tensamin.omega.quic.tls.Group;
import net.tensamin.omega.quic.tls.Groups;
import net.tensamin.omega.quic.tls.RevocationCheck;
import net.tensamin.omega.testing.BadNetwork;
import net.tensamin.omega.testing.QuicheClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In which group a client of another make (BoringSSL) and this server exchange keys, over real sockets. */
class KeyExchangeTest {
    private QuicFixture server;

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "X25519MLKEM768, X25519MLKEM768",
        "X25519MLKEM768:X25519, X25519MLKEM768",
        "X25519:X25519MLKEM768, X25519MLKEM768",
        "X25519, X25519",
        "P-256, P-256",
        "P-384, P-384",
        "P-384:X25519, P-384",
        "P-521, P-521"
    })
    void clientConnectsAtOnceWithTheGroupOfItsShare(String offered, String agreed) {
        serve(Groups.ALL);
        assertAgrees(offered, agreed);
        assertEquals(0, server.count("omega_quic_hello_retries_total"));
        assertEquals(1, server.count("omega_quic_suites_total{suite=\"TLS_AES_128_GCM_SHA256\"}"));
    }

    @ParameterizedTest
    @CsvSource({"P-384:X25519, X25519", "X25519:P-256, P-256", "X25519:P-384, P-384", "X25519:P-521, P-521"})
    void clientWhoseShareDoesNotFitIsAskedForAnother(String offered, String agreed) {
        serve(Groups.of(List.of(agreed), false));
        assertAgrees(offered, agreed);
        assertEquals(1, server.count("omega_quic_hello_retries_total"));
    }

    @Test
    void clientWithoutACommonGroupIsRefused() {
        serve(Groups.of(List.of("P-521"), false));
        try (QuicheClient client = connect("X25519")) {
            assertEquals(Optional.of(40), client.awaitClose().alert());
        }
    }

    /** A hello with the hybrid's share takes two datagrams. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void hybridHelloIsAnsweredThoughAPartOfItGetsLost(int which) {
        serve(Groups.ALL);
        try (BadNetwork network = new BadNetwork(server.address(), 1)) {
            network.loseAfter(which);
            try (QuicheClient client = QuicheClient.connect(
                    network.address(),
                    server.servers.certificate(),
                    server.clients.device(42),
                    List.of("X25519MLKEM768"))) {
                QuicheClient.Stream stream = client.openStream();
                stream.send("hello");
                assertEquals("hello", stream.awaitLine());
            }
        }
    }

    private void serve(Groups groups) {
        server = new QuicFixture(QuicFixture.settings(Duration.ofSeconds(10), groups), RevocationCheck.NOTHING_REVOKED);
        for (Group group : Group.values()) {
            assertEquals(true, server.meters.page().contains(sample(group.label()) + " 0"), "labels are there at once");
        }
    }

    private QuicheClient connect(String offered) {
        return QuicheClient.connect(
                server.address(), server.servers.certificate(), server.clients.device(42), List.of(offered.split(":")));
    }

    private void assertAgrees(String offered, String agreed) {
        try (QuicheClient client = connect(offered)) {
            QuicheClient.Stream stream = client.openStream();
            stream.send("hello");
            assertEquals("hello", stream.awaitLine());
            await().until(() -> server.count(sample(agreed)) == 1);
        }
    }

    private static String sample(String group) {
        return "omega_quic_groups_total{group=\"" + group + "\"}";
    }
}
