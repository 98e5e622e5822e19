package net.tensamin.omega.quic.tls;

import static net.tensamin.omega.quic.tls.ClientKeys.joined;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
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

/** In which group keys are exchanged, and what a client that is asked for another share may say (RFC 8446 §4.1.2, §4.1.4). */
class HelloRetryTest {
    private static final int GREASE = 0x1a1a; // RFC 8701
    private static final byte[] RETRY_RANDOM =
            sha256("HelloRetryRequest".getBytes(StandardCharsets.US_ASCII)); // RFC 8446 §4.1.3

    private HandshakeRun run = run(Groups.ALL);

    private static HandshakeRun run(Groups groups) {
        return new HandshakeRun(CipherSuite.TLS_AES_128_GCM_SHA256, HandshakeRun.DEVICE, groups);
    }

    @ParameterizedTest
    @EnumSource
    void clientWithAShareOfAnyGroupIsAnsweredAtOnce(Group group) throws Exception {
        ClientKeys keys = new ClientKeys(group);
        byte[] hello = supporting(group).withShares(keys.share()).bytes();
        hello(hello);
        assertEquals(Phase.CERTIFICATE, run.engine.phase());
        assertFalse(run.engine.wasRetried());
        complete(hello, keys, 0);
    }

    @ParameterizedTest
    @EnumSource
    void clientWithoutAShareIsAskedForOneAndConnects(Group group) throws Exception {
        ClientKeys keys = new ClientKeys(group);
        Hellos first = supporting(group).withShares();
        byte[] second = first.withShares(keys.share()).bytes();
        hello(first.bytes());
        assertEquals(Phase.SECOND_HELLO, run.engine.phase());
        assertAsksFor(group);
        hello(second);
        assertTrue(run.engine.wasRetried());
        byte[] hash = sha256(first.bytes());
        complete(joined(new byte[] {(byte) 254, 0, 0, 32}, hash, sent(0), second), keys, 1); // §4.4.1
    }

    @Test
    void sharesHaveTheLengthsOfTheirStandard() throws Exception {
        ClientKeys keys = new ClientKeys(Group.X25519MLKEM768);
        assertEquals(1_216, keys.share().key().length);
        hello(supporting(Group.X25519MLKEM768).withShares(keys.share()).bytes());
        assertEquals(1_120, share(0).length);
    }

    @Test
    void amongGroupsWithAShareTheServersOrderDecides() throws Exception {
        ClientKeys hybrid = new ClientKeys(Group.X25519MLKEM768);
        ClientKeys x25519 = new ClientKeys(Group.X25519);
        Hellos both = supporting(Group.X25519, Group.X25519MLKEM768).withShares(x25519.share(), hybrid.share());
        hello(both.bytes());
        assertEquals(Group.X25519MLKEM768, run.engine.group());

        run = run(new Groups(List.of(Group.X25519, Group.X25519MLKEM768), false));
        hello(both.bytes());
        assertEquals(Group.X25519, run.engine.group());
    }

    @Test
    void aShareThatFitsSavesARoundTripUnlessTheHybridIsToBeReached() throws Exception {
        ClientKeys x25519 = new ClientKeys(Group.X25519);
        Hellos one = supporting(Group.X25519MLKEM768, Group.X25519).withShares(x25519.share());
        hello(one.bytes());
        assertEquals(Group.X25519, run.engine.group());
        assertEquals(Phase.CERTIFICATE, run.engine.phase());

        run = run(new Groups(List.of(Group.values()), true));
        hello(one.bytes());
        assertAsksFor(Group.X25519MLKEM768);
        ClientKeys hybrid = new ClientKeys(Group.X25519MLKEM768);
        hello(one.withShares(hybrid.share()).bytes());
        assertEquals(Phase.CERTIFICATE, run.engine.phase());
    }

    /** Q4: what the share is for is not among the server's groups. */
    @Test
    void clientWhoseShareIsOfAnUnknownGroupIsAskedForOneOfACommonGroup() throws Exception {
        run = run(new Groups(List.of(Group.X25519), false));
        Hellos first = supporting(Group.P384, Group.X25519).withShares(new ClientKeys(Group.P384).share());
        hello(first.bytes());
        assertAsksFor(Group.X25519);
        hello(first.withShares(new ClientKeys(Group.X25519).share()).bytes());
        assertEquals(Phase.CERTIFICATE, run.engine.phase());
    }

    @Test
    void withoutACommonGroupThereIsNoHandshake() {
        Hellos hello = hello().withGroups(GREASE, 0x001e).withShares(new Hellos.Share(0x001e, new byte[56]));
        assertAlert(AlertDescription.handshake_failure, hello.bytes());
    }

    @Test
    void whatIsNotKnownIsPassedOver() throws Exception {
        ClientKeys keys = new ClientKeys(Group.X25519);
        hello(hello().withGroups(GREASE, 0x001e, Group.X25519.wire())
                .withShares(new Hellos.Share(GREASE, new byte[1]), keys.share())
                .with(GREASE, new byte[0])
                .bytes());
        assertEquals(Group.X25519, run.engine.group());
    }

    static Stream<Arguments> wrongShares() throws GeneralSecurityException {
        Hellos.Share x25519 = new ClientKeys(Group.X25519).share();
        Hellos.Share hybrid = new ClientKeys(Group.X25519MLKEM768).share();
        Hellos.Share p256 = new ClientKeys(Group.P256).share();
        byte[] tooLarge = hybrid.key().clone();
        tooLarge[0] = (byte) 0x01; // 3329, little-endian in 12 bits
        tooLarge[1] = (byte) (tooLarge[1] & 0xf0 | 0x0d);
        byte[] last = hybrid.key().clone();
        last[1150] |= (byte) 0xf0;
        last[1151] = (byte) 0xff;
        byte[] smallOrder = Arrays.copyOf(hybrid.key(), 1184);
        byte[] compressed = p256.key().clone();
        compressed[0] = 2;
        return Stream.of(
                arguments("two of a group", new Hellos.Share[] {x25519, x25519}),
                arguments("of a group that is not supported", shares(new ClientKeys(Group.P521).share())),
                arguments("X25519 too short", shares(cut(x25519, 31))),
                arguments("X25519 too long", shares(cut(x25519, 33))),
                arguments("hybrid too short", shares(cut(hybrid, 1_215))),
                arguments("hybrid too long", shares(cut(hybrid, 1_217))),
                arguments("hybrid without X25519", shares(cut(hybrid, 1_184))),
                arguments("P-256 too long", shares(cut(p256, 66))),
                arguments("P-256 compressed", shares(with(p256, compressed))),
                arguments("P-256 off the curve", shares(with(p256, CryptographyTrial.invalidShare(Group.P256)))),
                arguments("X25519 of small order", shares(with(x25519, new byte[32]))),
                arguments("hybrid, X25519 of small order", shares(with(hybrid, Arrays.copyOf(smallOrder, 1_216)))),
                arguments("hybrid, first coefficient too large", shares(with(hybrid, tooLarge))),
                arguments("hybrid, last coefficient too large", shares(with(hybrid, last))));
    }

    private static Object shares(Hellos.Share... shares) {
        return shares;
    }

    private static Hellos.Share cut(Hellos.Share share, int length) {
        return with(share, Arrays.copyOf(share.key(), length));
    }

    private static Hellos.Share with(Hellos.Share share, byte[] key) {
        return new Hellos.Share(share.group(), key);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongShares")
    void wrongSharesAreIllegal(String name, Hellos.Share[] shares) {
        Hellos hello =
                supporting(Group.X25519MLKEM768, Group.X25519, Group.P256).withShares(shares);
        assertAlert(AlertDescription.illegal_parameter, hello.bytes());
    }

    @Test
    void anEmptyShareIsMalformed() {
        Hellos hello = supporting(Group.X25519).withShares(new Hellos.Share(Group.X25519.wire(), new byte[0]));
        assertAlert(AlertDescription.decode_error, hello.bytes());
    }

    static Stream<Arguments> changes() throws GeneralSecurityException {
        Hellos.Share p384 = new ClientKeys(Group.P384).share();
        Hellos.Share x25519 = new ClientKeys(Group.X25519).share();
        return Stream.of(
                change("nothing: no share again", hello -> hello.withShares()),
                change("another random", hello -> changed(hello, 2).withShares(x25519)),
                change("another cipher suite", hello -> moreSuites(hello).withShares(x25519)),
                change("another group", hello -> hello.withGroups(Group.X25519.wire())
                        .withShares(x25519)),
                change("a share not asked for", hello -> hello.withShares(p384)),
                change("one more share", hello -> hello.withShares(x25519, p384)),
                change("an extension more", hello -> hello.withShares(x25519).with(GREASE, new byte[0])),
                change("an extension less", hello -> hello.withShares(x25519).without(0)),
                change("another name", hello -> hello.withShares(x25519).with(0, new byte[] {0, 4, 0, 0, 1, 'x'})),
                change("early data", hello -> hello.withShares(x25519).with(Hellos.EARLY_DATA, new byte[0])),
                change("a cookie of nobody's", hello -> hello.withShares(x25519)
                        .with(Hellos.COOKIE, new byte[] {0, 1, 1})));
    }

    private static Arguments change(String name, UnaryOperator<Hellos> change) {
        return arguments(name, change);
    }

    private static Hellos changed(Hellos hello, int at) {
        byte[] head = hello.head().clone();
        head[at] ^= 1;
        return new Hellos(head, hello.extensions());
    }

    /** The same and one more. */
    private static Hellos moreSuites(Hellos hello) {
        ByteBuffer in = ByteBuffer.wrap(hello.head());
        int suitesAt = 2 + 32 + 1;
        int length = in.getShort(suitesAt);
        ByteBuffer head = ByteBuffer.allocate(in.limit() + 2);
        head.put(hello.head(), 0, suitesAt).putShort((short) (length + 2));
        head.put(hello.head(), suitesAt + 2, length).putShort((short) 0x1302);
        head.put(hello.head(), suitesAt + 2 + length, 2);
        return new Hellos(head.array(), hello.extensions());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void aSecondHelloSaysNothingElse(String name, UnaryOperator<Hellos> change) throws Exception {
        Hellos first = supporting(Group.X25519, Group.P384).withShares();
        hello(first.bytes());
        assertAlert(AlertDescription.illegal_parameter, change.apply(first).bytes());
        assertEquals(Phase.FAILED, run.engine.phase());
        assertEquals(1, run.events.sent.size(), "nothing after the first request");
    }

    /** §4.1.2: early data goes, padding may change; a client that encrypts its hello encrypts it again (RFC 9849 §6.1.5). */
    @Test
    void aSecondHelloMayDifferInWhatTheStandardNames() throws Exception {
        ClientKeys keys = new ClientKeys(Group.X25519);
        Hellos plain = supporting(Group.X25519).withShares();
        hello(plain.with(Hellos.EARLY_DATA, new byte[0])
                .with(Hellos.PADDING, new byte[100])
                .with(0xfe0d, new byte[] {1})
                .bytes());
        hello(plain.with(0xfe0d, new byte[] {2}).withShares(keys.share()).bytes());
        assertEquals(Phase.CERTIFICATE, run.engine.phase());
    }

    @Test
    void thereIsNoThirdHello() throws Exception {
        Hellos first = supporting(Group.X25519).withShares();
        hello(first.bytes());
        byte[] second = first.withShares(new ClientKeys(Group.X25519).share()).bytes();
        hello(second);
        assertAlert(AlertDescription.unexpected_message, second);
    }

    /** Whatever comes, it is answered, or ends in an error that Kwik turns into a close. */
    @Test
    void anyHelloIsAnsweredOrRefusedByTheRules() throws Exception {
        Random random = new Random(5);
        byte[] honest = supporting(Group.X25519MLKEM768, Group.X25519)
                .withShares(new ClientKeys(Group.X25519).share())
                .with(41, new byte[10])
                .bytes();
        for (int i = 0; i < 2_000; i++) {
            run = run(Groups.ALL);
            byte[] sent = Arrays.copyOf(honest, i % 3 == 0 ? 4 + random.nextInt(honest.length - 4) : honest.length);
            for (int flips = random.nextInt(4); flips > 0; flips--) {
                sent[random.nextInt(sent.length)] = (byte) random.nextInt();
            }
            try {
                run.engine.received(Hello.read(sent), List.of(), ProtectionKeysType.None);
            } catch (TlsProtocolException refused) {
                assertFalse(run.engine.wasAuthenticated());
            }
        }
    }

    private void hello(byte[] message) throws TlsProtocolException, IOException {
        run.deliver(message, ProtectionKeysType.None);
    }

    private void assertAlert(AlertDescription alert, byte[] hello) {
        assertEquals(alert, assertThrows(ErrorAlert.class, () -> hello(hello)).alertDescription());
    }

    private Hellos hello() {
        return Hellos.of(run.message(0));
    }

    private Hellos supporting(Group... groups) {
        return hello().withGroups(Arrays.stream(groups).mapToInt(Group::wire).toArray());
    }

    private byte[] sent(int index) {
        return run.events.sent.get(index).getBytes();
    }

    private void assertAsksFor(Group group) {
        byte[] retry = sent(0);
        assertEquals(1, run.events.sent.size());
        assertArrayEquals(RETRY_RANDOM, Arrays.copyOfRange(retry, 6, 38));
        byte[] keyShare = {0, 51, 0, 2, (byte) (group.wire() >> 8), (byte) group.wire()};
        assertArrayEquals(keyShare, Arrays.copyOfRange(retry, retry.length - 6, retry.length));
    }

    /** The share of the ServerHello that was sent as {@code index}, at its end. */
    private byte[] share(int index) {
        byte[] hello = sent(index);
        int extensions = 4 + 2 + 32 + 1 + 2 + 1 + 2;
        int keyShare = extensions + 6;
        ByteBuffer in = ByteBuffer.wrap(hello);
        assertEquals(51, in.getShort(keyShare));
        assertEquals(run.engine.group().wire(), in.getShort(keyShare + 4) & 0xffff);
        int length = in.getShort(keyShare + 6);
        assertEquals(hello.length, keyShare + 8 + length);
        return Arrays.copyOfRange(hello, keyShare + 8, hello.length);
    }

    /** Ends the handshake as a client that came to the same keys. */
    private void complete(byte[] hellos, ClientKeys keys, int serverHello) throws Exception {
        ByteArrayOutputStream flight = new ByteArrayOutputStream();
        for (int i = serverHello + 1; i < run.events.sent.size(); i++) {
            flight.writeBytes(sent(i));
        }
        KeyHolder client =
                new KeyHolder(joined(hellos, sent(serverHello)), flight.toByteArray(), keys.secret(share(serverHello)));
        byte[] certificates = KeyHolder.certificates(HandshakeRun.DEVICE.chain());
        byte[] proof = client.proof(certificates, HandshakeRun.DEVICE.key(), KeyHolder.ECDSA_SECP256R1_SHA256);
        for (byte[] message : List.of(certificates, proof, client.finished(certificates, proof))) {
            run.deliver(message, ProtectionKeysType.Handshake);
        }
        assertEquals(Phase.DONE, run.engine.phase());
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
