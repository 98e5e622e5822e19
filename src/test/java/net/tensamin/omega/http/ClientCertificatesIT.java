package net.tensamin.omega.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Client certificates of many shapes at the ports as they ship: what one takes, the other takes (SPEC §1). */
@ArquillianTest
@Timeout(120)
class ClientCertificatesIT {
    private static final long ALICE = 42;
    private static final String PENDING = "api/get/notifications/42";

    @Deployment(testable = false)
    static WebArchive omega() {
        return OmegaDeployment.war(Map.of());
    }

    @TempDir
    private Path files;

    private static TestAuthority clients() {
        return TestAuthority.development(OmegaDeployment.data());
    }

    private static TestAuthority.Request device() {
        return clients().certificate("device").user(ALICE).forClients();
    }

    private static Arguments shape(String name, Function<TestAuthority, TestIdentity> of) {
        return arguments(name, of);
    }

    private static Arguments keys(String name, KeyPair keys) {
        return shape(name, any -> device().keys(keys).issue());
    }

    static Stream<Arguments> taken() {
        return Stream.of(
                shape("URN in other letters", ca -> ca.certificate("urn")
                        .uri("URN:Tensamin:user:42")
                        .forClients()
                        .issue()),
                shape("an expired and a renewed issuer", ClientCertificatesIT::expiredAndRenewed),
                shape(
                        "ten certificates",
                        ca -> withStrangers(ca.intermediate("Below").device(ALICE), 7)),
                keys("EC P-384", TestAuthority.p384()),
                keys("EC P-521", TestAuthority.p521()),
                keys("RSA 2048", TestAuthority.rsa2048()));
    }

    private static TestIdentity expiredAndRenewed(TestAuthority authority) {
        KeyPair keys = TestAuthority.p256();
        TestAuthority expired =
                authority.certificate("Renewed").keys(keys).expired().authorityIssued();
        TestAuthority renewed = authority.certificate("Renewed").keys(keys).authorityIssued();
        return expired.device(ALICE).sending(renewed.certificate());
    }

    private static TestIdentity withStrangers(TestIdentity device, int strangers) {
        TestIdentity sending = device;
        for (int i = 0; i < strangers; i++) {
            sending = sending.sending(TestAuthority.named("Below").certificate());
        }
        return sending;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("taken")
    void areTakenByBothPorts(String name, Function<TestAuthority, TestIdentity> shape) throws Exception {
        TestIdentity identity = shape.apply(clients());
        assertEquals(200, get(OmegaTls.showing(identity)));
        TauriClient.identified(identity, ALICE).close();
    }

    static Stream<Arguments> fromTheCommandLine() {
        return Stream.of(
                keys("EC P-384", TestAuthority.p384()),
                keys("EC P-521", TestAuthority.p521()),
                keys("RSA 2048", TestAuthority.rsa2048()),
                keys("Ed25519", TestAuthority.ed25519()),
                shape("two intermediates", ca -> ca.intermediate("Below")
                        .intermediate("Further below")
                        .device(ALICE)));
    }

    /** Over QUIC, with files as its users have them. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void fromTheCommandLine(String name, Function<TestAuthority, TestIdentity> shape) throws Exception {
        TestIdentity identity = shape.apply(clients());
        Path certificate = identity.writeChain(files.resolve("device.pem"));
        Path key = identity.writeKey(files.resolve("device.key"));
        Path said = files.resolve("said");

        Process pending = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        System.getProperty("omega.cli"),
                        "pending",
                        "--user",
                        Long.toString(ALICE),
                        "--port",
                        Integer.toString(OmegaDeployment.quicPort()),
                        "--data-dir",
                        OmegaDeployment.data().toString(),
                        "--cert",
                        certificate.toString(),
                        "--key",
                        key.toString(),
                        "--json")
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();

        assertEquals(0, pending.waitFor(), Files.readString(said));
        assertTrue(Files.readString(said).contains("\"type\":\"get_notifications\""), Files.readString(said));
    }

    /** BoringSSL, which QUIC's test client has, proves no such key; {@code HandshakeEngineTest} does. */
    static Stream<Arguments> takenByHttps() {
        return Stream.of(
                keys("Ed25519", TestAuthority.ed25519()),
                keys("RSASSA-PSS", TestAuthority.rsassaPss(null)),
                keys("RSASSA-PSS for SHA-256", TestAuthority.rsassaPss("SHA-256")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("takenByHttps")
    void areTakenByHttps(String name, Function<TestAuthority, TestIdentity> shape) throws Exception {
        assertEquals(200, get(OmegaTls.showing(shape.apply(clients()))));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                keys("RSA 1024", TestAuthority.rsa(1024)),
                shape("for anything", ca -> ca.certificate("any")
                        .user(ALICE)
                        .extendedKeyUsage(KeyPurposeId.anyExtendedKeyUsage)
                        .issue()),
                shape("name constraints on URIs", ClientCertificatesIT::constrained),
                shape("signed with SHA-1", any -> device().signedWith("SHA1withECDSA")
                        .issue()),
                shape("nine like-named strangers", ca -> likeNamed(ca, 9)),
                shape("forty like-named strangers", ca -> likeNamed(ca, 40)));
    }

    private static TestIdentity constrained(TestAuthority authority) {
        GeneralSubtree[] hosts = {new GeneralSubtree(new GeneralName(GeneralName.uniformResourceIdentifier, ".net"))};
        return authority
                .certificate("Constrained")
                .extension("2.5.29.30", true, new NameConstraints(hosts, null))
                .authorityIssued()
                .device(ALICE);
    }

    private static TestIdentity likeNamed(TestAuthority authority, int strangers) {
        String name =
                authority.certificate().getSubjectX500Principal().getName().substring("CN=".length());
        TestIdentity sending = TestAuthority.named(name).device(ALICE);
        for (int i = 0; i < strangers; i++) {
            sending = sending.sending(TestAuthority.named(name).certificate());
        }
        return sending;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void areRefusedByBothPorts(String name, Function<TestAuthority, TestIdentity> shape) throws Exception {
        final int badCertificate = 42;
        TestIdentity identity = shape.apply(clients());
        SSLContext showing = OmegaTls.showing(identity);
        assertThrows(IOException.class, () -> get(showing));
        assertEquals(Optional.of(badCertificate), refusal(identity));
    }

    private static Optional<Integer> refusal(TestIdentity identity) {
        try (TauriClient client = TauriClient.connect(identity)) {
            return client.awaitClose().alert();
        } catch (IllegalStateException refusedAtOnce) {
            return Optional.of(
                    Integer.parseInt(refusedAtOnce.getMessage().replaceAll(".*error=(\\d+).*", "$1")) - 0x100);
        }
    }

    /** A resumed session is one whose certificate nobody looks at in its handshake: what speaks then is the request's answer. */
    @Test
    void aCertificateThatEndedSpeaksForNobodyWhetherItsConnectionGoesOnOrIsResumed() throws Exception {
        assertEquals(200, get(OmegaTls.demo("user-42")), "the first call takes long");
        Instant end = Instant.now().plusSeconds(15);
        TestIdentity ending =
                device().validity(Instant.now().minusSeconds(60), end).issue();
        SSLContext showing = OmegaTls.showing(ending);
        HttpClient open = HttpClient.newBuilder().sslContext(showing).build();
        assertEquals(200, get(open));

        await().atMost(Duration.ofSeconds(60)).until(() -> get(open) == 401);

        assertEquals(401, get(showing), "resumed");
        SSLContext anew = OmegaTls.showing(ending);
        assertThrows(IOException.class, () -> get(anew));
    }

    private static int get(SSLContext caller) throws IOException, InterruptedException {
        return get(HttpClient.newBuilder().sslContext(caller).build());
    }

    private static int get(HttpClient client) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(OmegaDeployment.https().resolve(PENDING)).build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }
}
