package net.tensamin.omega.quic.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a client that nobody knows yet must not send: section, input, code. It is told at once, in answer to the one datagram that it
 * sent, and no connection is made for it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirstPacketsTest {
    private static final int FRAMES = 1_180; // fill a datagram

    // RFC 9000 §20.1
    private static final int FRAME_ENCODING_ERROR = 0x7;
    private static final int PROTOCOL_VIOLATION = 0xa;
    private static final int CRYPTO_BUFFER_EXCEEDED = 0xd;

    // RFC 9001 §4.8
    private static final int UNEXPECTED_MESSAGE = 0x100 + 10;
    private static final int ILLEGAL_PARAMETER = 0x100 + 47;

    private final QuicFixture server = new QuicFixture();

    @AfterAll
    void stop() {
        server.close();
    }

    private static Arguments row(String section, String input, int code, int... frames) {
        ByteBuffer bytes = ByteBuffer.allocate(FRAMES); // the rest is PADDING
        Arrays.stream(frames).forEach(each -> bytes.put((byte) each));
        return Arguments.of(section, input, code, bytes.array());
    }

    static Stream<Arguments> frames() {
        return Stream.of(
                row("12.4", "unknown type", FRAME_ENCODING_ERROR, 0x21),
                row("12.4", "RESET_STREAM", PROTOCOL_VIOLATION, 0x04, 0, 0, 0),
                row("12.4", "STOP_SENDING", PROTOCOL_VIOLATION, 0x05, 0, 0),
                row("12.4", "NEW_TOKEN", PROTOCOL_VIOLATION, 0x07, 1, 1),
                row("12.4", "STREAM", PROTOCOL_VIOLATION, 0x0a, 0, 1, 1),
                row("12.4", "MAX_DATA", PROTOCOL_VIOLATION, 0x10, 9),
                row("12.4", "RETIRE_CONNECTION_ID", PROTOCOL_VIOLATION, 0x19, 0),
                row("12.4", "PATH_CHALLENGE", PROTOCOL_VIOLATION, 0x1a, 1, 2, 3, 4, 5, 6, 7, 8),
                row("12.4", "CONNECTION_CLOSE of the application", PROTOCOL_VIOLATION, 0x1d, 7, 0),
                row("12.4", "HANDSHAKE_DONE", PROTOCOL_VIOLATION, 0x1e),
                row("12.4", "STREAM behind a part of a hello", PROTOCOL_VIOLATION, 0x06, 0, 1, 1, 0x0a, 0, 1, 1),
                row("7.5", "CRYPTO far ahead", CRYPTO_BUFFER_EXCEEDED, 0x06, 0xbf, 0xff, 0xff, 0xff, 1, 1),
                row("19.3.1", "ACK of a negative number", FRAME_ENCODING_ERROR, 0x02, 0, 0, 0, 1),
                row("RFC 9001 4.8", "Finished", UNEXPECTED_MESSAGE, 0x06, 0, 4, 20, 0, 0, 0),
                row("RFC 9001 4.8", "a hello of 16 MB", ILLEGAL_PARAMETER, 0x06, 0, 4, 1, 0xff, 0xff, 0xff));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("frames")
    void frame(String section, String input, int code, byte[] frames) {
        try (InitialClient client = client()) {
            client.send(client.packetOf(frames));
            assertEquals(code, client.awaitClose());
        }
        assertEquals(0, server.listener.connections());
    }

    /** Both together and each. */
    @ParameterizedTest(name = "17.2 reserved bits {0} in the first packet")
    @ValueSource(ints = {0x0c, 0x08, 0x04})
    void reservedBitsInTheFirstPacket(int bits) {
        try (InitialClient client = client()) {
            client.send(client.withReservedBits(bits));
            assertEquals(PROTOCOL_VIOLATION, client.awaitClose());
        }
    }

    @ParameterizedTest(name = "17.2 reserved bits {0} in a connection")
    @ValueSource(ints = {0x0c, 0x08, 0x04})
    void reservedBitsInAConnection(int bits) throws Exception {
        try (QuicFixture another = new QuicFixture();
                InitialClient client = new InitialClient(another.address(), bits)) {
            byte[] hello = HelloInPartsTest.hello(client, true);
            client.send(client.datagram(hello, 0, hello.length));
            client.receive();
            client.send(client.withReservedBits(bits));
            assertEquals(PROTOCOL_VIOLATION, client.awaitClose());
        }
    }

    private InitialClient client() {
        return new InitialClient(server.address(), new Random().nextLong());
    }
}
