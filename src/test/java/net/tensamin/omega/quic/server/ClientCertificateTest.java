package net.tensamin.omega.quic.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.security.KeyPair;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import net.tensamin.omega.quic.tls.RevocationCheck;
import net.tensamin.omega.quic.tls.RevocationUnknownException;
import net.tensamin.omega.testing.QuicheClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of SPEC §1, with an independent QUIC client over real sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientCertificateTest {
    private static final int BAD_CERTIFICATE = 42;
    private static final int REVOKED = 44;
    private static final int EXPIRED = 45;
    private static final int UNKNOWN_CA = 48;
    private static final int DECRYPT_ERROR = 51;
    private static final int REQUIRED = 116;

    private final Set<Object> revoked = ConcurrentHashMap.newKeySet();
    private final QuicFixture server = new QuicFixture(QuicFixture.settings(Duration.ofSeconds(10)), revoked::contains);
    private final TestAuthority clients = server.clients;

    @BeforeEach
    void forget() {
        server.acceptor.forget();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    Stream<Arguments> acceptable() {
        TestAuthority intermediate = clients.intermediate("Intermediate");
        TestAuthority deeper = intermediate.intermediate("Deeper");
        TestAuthority stranger = TestAuthority.named("Stranger");
        return Stream.of(
                arguments("EC P-256", clients.device(42)),
                arguments("EC P-384", device().keys(TestAuthority.p384()).issue()),
                arguments("EC P-521", device().keys(TestAuthority.p521()).issue()),
                arguments("RSA 2048", device().keys(TestAuthority.rsa2048()).issue()),
                arguments("no usage named", clients.certificate("plain").issue()),
                arguments("one intermediate", intermediate.device(42)),
                arguments("two intermediates", deeper.device(42)),
                arguments("root sent along", clients.device(42).sending(clients.certificate())),
                arguments("stranger sent along", clients.device(42).sending(stranger.certificate())),
                arguments("an expired and a renewed issuer", expiredAndRenewed()),
                arguments("several packets", deeperWithLargeLeaf(deeper)));
    }

    /** Of one name and key. */
    private TestIdentity expiredAndRenewed() {
        KeyPair keys = TestAuthority.p256();
        TestAuthority expired =
                clients.certificate("Renewed").keys(keys).expired().authorityIssued();
        TestAuthority renewed = clients.certificate("Renewed").keys(keys).authorityIssued();
        return expired.device(42).sending(renewed.certificate());
    }

    private TestAuthority.Request device() {
        return clients.certificate("device").user(42).forClients();
    }

    private static TestIdentity deeperWithLargeLeaf(TestAuthority authority) {
        return authority.certificate("large").user(42).forClients().padded(9000).issue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("acceptable")
    void accepted(String name, TestIdentity identity) {
        try (QuicheClient client = server.connect(identity)) {
            QuicheClient.Stream stream = client.openStream();
            stream.send("hello");
            assertEquals("hello", stream.awaitLine());
            assertEquals(identity.certificate(), server.acceptor.channels.get(0).clientCertificate());
        }
    }

    /** Which the independent client cannot all show. */
    Stream<Arguments> acceptableFromOurs() {
        TestAuthority rsa = TestAuthority.of(clients.certificate("RSA")
                .keys(TestAuthority.rsa2048())
                .authority()
                .issue());
        TestAuthority ed25519 = TestAuthority.of(clients.certificate("Ed25519")
                .keys(TestAuthority.ed25519())
                .authority()
                .issue());
        return Stream.concat(
                acceptable(),
                Stream.of(
                        arguments(
                                "Ed25519",
                                device().keys(TestAuthority.ed25519()).issue()),
                        arguments(
                                "RSASSA-PSS",
                                device().keys(TestAuthority.rsassaPss(null)).issue()),
                        arguments("EC P-256 of RSA", rsa.device(42)),
                        arguments("EC P-256 of Ed25519", ed25519.device(42)),
                        arguments(
                                "EC P-384 of RSA",
                                rsa.certificate("device")
                                        .user(42)
                                        .forClients()
                                        .keys(TestAuthority.p384())
                                        .issue())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("acceptableFromOurs")
    void acceptedFromTheClientOfTheCommandLine(String name, TestIdentity identity) {
        try (KwikClient client = KwikClient.to(server.address(), identity)) {
            client.tryToSend("hello\n".getBytes(US_ASCII));
            await().until(() -> server.acceptor.lines.contains("hello"));
            assertEquals(identity.certificate(), server.acceptor.channels.get(0).clientCertificate());
        }
    }

    Stream<Arguments> unacceptable() {
        TestAuthority other = TestAuthority.named("Other");
        TestAuthority sameName = TestAuthority.named("Clients");
        TestAuthority intermediate = clients.intermediate("Intermediate");
        TestIdentity notAnAuthority = clients.device(7);
        return Stream.of(
                arguments("no certificate", REQUIRED, null),
                arguments("other authority", UNKNOWN_CA, other.device(42)),
                arguments(
                        "other authority sent along",
                        UNKNOWN_CA,
                        other.device(42).sending(other.certificate())),
                arguments("intermediate missing", UNKNOWN_CA, intermediateMissing(intermediate)),
                arguments("authority of the same name", BAD_CERTIFICATE, sameName.device(42)),
                arguments("expired", EXPIRED, device().expired().issue()),
                arguments("not yet valid", EXPIRED, device().notYetValid().issue()),
                arguments(
                        "expired, other authority",
                        UNKNOWN_CA,
                        other.certificate("old").expired().issue()),
                arguments("for servers", BAD_CERTIFICATE, forServers()),
                arguments("for anything", BAD_CERTIFICATE, forAnything()),
                arguments(
                        "RSA 1024",
                        BAD_CERTIFICATE,
                        device().keys(TestAuthority.rsa(1024)).issue()),
                arguments("name constraints on URIs", BAD_CERTIFICATE, constrained()),
                arguments(
                        "signed with SHA-1",
                        BAD_CERTIFICATE,
                        device().signedWith("SHA1withECDSA").issue()),
                arguments("like-named strangers", BAD_CERTIFICATE, likeNamed(sameName.device(42), 9)),
                arguments("forty like-named strangers", BAD_CERTIFICATE, likeNamed(sameName.device(42), 40)),
                arguments(
                        "issued by a device",
                        BAD_CERTIFICATE,
                        TestAuthority.of(notAnAuthority).device(42)),
                arguments("too many certificates", BAD_CERTIFICATE, elevenCertificates()),
                arguments("revoked", REVOKED, revoked(clients.device(42))));
    }

    private static TestIdentity intermediateMissing(TestAuthority intermediate) {
        TestIdentity whole = intermediate.device(42);
        return new TestIdentity(whole.key(), whole.chain().subList(0, 1));
    }

    private TestIdentity forServers() {
        return clients.certificate("server")
                .extendedKeyUsage(KeyPurposeId.id_kp_serverAuth)
                .issue();
    }

    private TestIdentity forAnything() {
        return clients.certificate("anything")
                .user(42)
                .extendedKeyUsage(KeyPurposeId.anyExtendedKeyUsage)
                .issue();
    }

    private TestIdentity constrained() {
        GeneralSubtree[] hosts = {new GeneralSubtree(new GeneralName(GeneralName.uniformResourceIdentifier, ".net"))};
        return clients.certificate("Constrained")
                .extension("2.5.29.30", true, new NameConstraints(hosts, null))
                .authorityIssued()
                .device(42);
    }

    /** With authorities that nobody trusts, whose name is that of the one we trust. */
    private static TestIdentity likeNamed(TestIdentity device, int strangers) {
        TestIdentity sending = device;
        for (int i = 0; i < strangers; i++) {
            sending = sending.sending(TestAuthority.named("Clients").certificate());
        }
        return sending;
    }

    private TestIdentity forKeyAgreement() {
        return clients.certificate("agreement").keyUsage(KeyUsage.keyAgreement).issue();
    }

    private TestIdentity elevenCertificates() {
        TestIdentity identity = clients.device(42);
        for (int i = 0; i < 10; i++) {
            identity = identity.sending(clients.certificate());
        }
        return identity;
    }

    private TestIdentity revoked(TestIdentity identity) {
        revoked.add(identity.certificate());
        return identity;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unacceptable")
    void refused(String name, int alert, TestIdentity identity) {
        try (QuicheClient client = server.connect(identity)) {
            sendEarly(client);
            assertEquals(Optional.of(alert), client.awaitClose().alert(), () -> client.awaitClose()
                    .toString());
        }
        await().until(() -> server.listener.connections() == 0);
        assertTrue(server.acceptor.channels.isEmpty());
        assertTrue(server.acceptor.lines.isEmpty());
    }

    /** RFC 9000 §20.1: it may come again. */
    @Test
    void whereRevocationsAreNotKnownAClientIsRefusedForNow() {
        final long connectionRefused = 0x2;
        RevocationCheck unknown = certificate -> {
            throw new RevocationUnknownException(new IllegalStateException("no database"));
        };
        try (QuicFixture lost = new QuicFixture(QuicFixture.settings(Duration.ofSeconds(10)), unknown);
                QuicheClient client = lost.connect(lost.clients.device(42))) {
            sendEarly(client);
            assertEquals(
                    new QuicheClient.Close(false, connectionRefused, "revocations are not known now"),
                    client.awaitClose());
            assertEquals(1, lost.count("omega_quic_refused_total{reason=\"revocations_unknown\"}"));
        }
    }

    /** With TLS 1.3 a client can send before it is refused. */
    private static void sendEarly(QuicheClient client) {
        if (client.connected()) {
            client.trySend("too early");
        }
    }

    @Test
    void otherProtocolIsRefused() {
        final int noApplicationProtocol = 120;
        try (QuicheClient client =
                QuicheClient.connect(server.address(), server.servers.certificate(), clients.device(42), "h3")) {
            assertEquals(Optional.of(noApplicationProtocol), client.awaitClose().alert());
        }
        await().until(() -> server.listener.connections() == 0);
    }
}
