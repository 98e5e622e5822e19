package net.tensamin.omega.quic.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tech.kwik.agent15.ProtectionKeysType;
import tech.kwik.agent15.TlsConstants.AlertDescription;
import tech.kwik.agent15.TlsConstants.CipherSuite;
import tech.kwik.agent15.TlsProtocolException;
import tech.kwik.agent15.alert.ErrorAlert;
import tech.kwik.agent15.handshake.CertificateMessage;
import tech.kwik.core.impl.TransportError;

class HandshakeEngineTest {

    static Stream<Arguments> everyMessageInEveryPhaseUnderEveryKeys() throws TlsProtocolException, IOException {
        List<byte[]> strangers = messagesOfServers();
        List<Arguments> cases = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            for (ProtectionKeysType protection : ProtectionKeysType.values()) {
                for (int own = 0; own < 4; own++) {
                    cases.add(arguments(phase, protection, own, null));
                }
                for (byte[] stranger : strangers) {
                    cases.add(arguments(phase, protection, -1, stranger));
                }
            }
        }
        return cases.stream();
    }

    /** ServerHello, EncryptedExtensions, CertificateRequest, and a ticket. */
    private static List<byte[]> messagesOfServers() throws TlsProtocolException, IOException {
        HandshakeRun run = HandshakeRun.at(Phase.CERTIFICATE);
        List<byte[]> messages = new ArrayList<>();
        run.events.sent.stream()
                .map(message -> message.getBytes())
                .filter(bytes -> bytes[0] == 2 || bytes[0] == 8 || bytes[0] == 13)
                .forEach(messages::add);
        messages.add(new tech.kwik.agent15.handshake.NewSessionTicketMessage(60, 1, new byte[] {1}, new byte[16])
                .getBytes());
        return messages;
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("everyMessageInEveryPhaseUnderEveryKeys")
    void onlyTheMessageWaitedForIsAccepted(Phase phase, ProtectionKeysType protection, int own, byte[] stranger)
            throws TlsProtocolException, IOException {
        HandshakeRun run = HandshakeRun.at(phase);
        HandshakeRun finishedElsewhere = HandshakeRun.at(Phase.CERTIFICATE);
        byte[] message = stranger != null ? stranger : message(run, finishedElsewhere, own);
        int finishedBefore = run.events.finished;
        if (phase.accepts(message[0], protection)) {
            run.deliver(message, protection);
            assertEquals(after(phase), run.engine.phase());
        } else {
            assertAlert(AlertDescription.unexpected_message, () -> run.deliver(message, protection));
            assertEquals(Phase.FAILED, run.engine.phase());
            assertEquals(finishedBefore, run.events.finished);
            assertFailsClosed(run.engine);
        }
    }

    private static Phase after(Phase phase) {
        return phase == Phase.HELLO ? Phase.CERTIFICATE : Phase.values()[phase.ordinal() + 1];
    }

    private static byte[] message(HandshakeRun run, HandshakeRun elsewhere, int index) {
        return run.messages().size() > index ? run.message(index) : elsewhere.message(index);
    }

    private static void assertFailsClosed(HandshakeEngine engine) {
        assertThrows(IllegalStateException.class, engine::peerCertificates);
        assertThrows(IllegalStateException.class, engine::getClientApplicationTrafficSecret);
        assertThrows(IllegalStateException.class, engine::getServerApplicationTrafficSecret);
        assertThrows(IllegalStateException.class, engine::getClientEarlyTrafficSecret);
    }

    @ParameterizedTest
    @EnumSource(names = {"HELLO", "SECOND_HELLO", "CERTIFICATE", "VERIFY", "FINISHED", "FAILED"})
    void withoutFinishedThereAreNeitherCertificatesNorApplicationKeys(Phase phase)
            throws TlsProtocolException, IOException {
        assertFailsClosed(HandshakeRun.at(phase).engine);
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"})
    void bothSidesComeToTheSameKeysWhichOutliveTheHandshake(CipherSuite suite)
            throws TlsProtocolException, IOException {
        HandshakeRun run = new HandshakeRun(suite, HandshakeRun.DEVICE);
        List<byte[]> atFinish = new ArrayList<>();
        run.engine.setStatusHandler(new HandshakeListener(() -> {
            atFinish.add(run.engine.getClientApplicationTrafficSecret());
            atFinish.add(run.engine.getServerApplicationTrafficSecret());
        }));
        run.exchangeHellos();
        for (int i = 1; i < 4; i++) {
            run.deliver(run.message(i), ProtectionKeysType.Handshake);
        }
        assertEquals(HandshakeRun.DEVICE.chain(), run.engine.peerCertificates());
        assertArrayEquals(run.client.getClientApplicationTrafficSecret(), atFinish.get(0));
        assertArrayEquals(run.client.getServerApplicationTrafficSecret(), atFinish.get(1));
    }

    @Test
    void keysAreForgottenOnceTheHandshakeIsComplete() throws TlsProtocolException, IOException {
        HandshakeEngine engine = HandshakeRun.at(Phase.DONE).engine;
        assertThrows(IllegalStateException.class, engine::getClientApplicationTrafficSecret);
        assertThrows(IllegalStateException.class, engine::getServerHandshakeTrafficSecret);
    }

    @Test
    void whatIsCompleteLetsGoOfTheClientAndStillRefusesEverything() throws TlsProtocolException, IOException {
        HandshakeRun run = HandshakeRun.at(Phase.DONE);
        run.engine.release();
        assertThrows(IllegalStateException.class, run.engine::peerCertificates);
        assertThrows(IllegalStateException.class, run.engine::authenticatedUntil);
        assertThrows(IllegalStateException.class, run.engine::getClientApplicationTrafficSecret);
        assertThrows(IllegalStateException.class, run.engine::getServerHandshakeTrafficSecret);
        assertTrue(run.engine.wasAuthenticated());
        assertThrows(HandshakeAlert.class, () -> run.deliver(run.message(3), ProtectionKeysType.Application));
        assertEquals(Phase.FAILED, run.engine.phase());
    }

    @Test
    void earlySecretsAreNeverAnnounced() throws TlsProtocolException, IOException {
        assertEquals(0, HandshakeRun.at(Phase.DONE).events.early);
    }

    @Test
    void emptyCertificateIsRefused() throws TlsProtocolException, IOException {
        HandshakeRun run = new HandshakeRun(CipherSuite.TLS_AES_128_GCM_SHA256, null);
        run.exchangeHellos();
        assertAlert(
                AlertDescription.certificate_required, () -> run.deliver(run.message(1), ProtectionKeysType.Handshake));
        assertFailsClosed(run.engine);
    }

    @Test
    void untrustedCertificateIsRefusedBeforeItsProofIsLookedAt() throws TlsProtocolException, IOException {
        var stranger = TestAuthority.named("Other").device(42);
        HandshakeRun run = new HandshakeRun(CipherSuite.TLS_AES_128_GCM_SHA256, stranger);
        run.exchangeHellos();
        assertAlert(AlertDescription.unknown_ca, () -> run.deliver(run.message(1), ProtectionKeysType.Handshake));
        assertAlert(
                AlertDescription.unexpected_message, () -> run.deliver(run.message(2), ProtectionKeysType.Handshake));
    }

    @Test
    void finishedOfAnotherHandshakeIsRefused() throws TlsProtocolException, IOException {
        HandshakeRun run = HandshakeRun.at(Phase.FINISHED);
        byte[] replayed = HandshakeRun.at(Phase.FINISHED).message(3);
        assertAlert(AlertDescription.decrypt_error, () -> run.deliver(replayed, ProtectionKeysType.Handshake));
    }

    @Test
    void proofOfAnotherHandshakeIsRefused() throws TlsProtocolException, IOException {
        HandshakeRun run = HandshakeRun.at(Phase.VERIFY);
        byte[] replayed = HandshakeRun.at(Phase.VERIFY).message(2);
        assertAlert(AlertDescription.decrypt_error, () -> run.deliver(replayed, ProtectionKeysType.Handshake));
    }

    static Stream<Arguments> keysAndTheirSchemes() {
        KeyPair anyPss = TestAuthority.rsassaPss(null);
        return Stream.of(
                arguments("P-256", TestAuthority.p256(), 0x0403),
                arguments("P-384", TestAuthority.p384(), 0x0503),
                arguments("P-521", TestAuthority.p521(), 0x0603),
                arguments("Ed25519", TestAuthority.ed25519(), 0x0807),
                arguments("RSA", TestAuthority.rsa2048(), 0x0804),
                arguments("RSASSA-PSS, SHA-256", anyPss, 0x0809),
                arguments("RSASSA-PSS, SHA-384", anyPss, 0x080a),
                arguments("RSASSA-PSS, SHA-512", anyPss, 0x080b),
                arguments("RSASSA-PSS for SHA-256 only", TestAuthority.rsassaPss("SHA-256"), 0x0809));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keysAndTheirSchemes")
    void clientsProveKeysOfEachKind(String kind, KeyPair keys, int scheme) throws Exception {
        HandshakeRun run = HandshakeRun.at(Phase.CERTIFICATE);
        KeyHolder client = new KeyHolder(run);
        TestIdentity device = device(keys);
        byte[] certificates = KeyHolder.certificates(device.chain());
        byte[] proof = client.properProof(certificates, device.key(), scheme);

        for (byte[] message : List.of(certificates, proof, client.finished(certificates, proof))) {
            run.deliver(message, ProtectionKeysType.Handshake);
        }

        assertEquals(device.chain(), run.engine.peerCertificates());
        assertEquals(device.certificate().getNotAfter().toInstant(), run.engine.authenticatedUntil());
    }

    static Stream<Arguments> keysAndOthersSchemes() {
        return Stream.of(
                arguments("RSASSA-PSS key, scheme for RSA keys", TestAuthority.rsassaPss(null), 0x0804),
                arguments("RSA key, scheme for RSASSA-PSS keys", TestAuthority.rsa2048(), 0x0809),
                arguments("key for SHA-256, scheme with SHA-384", TestAuthority.rsassaPss("SHA-256"), 0x080a));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keysAndOthersSchemes")
    void aSchemeThatIsNotForTheKeyIsRefused(String what, KeyPair keys, int scheme) throws Exception {
        HandshakeRun run = HandshakeRun.at(Phase.CERTIFICATE);
        byte[] certificates = KeyHolder.certificates(device(keys).chain());
        run.deliver(certificates, ProtectionKeysType.Handshake);
        byte[] proof = ByteBuffer.allocate(4 + 4 + 256)
                .putInt(15 << 24 | 4 + 256)
                .putShort((short) scheme)
                .putShort((short) 256)
                .array();
        assertAlert(AlertDescription.illegal_parameter, () -> run.deliver(proof, ProtectionKeysType.Handshake));
    }

    private static TestIdentity device(KeyPair keys) {
        return HandshakeRun.CLIENTS
                .certificate("device")
                .user(42)
                .forClients()
                .keys(keys)
                .issue();
    }

    /** RFC 8446 §4.2.3, by their numbers. */
    @Test
    void theServerAsksForProofsOfEachKindAndForNoWeakCertificates() {
        String request = HexFormat.of().formatHex(new CertificateRequest().getBytes());
        String proofs = "040305030603080708040805080608090" + "80a080b";
        assertTrue(request.contains("000d0016" + "0014" + proofs), request);
        assertTrue(request.contains("0032001c" + "001a" + proofs + "040105010601"), request);
    }

    @Test
    void serversOwnProofReflectedIsRefused() throws TlsProtocolException, IOException {
        HandshakeRun run = HandshakeRun.at(Phase.VERIFY);
        byte[] servers = run.events.sent.stream()
                .map(message -> message.getBytes())
                .filter(bytes -> bytes[0] == 15)
                .findFirst()
                .orElseThrow();
        assertAlert(AlertDescription.decrypt_error, () -> run.deliver(servers, ProtectionKeysType.Handshake));
    }

    @Test
    void serversOwnCertificateReflectedIsRefused() throws TlsProtocolException, IOException {
        HandshakeRun run = HandshakeRun.at(Phase.CERTIFICATE);
        byte[] servers = run.events.sent.stream()
                .filter(message -> message.getClass() == CertificateMessage.class)
                .map(message -> message.getBytes())
                .findFirst()
                .orElseThrow();
        assertAlert(AlertDescription.unknown_ca, () -> run.deliver(servers, ProtectionKeysType.Handshake));
    }

    static Stream<Arguments> extensionsThatMustBeThere() {
        return Stream.of(
                arguments(43, AlertDescription.protocol_version),
                arguments(51, AlertDescription.missing_extension),
                arguments(13, AlertDescription.missing_extension));
    }

    @ParameterizedTest
    @MethodSource("extensionsThatMustBeThere")
    void helloWithoutAnExtensionThatMustBeThereIsRefused(int extension, AlertDescription alert) {
        HandshakeRun run = new HandshakeRun();
        byte[] hello = run.message(0).clone();
        int at = extensionAt(hello, extension);
        hello[at] = (byte) 0xfa;
        assertAlert(alert, () -> run.deliver(hello, ProtectionKeysType.None));
        assertFailsClosed(run.engine);
    }

    @Test
    void helloWithAnExtensionTwiceIsRefused() {
        HandshakeRun run = new HandshakeRun();
        byte[] hello = run.message(0);
        int at = extensionAt(hello, 43);
        int length = 4 + ByteBuffer.wrap(hello).getShort(at + 2);
        ByteBuffer twice = ByteBuffer.allocate(hello.length + length);
        twice.put(hello).put(hello, at, length);
        int extensionsAt = extensionsAt(hello);
        twice.putShort(extensionsAt, (short) (twice.getShort(extensionsAt) + length));
        twice.putShort(2, (short) (twice.limit() - 4));
        assertAlert(AlertDescription.illegal_parameter, () -> run.deliver(twice.array(), ProtectionKeysType.None));
    }

    @Test
    void helloForOtherCiphersIsRefused() {
        HandshakeRun run = new HandshakeRun();
        byte[] hello = run.message(0).clone();
        hello[4 + 2 + 32 + 1 + 2 + 1] = 0x04; // TLS_AES_128_CCM_SHA256
        assertAlert(AlertDescription.handshake_failure, () -> run.deliver(hello, ProtectionKeysType.None));
    }

    @Test
    void helloWithASessionIdIsAProtocolViolation() {
        HandshakeRun run = new HandshakeRun();
        byte[] hello = run.message(0);
        int sessionIdAt = 4 + 2 + 32;
        ByteBuffer compatible = ByteBuffer.allocate(hello.length + 32);
        compatible.put(hello, 0, sessionIdAt).put((byte) 32).put(new byte[32]);
        compatible.put(hello, sessionIdAt + 1, hello.length - sessionIdAt - 1);
        compatible.putShort(2, (short) (compatible.limit() - 4));
        TlsProtocolException refused = assertThrows(
                TlsProtocolException.class, () -> run.deliver(compatible.array(), ProtectionKeysType.None));
        assertEquals(TransportError.class, refused.getCause().getClass());
    }

    private static int extensionsAt(byte[] hello) {
        ByteBuffer in = ByteBuffer.wrap(hello);
        int suites = 4 + 2 + 32 + 1 + hello[4 + 2 + 32];
        return suites + 2 + in.getShort(suites) + 2;
    }

    private static int extensionAt(byte[] hello, int type) {
        ByteBuffer in = ByteBuffer.wrap(hello);
        for (int at = extensionsAt(hello) + 2; at < hello.length; at += 4 + in.getShort(at + 2)) {
            if (in.getShort(at) == type) {
                return at;
            }
        }
        throw new IllegalArgumentException("no extension " + type + " in " + Arrays.toString(hello));
    }

    private static void assertAlert(AlertDescription expected, org.junit.jupiter.api.function.Executable delivery) {
        assertEquals(expected, assertThrows(ErrorAlert.class, delivery).alertDescription());
    }
}
