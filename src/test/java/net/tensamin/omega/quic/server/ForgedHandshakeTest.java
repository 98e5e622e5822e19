package net.tensamin.omega.quic.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import net.tensamin.omega.testing.TestIdentity;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tech.kwik.core.QuicClientConnection;
import tech.kwik.core.common.EncryptionLevel;

/** Clients that cheat in the handshake, over real sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgedHandshakeTest {
    private static final int ALERT = 0x100; // RFC 9000 §20.1
    private static final int PROTOCOL_VIOLATION = 0x0a;
    private static final int UNEXPECTED_MESSAGE = ALERT + 10;
    private static final int BAD_CERTIFICATE = ALERT + 42;
    private static final int ILLEGAL_PARAMETER = ALERT + 47;
    private static final int DECODE_ERROR = ALERT + 50;
    private static final int DECRYPT_ERROR = ALERT + 51;
    private static final int UNSUPPORTED_EXTENSION = ALERT + 110;
    private static final int CERTIFICATE_REQUIRED = ALERT + 116;
    private static final int CERTIFICATE = 11;
    private static final int CERTIFICATE_VERIFY = 15;
    private static final int FINISHED = 20;
    private static final byte[] LINE = "too early\n".getBytes(StandardCharsets.UTF_8);

    private final QuicFixture server = new QuicFixture();
    private final TestIdentity device = server.clients.device(42);

    @BeforeEach
    void forget() {
        server.acceptor.forget();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void kwikClientIsAccepted() {
        try (KwikClient client = KwikClient.to(server.address(), device)) {
            client.tryToSend(LINE);
            await().until(() -> server.acceptor.lines.contains("too early"));
        }
    }

    @Test
    void anothersKeyIsRefused() {
        TestIdentity stolen = device.withKeyOf(server.clients.device(7));
        assertRefused(KwikClient.to(server.address(), stolen), DECRYPT_ERROR);
    }

    @Test
    void certificateForKeyAgreementIsRefused() {
        TestIdentity agreement = server.clients
                .certificate("agreement")
                .keyUsage(KeyUsage.keyAgreement)
                .issue();
        assertRefused(KwikClient.to(server.address(), agreement), BAD_CERTIFICATE);
    }

    @Test
    void clientWithoutCertificateIsRefused() {
        assertRefused(KwikClient.to(server.address(), null), CERTIFICATE_REQUIRED);
    }

    @Test
    void offeringToResumeDoesNotReplaceTheCertificate() {
        assertRefused(KwikClient.resuming(server.address(), null), CERTIFICATE_REQUIRED);
    }

    @Test
    void earlyDataIsNeverRead() {
        try (KwikClient client = KwikClient.resuming(server.address(), null)) {
            try {
                client.connection.connect(List.of(new QuicClientConnection.StreamEarlyData(LINE, true)));
            } catch (IOException refused) {
                assertTrue(server.acceptor.lines.isEmpty());
            }
            assertEquals(CERTIFICATE_REQUIRED, client.awaitError());
        }
        assertNothingCameThrough();
    }

    static Stream<Arguments> forgeries() {
        return Stream.of(
                forgery("tampered Finished", DECRYPT_ERROR, on(FINISHED, message -> List.of(flipLast(message)))),
                forgery("truncated Finished", DECRYPT_ERROR, on(FINISHED, message -> List.of(truncatedFinished()))),
                forgery("tampered CertificateVerify", DECRYPT_ERROR, on(CERTIFICATE_VERIFY, m -> List.of(flipLast(m)))),
                forgery(
                        "CertificateVerify with another scheme",
                        ILLEGAL_PARAMETER,
                        on(CERTIFICATE_VERIFY, m -> List.of(otherScheme(m)))),
                forgery("CertificateVerify left out", UNEXPECTED_MESSAGE, without(CERTIFICATE_VERIFY)),
                forgery("Certificate left out", UNEXPECTED_MESSAGE, without(CERTIFICATE)),
                forgery("only Finished", UNEXPECTED_MESSAGE, without(CERTIFICATE, CERTIFICATE_VERIFY)),
                forgery("Certificate twice", UNEXPECTED_MESSAGE, on(CERTIFICATE, m -> List.of(m, m))),
                forgery("CertificateVerify twice", UNEXPECTED_MESSAGE, on(CERTIFICATE_VERIFY, m -> List.of(m, m))),
                forgery(
                        "CertificateVerify first",
                        UNEXPECTED_MESSAGE,
                        on(CERTIFICATE, m -> List.of(empty(CERTIFICATE_VERIFY), m))),
                forgery(
                        "bytes after Finished",
                        PROTOCOL_VIOLATION,
                        on(FINISHED, m -> List.of(join(m, new byte[] {0})))),
                forgery("request context", ILLEGAL_PARAMETER, on(CERTIFICATE, m -> List.of(withContext(m)))),
                forgery("list longer than message", DECODE_ERROR, on(CERTIFICATE, m -> List.of(put(m, 7, 0xff)))),
                forgery("certificate longer than list", DECODE_ERROR, on(CERTIFICATE, m -> List.of(put(m, 8, 0xff)))),
                forgery("16 MiB certificate", ILLEGAL_PARAMETER, on(CERTIFICATE, m -> List.of(put(m, 1, 0xff)))),
                forgery("garbage for a certificate", BAD_CERTIFICATE, on(CERTIFICATE, m -> List.of(garbage(m)))),
                forgery("certificate extension", UNSUPPORTED_EXTENSION, on(CERTIFICATE, m -> List.of(extended(m)))),
                forgery("KeyUpdate", UNEXPECTED_MESSAGE, on(FINISHED, m -> List.of(empty(24)))),
                forgery(
                        "ClientHello under handshake keys",
                        UNEXPECTED_MESSAGE,
                        on(CERTIFICATE, m -> List.of(empty(1)))),
                forgery("ServerHello", UNEXPECTED_MESSAGE, on(CERTIFICATE, m -> List.of(empty(2)))),
                forgery("EncryptedExtensions", UNEXPECTED_MESSAGE, on(CERTIFICATE, m -> List.of(empty(8)))),
                forgery("CertificateRequest", UNEXPECTED_MESSAGE, on(CERTIFICATE, m -> List.of(empty(13)))),
                forgery("NewSessionTicket", UNEXPECTED_MESSAGE, on(CERTIFICATE, m -> List.of(empty(4)))),
                forgery("unknown message", UNEXPECTED_MESSAGE, on(CERTIFICATE, m -> List.of(empty(99)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgeries")
    void refused(String name, long error, Function<byte[], List<byte[]>> forgery) {
        assertRefused(KwikClient.to(server.address(), device).forging(forgery), error);
    }

    /**
     * A client whose acknowledgements are quick has dropped its Initial keys by then (RFC 9001 §4.9.1) and sends nothing: it
     * meets the handshake's deadline. The alert by level has its table in the engine's test.
     */
    @Test
    void certificateInTheClearIsRefused() {
        KwikClient client = KwikClient.to(server.address(), device);
        client.forging(message -> {
            client.write(EncryptionLevel.Initial, message);
            return List.of();
        });
        try (client) {
            client.tryToSend(LINE);
            await().until(() -> server.listener.connections() == 0);
        }
        assertNothingCameThrough();
    }

    @Test
    void handshakeMessageAfterTheHandshakeIsRefused() {
        try (KwikClient client = KwikClient.to(server.address(), device)) {
            client.tryToSend(LINE);
            await().until(() -> server.acceptor.lines.size() == 1);
            client.write(EncryptionLevel.App, empty(24));
            assertEquals(UNEXPECTED_MESSAGE, client.awaitError());
        }
        await().until(() -> server.acceptor.closed.size() == 1);
    }

    private void assertRefused(KwikClient client, long error) {
        try (client) {
            client.tryToSend(LINE);
            assertEquals(error, client.awaitError());
        }
        assertNothingCameThrough();
    }

    private void assertNothingCameThrough() {
        await().until(() -> server.listener.connections() == 0);
        assertTrue(server.acceptor.channels.isEmpty());
        assertTrue(server.acceptor.lines.isEmpty());
    }

    private static Arguments forgery(String name, long error, Function<byte[], List<byte[]>> forgery) {
        return arguments(name, error, forgery);
    }

    private static Function<byte[], List<byte[]>> on(int type, Function<byte[], List<byte[]>> forgery) {
        return message -> message[0] == type ? forgery.apply(message.clone()) : List.of(message);
    }

    private static Function<byte[], List<byte[]>> without(int... types) {
        return message -> Arrays.stream(types).anyMatch(type -> type == message[0]) ? List.of() : List.of(message);
    }

    private static byte[] flipLast(byte[] message) {
        message[message.length - 1] ^= 1;
        return message;
    }

    private static byte[] truncatedFinished() {
        byte[] message = new byte[4 + 32];
        message[0] = FINISHED;
        message[3] = 32;
        return message;
    }

    private static byte[] otherScheme(byte[] message) {
        message[4] = 0x08; // rsa_pss_rsae_sha256
        message[5] = 0x04;
        return message;
    }

    private static byte[] empty(int type) {
        return new byte[] {(byte) type, 0, 0, 0};
    }

    private static byte[] put(byte[] message, int at, int value) {
        message[at] = (byte) value;
        return message;
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(first);
        joined.writeBytes(second);
        return joined.toByteArray();
    }

    private static byte[] withContext(byte[] message) {
        ByteBuffer out = ByteBuffer.allocate(message.length + 1);
        out.putInt(CERTIFICATE << 24 | message.length + 1 - 4);
        out.put((byte) 1).put((byte) 7);
        out.put(message, 5, message.length - 5);
        return out.array();
    }

    private static byte[] garbage(byte[] message) {
        Arrays.fill(message, 11, message.length - 2, (byte) 7);
        return message;
    }

    private static byte[] extended(byte[] message) {
        ByteBuffer out = ByteBuffer.allocate(message.length + 4);
        out.putInt(CERTIFICATE << 24 | message.length + 4 - 4);
        out.put((byte) 0);
        int list = message.length + 4 - 8;
        out.put((byte) 0).putShort((short) list);
        out.put(message, 8, message.length - 8 - 2);
        out.putShort((short) 4).putShort((short) 18).putShort((short) 0);
        return out.array();
    }
}
