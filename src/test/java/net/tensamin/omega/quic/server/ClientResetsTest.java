package net.tensamin.omega.quic.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tech.kwik.core.QuicStream;
import tech.kwik.core.impl.ForgingClient;
import tech.kwik.core.impl.QuicClientConnectionImpl;

/** RFC 9000 §10.3.1: a client that has lost its connection ends it by a token that it gave, in whatever form that comes. */
class ClientResetsTest {
    private static final int SHORT_HEADER = 0x40;
    private static final int HANDSHAKE = 0xe0;
    private static final int INITIAL = 0xc0;
    private static final int QUIC_1 = 1;
    private static final int OTHER_VERSION = 0x0a0a0a0a;
    private static final int ID_BYTES = 8;
    private static final long ANY_NUMBER = 1_000;
    private static final int OFTEN = 99; // more than may be retired before the client acknowledges any
    private static final Random RANDOM = new Random(1);

    private final QuicFixture server = new QuicFixture();
    private KwikClient client;
    private QuicClientConnectionImpl connection;
    private QuicStream stream;

    @BeforeEach
    void connect() throws IOException {
        client = KwikClient.to(server.address(), server.clients.device(42));
        connection = (QuicClientConnectionImpl) client.connection;
        connection.connect();
        stream = connection.createStream(true);
        exchange("before");
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private void exchange(String line) throws IOException {
        stream.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        byte[] echo = stream.getInputStream().readNBytes(line.length() + 1);
        assertEquals(line + "\n", new String(echo, StandardCharsets.UTF_8));
    }

    /** Of the id that the server uses; the first one has none. The client stays where it is. */
    private byte[] tokenAfterAnotherId(int number) throws IOException {
        connection.newConnectionIds(1, number);
        await().until(() -> ForgingClient.usedIds(server.connection()).equals(List.of(number)));
        exchange("and on");
        return ForgingClient.resetTokens(server.connection()).get(0);
    }

    private void assertReset() {
        await().until(() -> server.acceptor.closed.size() == 1);
        await().until(() -> server.count("omega_quic_connections") == 0);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer whole = ByteBuffer.allocate(
                Stream.of(parts).mapToInt(each -> each.length).sum());
        Stream.of(parts).forEach(whole::put);
        return whole.array();
    }

    /** A datagram that ends with the token, and before it looks like noise for that id. */
    private static byte[] noise(int first, byte[] id, int length, byte[] token) {
        byte[] before = random(length - token.length);
        System.arraycopy(id, 0, before, 1, Math.min(id.length, before.length - 1));
        before[0] = (byte) first;
        return join(before, token);
    }

    private static byte[] noise(int length, byte[] token) {
        return noise(SHORT_HEADER, random(ID_BYTES), length, token);
    }

    private static byte[] longHeader(int first, int version, byte[] id, int length, byte[] token) {
        ByteBuffer header = ByteBuffer.allocate(1 + 4 + 1 + id.length + 1 + ID_BYTES);
        header.put((byte) first).putInt(version).put((byte) id.length).put(id).put((byte) ID_BYTES);
        int noToken = 0; // of an Initial packet; the first byte of any other's length
        return join(
                header.array(), new byte[] {(byte) noToken, 0x40, 60}, random(length - header.capacity() - 19), token);
    }

    /** What a reset may look like. */
    private interface Form {
        byte[] of(byte[] token, QuicClientConnectionImpl client);
    }

    private static Arguments form(String name, Form form) {
        return arguments(name, form);
    }

    static Stream<Arguments> forms() {
        byte[] unknown = random(ID_BYTES);
        return Stream.of(
                form("21 bytes", (token, of) -> noise(21, token)),
                form("43 bytes", (token, of) -> noise(43, token)),
                form("1200 bytes", (token, of) -> noise(1200, token)),
                form("an id in use", (token, of) -> noise(SHORT_HEADER, of.getDestinationConnectionId(), 60, token)),
                form(
                        "an id in use, next key phase",
                        (token, of) -> noise(0x44, of.getDestinationConnectionId(), 60, token)),
                form("an id in use, 21 bytes", (token, of) -> noise(0x40, of.getDestinationConnectionId(), 21, token)),
                form(
                        "behind a packet",
                        (token, of) -> join(ForgingClient.withReservedBits(of, ANY_NUMBER, 0), noise(43, token))),
                form("no fixed bit", (token, of) -> noise(0x15, unknown, 60, token)),
                form("no fixed bit, long", (token, of) -> noise(0x80, unknown, 60, token)),
                form(
                        "no fixed bit, an id in use",
                        (token, of) -> noise(0x15, of.getDestinationConnectionId(), 60, token)),
                form("another version", (token, of) -> longHeader(HANDSHAKE, OTHER_VERSION, unknown, 60, token)),
                form(
                        "another version, 1200 bytes",
                        (token, of) -> longHeader(INITIAL, OTHER_VERSION, unknown, 1200, token)),
                form("Handshake", (token, of) -> longHeader(HANDSHAKE, QUIC_1, unknown, 80, token)),
                form(
                        "Handshake, an id in use",
                        (token, of) -> longHeader(HANDSHAKE, QUIC_1, of.getDestinationConnectionId(), 80, token)),
                form("Initial", (token, of) -> longHeader(INITIAL, QUIC_1, unknown, 80, token)),
                form("Initial, 1200 bytes", (token, of) -> longHeader(INITIAL, QUIC_1, unknown, 1200, token)),
                form(
                        "an id longer than there are bytes",
                        (token, of) -> join(new byte[] {(byte) 0xe0, 0, 0, 0, 1, (byte) 0xff}, random(10), token)));
    }

    /** The server has not moved, and the client neither: it wanted its first id used no more. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void aDatagramThatEndsWithTheTokenEndsTheConnection(String name, Form form) throws IOException {
        byte[] token = tokenAfterAnotherId(1);
        ForgingClient.sendDatagram(connection, form.of(token, connection));
        assertReset();
    }

    @Test
    void theTokenOfTheIdInUseEndsTheConnectionHoweverOftenItChanged() throws IOException {
        for (int number = 1; number < OFTEN; number++) {
            connection.newConnectionIds(1, number);
            exchange("id " + number);
        }
        byte[] first = tokenAfterAnotherId(OFTEN);
        byte[] second = tokenAfterAnotherId(OFTEN + 1);

        ForgingClient.sendDatagram(connection, noise(43, first));
        exchange("one that is used no more does not end it");

        ForgingClient.sendDatagram(connection, noise(43, second));
        assertReset();
    }

    @Test
    void nothingElseEndsIt() throws IOException {
        byte[] token = tokenAfterAnotherId(1);
        byte[] id = connection.getDestinationConnectionId();

        IntStream.range(token.length, 21)
                .forEach(length -> ForgingClient.sendDatagram(connection, tooShort(length, token)));
        for (int i = 0; i < token.length; i++) {
            byte[] wrong = token.clone();
            wrong[i] ^= 1;
            ForgingClient.sendDatagram(connection, noise(43, wrong));
            ForgingClient.sendDatagram(connection, noise(SHORT_HEADER, id, 43, wrong));
        }
        ForgingClient.sendDatagram(connection, join(noise(43, token), new byte[1]));
        try (Stranger elsewhere = new Stranger(server.address())) {
            elsewhere.send(noise(43, token));
            elsewhere.send(noise(SHORT_HEADER, id, 43, token));
            elsewhere.send(longHeader(HANDSHAKE, OTHER_VERSION, id, 60, token));
        }
        exchange("none of these");
        assertEquals(List.of(), server.acceptor.closed);

        ForgingClient.sendDatagram(connection, noise(43, token));
        assertReset();
    }

    private static byte[] tooShort(int length, byte[] token) {
        byte[] before = new byte[length - token.length];
        if (before.length > 0) {
            before[0] = SHORT_HEADER;
        }
        return join(before, token);
    }
}
