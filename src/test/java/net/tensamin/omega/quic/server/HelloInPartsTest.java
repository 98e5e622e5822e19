package net.tensamin.omega.quic.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tech.kwik.core.frame.AckFrame;
import tech.kwik.core.frame.ConnectionCloseFrame;
import tech.kwik.core.frame.CryptoFrame;
import tech.kwik.core.frame.QuicFrame;
import tech.kwik.core.packet.InitialPacket;

/** A ClientHello that comes in several packets (RFC 9000 §12.2, §13.2.1), by the letter and over a real socket. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HelloInPartsTest {
    private static final int NO_APPLICATION_PROTOCOL = 0x100 + 120; // RFC 9001 §8.1
    private static final int HALF = 70;
    private static final int PART = 25;
    private final QuicFixture server = new QuicFixture();

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void firstPartIsAcknowledgedAtOnceAndTheSecondAnswered() throws Exception {
        try (InitialClient client = client()) {
            byte[] hello = hello(client, true);
            client.send(client.datagram(hello, 0, HALF));
            InitialPacket first = client.receive();
            assertAcknowledges(first, 0L);
            client.packet(hello, HALF, hello.length); // is lost
            client.send(client.datagram(hello, HALF, hello.length));
            assertAnswers(client.receive(), first, 2L, 0L);
        }
    }

    @Test
    void partsMayComeInAnyOrder() throws Exception {
        try (InitialClient client = client()) {
            byte[] hello = hello(client, true);
            byte[] first = client.datagram(hello, 0, HALF);
            client.send(client.datagram(hello, HALF, hello.length));
            InitialPacket acknowledgement = client.receive();
            assertAcknowledges(acknowledgement, 1L);
            client.send(first);
            assertAnswers(client.receive(), acknowledgement, 1L, 0L);
        }
    }

    @Test
    void partsMayComeInOneDatagram() throws Exception {
        try (InitialClient client = client()) {
            byte[] hello = hello(client, true);
            byte[] first = client.packet(hello, 0, HALF);
            client.send(first, client.datagram(hello, HALF, hello.length));
            InitialPacket answer = client.receive();
            assertTrue(crypto(answer).length > 0);
            assertEquals(List.of(1L, 0L), acknowledged(answer));
        }
    }

    @Test
    void manyPartsAreEachAcknowledgedAndTheLastIsAnswered() throws Exception {
        try (InitialClient client = client()) {
            byte[] hello = hello(client, true);
            int from = 0;
            for (int part = 0; part < 4; part++, from += PART) {
                client.send(client.datagram(hello, from, from + PART));
                InitialPacket packet = client.receive();
                assertEquals(part, packet.getPacketNumber());
                assertEquals(part + 1, acknowledged(packet).size());
            }
            client.send(client.datagram(hello, from, hello.length));
            InitialPacket answer = client.receive();
            assertEquals(4, answer.getPacketNumber());
            assertTrue(crypto(answer).length > 0);
        }
    }

    /** Q23. */
    @Test
    void helloThatNamesNoProtocolIsRefusedForThat() throws Exception {
        try (InitialClient client = client()) {
            byte[] hello = hello(client, false);
            client.send(client.datagram(hello, 0, hello.length));
            ConnectionCloseFrame close = client.receive().getFrames().stream()
                    .filter(ConnectionCloseFrame.class::isInstance)
                    .map(ConnectionCloseFrame.class::cast)
                    .findFirst()
                    .orElseThrow();
            assertEquals(NO_APPLICATION_PROTOCOL, close.getErrorCode());
        }
    }

    /** RFC 9000 §10.3.2: whoever asked could else end the connection once it is there. */
    @Test
    void nobodyIsToldHowToResetAConnectionThatIsToCome() throws Exception {
        try (InitialClient client = client()) {
            byte[] hello = hello(client, true);
            client.send(client.datagram(hello, 0, HALF));
            InitialPacket acknowledgement = client.receive();

            client.sendShortHeader();

            client.send(client.datagram(hello, HALF, hello.length));
            assertAnswers(client.receive(), acknowledgement, 1L, 0L);
        }
    }

    private InitialClient client() {
        return new InitialClient(server.address(), new Random().nextLong());
    }

    private static void assertAcknowledges(InitialPacket packet, Long... numbers) {
        assertEquals(0, packet.getPacketNumber());
        assertEquals(List.of(numbers), acknowledged(packet));
        assertEquals(0, crypto(packet).length);
    }

    /** With ServerHello, as the one it answered with before. */
    private static void assertAnswers(InitialPacket answer, InitialPacket before, Long... numbers) {
        assertEquals(before.getPacketNumber() + 1, answer.getPacketNumber());
        assertArrayEquals(before.getSourceConnectionId(), answer.getSourceConnectionId());
        assertEquals(List.of(numbers), acknowledged(answer));
        assertEquals(2, crypto(answer)[0], "ServerHello");
    }

    private static List<Long> acknowledged(InitialPacket packet) {
        return packet.getFrames().stream()
                .filter(AckFrame.class::isInstance)
                .flatMap(frame -> ((AckFrame) frame).getAckedPacketNumbers())
                .toList();
    }

    private static byte[] crypto(InitialPacket packet) {
        for (QuicFrame frame : packet.getFrames()) {
            if (frame instanceof CryptoFrame crypto) {
                return crypto.getStreamData();
            }
        }
        return new byte[0];
    }

    /** One of a client that offers X25519 and shows no certificate yet. */
    static byte[] hello(InitialClient client, boolean namesProtocol) throws GeneralSecurityException {
        byte[] info = KeyPairGenerator.getInstance("X25519")
                .generateKeyPair()
                .getPublic()
                .getEncoded();
        byte[] share = Arrays.copyOfRange(info, info.length - 32, info.length);
        ByteArrayOutputStream extensions = new ByteArrayOutputStream();
        extension(extensions, 43, new byte[] {2, 3, 4});
        extension(extensions, 10, new byte[] {0, 2, 0, 0x1d});
        extension(extensions, 13, new byte[] {0, 4, 4, 3, 8, 4});
        extension(extensions, 51, joined(new byte[] {0, 36, 0, 0x1d, 0, 32}, share));
        if (namesProtocol) {
            extension(extensions, 16, joined(new byte[] {0, 6, 5}, "tauri".getBytes(StandardCharsets.US_ASCII)));
        }
        byte[] id = client.ownId();
        extension(extensions, 0x39, joined(new byte[] {0x0f, (byte) id.length}, id));
        byte[] random = new byte[32];
        new Random(1).nextBytes(random);
        byte[] body = joined(
                new byte[] {3, 3},
                random,
                new byte[] {0, 0, 2, 0x13, 1, 1, 0},
                new byte[] {(byte) (extensions.size() >> 8), (byte) extensions.size()},
                extensions.toByteArray());
        return ByteBuffer.allocate(4 + body.length)
                .putInt(1 << 24 | body.length)
                .put(body)
                .array();
    }

    private static void extension(ByteArrayOutputStream out, int type, byte[] data) {
        out.writeBytes(new byte[] {(byte) (type >> 8), (byte) type, (byte) (data.length >> 8), (byte) data.length});
        out.writeBytes(data);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
