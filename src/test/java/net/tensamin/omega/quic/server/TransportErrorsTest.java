package net.tensamin.omega.quic.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.kwik.agent15.TlsProtocolException;
import tech.kwik.core.ConnectionTerminatedEvent.CloseReason;
import tech.kwik.core.QuicStream;
import tech.kwik.core.common.EncryptionLevel;
import tech.kwik.core.impl.ForgingClient;
import tech.kwik.core.impl.Role;
import tech.kwik.core.impl.Version;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.tls.QuicTransportParametersExtension;

/**
 * What a client must not send, and with which code the connection is closed then; and what it may, however odd: section, input, code.
 * Nothing ends in INTERNAL_ERROR, in a warning, or in silence.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransportErrorsTest {
    /** Not an error: the connection goes on. */
    private static final int LEGAL = -1;

    private static final int NO_ERROR = 0;
    private static final int UNEXPECTED_MESSAGE = 0x10a; // RFC 9001 §4.8

    // RFC 9000 §20.1
    private static final int FLOW_CONTROL_ERROR = 0x3;
    private static final int STREAM_LIMIT_ERROR = 0x4;
    private static final int STREAM_STATE_ERROR = 0x5;
    private static final int FINAL_SIZE_ERROR = 0x6;
    private static final int FRAME_ENCODING_ERROR = 0x7;
    private static final int TRANSPORT_PARAMETER_ERROR = 0x8;
    private static final int CONNECTION_ID_LIMIT_ERROR = 0x9;
    private static final int PROTOCOL_VIOLATION = 0xa;
    private static final int CRYPTO_BUFFER_EXCEEDED = 0xd;

    private static final int CERTIFICATE = 11; // RFC 8446 §4
    private static final int FINISHED = 20;
    private static final int PARAMETERS = 0x39; // RFC 9001 §8.2
    private static final long MAX = (1L << 62) - 1;
    private static final long STREAMS = 1L << 60;

    private final QuicFixture server = new QuicFixture();
    private final List<LogRecord> warnings = new CopyOnWriteArrayList<>();
    private final Logger log = Logger.getLogger("net.tensamin.omega.quic");
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord event) {
            if (event.getLevel().intValue() >= Level.WARNING.intValue()) {
                warnings.add(event);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeAll
    void listen() {
        log.addHandler(listener);
    }

    @AfterEach
    void noWarning() {
        assertEquals(List.of(), warnings.stream().map(LogRecord::getMessage).toList());
        warnings.clear();
    }

    @AfterAll
    void stop() {
        log.removeHandler(listener);
        server.close();
    }

    private static Arguments row(String section, String input, long code, byte[] bytes) {
        return Arguments.of(section, input, code, bytes);
    }

    /** Frames in 1-RTT packets. On stream 0 the client has sent six bytes; it may have four streams. */
    static Stream<Arguments> frames() {
        return Stream.of(
                row("12.4", "unknown type", FRAME_ENCODING_ERROR, frame(0x21)),
                row("12.4", "unknown type of two bytes", FRAME_ENCODING_ERROR, new byte[] {0x7f, 1}),
                row("13.1", "acknowledgement of what was not sent", PROTOCOL_VIOLATION, frame(0x02, 9999, 0, 0, 0)),
                row("13.1", "acknowledgement of 2^62-1", PROTOCOL_VIOLATION, frame(0x02, MAX, 0, 0, MAX)),
                row("19.3", "ACK delay 2^62-1", LEGAL, frame(0x02, 0, MAX, 0, 0)),
                row("19.3.1", "ACK of a negative number", FRAME_ENCODING_ERROR, frame(0x02, 0, 0, 0, 1)),
                row("19.3.1", "ACK range of 2^40", FRAME_ENCODING_ERROR, frame(0x02, 0, 0, 1, 0, 1L << 40, 0)),
                row("19.3", "ACK with fewer ranges than it says", FRAME_ENCODING_ERROR, cut(0x02, 0, 0, 9, 0)),
                row("19.4", "RESET_STREAM on 1", STREAM_STATE_ERROR, frame(0x04, 1, 0, 0)),
                row("19.4", "RESET_STREAM on 3", STREAM_STATE_ERROR, frame(0x04, 3, 0, 0)),
                row("4.6", "RESET_STREAM on 400", STREAM_LIMIT_ERROR, frame(0x04, 400, 0, 0)),
                row("4.6", "RESET_STREAM on 2^40", STREAM_LIMIT_ERROR, frame(0x04, 1L << 40, 0, 0)),
                row("4.5", "final size past the stream's limit", FLOW_CONTROL_ERROR, frame(0x04, 0, 0, 1L << 40)),
                row("4.5", "final size of a new stream", FLOW_CONTROL_ERROR, frame(0x04, 4, 0, 1L << 40)),
                row("4.5", "final size below what came", FINAL_SIZE_ERROR, frame(0x04, 0, 0, 1)),
                row("19.4", "RESET_STREAM of all that came", LEGAL, frame(0x04, 0, 0, 6)),
                row("19.5", "STOP_SENDING on 1", STREAM_STATE_ERROR, frame(0x05, 1, 0)),
                row("19.5", "STOP_SENDING on 2", STREAM_STATE_ERROR, frame(0x05, 2, 0)),
                row("19.5", "STOP_SENDING on 3", STREAM_STATE_ERROR, frame(0x05, 3, 0)),
                row("4.6", "STOP_SENDING on 400", STREAM_LIMIT_ERROR, frame(0x05, 400, 0)),
                row("7.5", "CRYPTO far ahead", CRYPTO_BUFFER_EXCEEDED, frame(0x06, 1 << 20, 1, 1)),
                row("19.7", "NEW_TOKEN", PROTOCOL_VIOLATION, frame(0x07, 1, 1)),
                row("19.8", "STREAM on 1", STREAM_STATE_ERROR, frame(0x0a, 1, 1, 1)),
                row("19.8", "STREAM on 3", STREAM_STATE_ERROR, frame(0x0a, 3, 1, 1)),
                row("19.8", "STREAM on 2^31+1", STREAM_STATE_ERROR, frame(0x0a, (1L << 31) + 1, 1, 1)),
                row("4.6", "STREAM on 16", STREAM_LIMIT_ERROR, frame(0x0a, 16, 1, 1)),
                row("4.6", "STREAM on 2", STREAM_LIMIT_ERROR, frame(0x0a, 2, 1, 1)),
                row("4.6", "STREAM on 2^31", STREAM_LIMIT_ERROR, frame(0x0a, 1L << 31, 1, 1)),
                row("4.6", "STREAM on 2^62-4", STREAM_LIMIT_ERROR, frame(0x0a, MAX - 3, 1, 1)),
                row("4.1", "STREAM past its limit", FLOW_CONTROL_ERROR, frame(0x0e, 0, 1L << 40, 1, 1)),
                row("19.8", "STREAM that ends at 2^62", FLOW_CONTROL_ERROR, frame(0x0e, 0, MAX, 1, 1)),
                row(
                        "4.5",
                        "STREAM past its end",
                        FINAL_SIZE_ERROR,
                        join(frame(0x0f, 0, 6, 0), frame(0x0e, 0, 6, 1, 1))),
                row("4.5", "two ends", FINAL_SIZE_ERROR, join(frame(0x0f, 4, 9, 0), frame(0x0f, 4, 8, 0))),
                row("19.9", "MAX_DATA 2^62-1", LEGAL, frame(0x10, MAX)),
                row("19.10", "MAX_STREAM_DATA on 1", STREAM_STATE_ERROR, frame(0x11, 1, 99)),
                row("19.10", "MAX_STREAM_DATA on 2", STREAM_STATE_ERROR, frame(0x11, 2, 99)),
                row("4.6", "MAX_STREAM_DATA on 400", STREAM_LIMIT_ERROR, frame(0x11, 400, 99)),
                row("19.10", "MAX_STREAM_DATA 2^62-1", LEGAL, frame(0x11, 0, MAX)),
                row("19.11", "MAX_STREAMS 2^31", LEGAL, frame(0x12, 1L << 31)),
                row("19.11", "MAX_STREAMS 2^60", LEGAL, frame(0x12, STREAMS)),
                row(
                        "19.11",
                        "MAX_STREAMS 2^60, twice as many",
                        LEGAL,
                        join(frame(0x13, 1L << 33), frame(0x13, STREAMS))),
                row("19.11", "MAX_STREAMS above 2^60", FRAME_ENCODING_ERROR, frame(0x12, STREAMS + 1)),
                row("19.11", "MAX_STREAMS of the other kind", FRAME_ENCODING_ERROR, frame(0x13, STREAMS + 1)),
                row("19.12", "DATA_BLOCKED", LEGAL, frame(0x14, MAX)),
                row("19.13", "STREAM_DATA_BLOCKED on 1", STREAM_STATE_ERROR, frame(0x15, 1, 0)),
                row("19.13", "STREAM_DATA_BLOCKED on 3", STREAM_STATE_ERROR, frame(0x15, 3, 0)),
                row("4.6", "STREAM_DATA_BLOCKED on 400", STREAM_LIMIT_ERROR, frame(0x15, 400, 0)),
                row("19.14", "STREAMS_BLOCKED 2^60", LEGAL, frame(0x16, STREAMS)),
                row("19.14", "STREAMS_BLOCKED above 2^60", FRAME_ENCODING_ERROR, frame(0x16, STREAMS + 1)),
                row("19.14", "STREAMS_BLOCKED of the other kind", FRAME_ENCODING_ERROR, frame(0x17, STREAMS + 1)),
                row("19.15", "connection id of no bytes", FRAME_ENCODING_ERROR, newId(1, 0, 0)),
                row("19.15", "connection id of 21 bytes", FRAME_ENCODING_ERROR, newId(1, 0, 21)),
                row("19.15", "retires what is to come", FRAME_ENCODING_ERROR, newId(1, 2, 8)),
                row("19.15", "retires 2^62-1", FRAME_ENCODING_ERROR, newId(1, MAX, 8)),
                row("19.15", "number given twice", PROTOCOL_VIOLATION, newId(0, 0, 8)),
                row("5.1.1", "number 2^40", PROTOCOL_VIOLATION, newId(1L << 40, 0, 8)),
                row("5.1.1", "too many connection ids", CONNECTION_ID_LIMIT_ERROR, manyIds()),
                row("19.16", "RETIRE_CONNECTION_ID 99", PROTOCOL_VIOLATION, frame(0x19, 99)),
                row("19.16", "RETIRE_CONNECTION_ID 2^40", PROTOCOL_VIOLATION, frame(0x19, 1L << 40)),
                row("19.16", "retires the id it is sent to", PROTOCOL_VIOLATION, frame(0x19, 0)),
                row("19.17", "PATH_CHALLENGE", LEGAL, frame(0x1a, 1, 2, 3, 4, 5, 6, 7, 8)),
                row("19.18", "PATH_RESPONSE to nothing", LEGAL, frame(0x1b, 1, 2, 3, 4, 5, 6, 7, 8)),
                row("19.20", "HANDSHAKE_DONE", PROTOCOL_VIOLATION, frame(0x1e)),
                row("RFC 9221 3", "DATAGRAM", PROTOCOL_VIOLATION, frame(0x30, 1, 2, 3)),
                row("19.4", "RESET_STREAM, cut", FRAME_ENCODING_ERROR, cut(0x04)),
                row("19.5", "STOP_SENDING, cut", FRAME_ENCODING_ERROR, cut(0x05)),
                row("19.6", "CRYPTO, cut", FRAME_ENCODING_ERROR, cut(0x06)),
                row("19.8", "STREAM, cut", FRAME_ENCODING_ERROR, cut(0x0e)),
                row("19.9", "MAX_DATA, cut", FRAME_ENCODING_ERROR, cut(0x10)),
                row("19.10", "MAX_STREAM_DATA, cut", FRAME_ENCODING_ERROR, cut(0x11)),
                row("19.11", "MAX_STREAMS, cut", FRAME_ENCODING_ERROR, cut(0x12)),
                row("19.15", "NEW_CONNECTION_ID, cut", FRAME_ENCODING_ERROR, cut(0x18)),
                row("19.16", "RETIRE_CONNECTION_ID, cut", FRAME_ENCODING_ERROR, cut(0x19)),
                row("19.17", "PATH_CHALLENGE, cut", FRAME_ENCODING_ERROR, frame(0x1a, 1, 2, 3)),
                row("19.19", "CONNECTION_CLOSE, cut", FRAME_ENCODING_ERROR, cut(0x1c)),
                row("RFC 9001 6", "KeyUpdate message", UNEXPECTED_MESSAGE, frame(0x06, 0, 5, 24, 0, 0, 1, 0)),
                row("RFC 9001 4.1.3", "Certificate once more", UNEXPECTED_MESSAGE, frame(0x06, 0, 4, 11, 0, 0, 0)),
                row("RFC 9001 4.1.3", "ClientHello once more", UNEXPECTED_MESSAGE, frame(0x06, 0, 4, 1, 0, 0, 0)),
                row("RFC 9001 8.3", "EndOfEarlyData", UNEXPECTED_MESSAGE, frame(0x06, 0, 4, 5, 0, 0, 0)),
                row("10.2", "CONNECTION_CLOSE", NO_ERROR, frame(0x1c, 0, 0, 0)),
                row("10.2", "CONNECTION_CLOSE of the application", NO_ERROR, frame(0x1d, 7, 0)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("frames")
    void frame(String section, String input, long code, byte[] frame) throws IOException {
        try (KwikClient client = KwikClient.to(server.address(), server.clients.device(42))) {
            client.connection.connect();
            QuicStream stream = client.connection.createStream(true);
            echo(stream, "first");
            ForgingClient.sendFrame(client.connection, frame);
            if (code == LEGAL) {
                echo(client.connection.createStream(true), "second");
            } else {
                assertEquals(code, client.awaitError());
            }
        }
        await().until(() -> server.listener.connections() == 0);
    }

    /** Frames that packets of the handshake must not carry (RFC 9000 §12.4). */
    static Stream<Arguments> early() {
        List<Arguments> rows = new ArrayList<>();
        for (EncryptionLevel level : List.of(EncryptionLevel.Initial, EncryptionLevel.Handshake)) {
            rows.add(Arguments.of(level, "STREAM", frame(0x0a, 0, 1, 1)));
            rows.add(Arguments.of(level, "NEW_CONNECTION_ID", newId(1, 0, 8)));
            rows.add(Arguments.of(level, "PATH_CHALLENGE", frame(0x1a, 1, 2, 3, 4, 5, 6, 7, 8)));
            rows.add(Arguments.of(level, "CONNECTION_CLOSE of the application", frame(0x1d, 7, 0)));
        }
        EncryptionLevel level = EncryptionLevel.Handshake;
        rows.add(Arguments.of(level, "RESET_STREAM", frame(0x04, 0, 0, 0)));
        rows.add(Arguments.of(level, "STOP_SENDING", frame(0x05, 0, 0)));
        rows.add(Arguments.of(level, "NEW_TOKEN", frame(0x07, 1, 1)));
        rows.add(Arguments.of(level, "MAX_DATA", frame(0x10, 9)));
        rows.add(Arguments.of(level, "RETIRE_CONNECTION_ID", frame(0x19, 0)));
        rows.add(Arguments.of(level, "PATH_RESPONSE", frame(0x1b, 1, 2, 3, 4, 5, 6, 7, 8)));
        rows.add(Arguments.of(level, "HANDSHAKE_DONE", frame(0x1e)));
        rows.add(Arguments.of(level, "DATAGRAM", frame(0x31, 1, 1)));
        return rows.stream();
    }

    /**
     * The close may share a datagram with an Initial packet. Kwik's client drops that as a whole once it has no Initial keys, and hears
     * of the end by a stateless reset. It connects for 3 s after a close of its first packet, which comes at once: {@link FirstPacketsTest}.
     */
    @ParameterizedTest(name = "12.4 {1} in {0}")
    @MethodSource("early")
    void frameOfTheHandshake(EncryptionLevel level, String input, byte[] frame) {
        try (KwikClient client = KwikClient.to(server.address(), server.clients.device(42))) {
            if (level == EncryptionLevel.Initial) {
                ForgingClient.forgeHello(client.connection, hello -> {
                    ForgingClient.sendFrame(client.connection, level, frame);
                    return hello;
                });
            } else {
                client.forging(message -> {
                    if (message[0] == CERTIFICATE) {
                        ForgingClient.sendFrame(client.connection, level, frame);
                    }
                    return List.of(); // else the handshake may be over before, and its keys gone
                });
            }
            client.tryToSend("line\n".getBytes(StandardCharsets.UTF_8));
            boolean heard = client.awaitEnd().closeReason() != CloseReason.StatelessReset;
            if (heard || level == EncryptionLevel.Initial) {
                assertEquals(PROTOCOL_VIOLATION, client.awaitError());
            }
        }
        await().until(() -> server.listener.connections() == 0);
    }

    /** RFC 9000 §10.2: nothing that follows in its packet opens the connection again. */
    @Test
    void aHandshakeThatIsFinishedBehindAnErrorIsNone() {
        byte[] error = frame(0x02, 9999, 0, 0, 0);
        ByteArrayOutputStream before = new ByteArrayOutputStream();
        server.acceptor.forget();
        try (KwikClient client = KwikClient.to(server.address(), server.clients.device(42))) {
            client.forging(message -> {
                if (message[0] == FINISHED) {
                    byte[] finished = join(frame(0x06, before.size(), message.length), message);
                    ForgingClient.sendFrame(client.connection, EncryptionLevel.Handshake, join(error, finished));
                    return List.of();
                }
                before.writeBytes(message);
                return List.of(message);
            });
            client.tryToSend("line\n".getBytes(StandardCharsets.UTF_8));
            assertEquals(PROTOCOL_VIOLATION, client.awaitError());
        }
        await().until(() -> server.listener.connections() == 0);
        assertEquals(List.of(), server.acceptor.channels);
    }

    /** RFC 9000 §17.3.1, both together and each. */
    @ParameterizedTest(name = "17.3.1 reserved bits {0}")
    @ValueSource(ints = {0x18, 0x10, 0x08})
    void reservedBits(int bits) throws IOException {
        try (KwikClient client = KwikClient.to(server.address(), server.clients.device(42));
                DatagramSocket elsewhere = new DatagramSocket()) {
            client.connection.connect();
            echo(client.connection.createStream(true), "first");
            byte[] packet = ForgingClient.withReservedBits(client.connection, 500, bits);
            elsewhere.send(new DatagramPacket(packet, packet.length, server.address()));
            assertEquals(PROTOCOL_VIOLATION, client.awaitError());
        }
        await().until(() -> server.listener.connections() == 0);
    }

    /** RFC 9000 §3.5: STOP_SENDING may overtake the first bytes of its stream, in their packet or in one before it. */
    @ParameterizedTest(name = "3.5 STOP_SENDING before the stream, in one packet: {0}")
    @ValueSource(booleans = {true, false})
    void aStreamThatWasStoppedBeforeItBeganIsReadAndKnownToBeStopped(boolean together) throws IOException {
        byte[] stop = frame(0x05, 4, 7);
        byte[] line = join(frame(0x0a, 4, 5), "late\n".getBytes(StandardCharsets.UTF_8));
        server.acceptor.forget();
        try (KwikClient client = KwikClient.to(server.address(), server.clients.device(42))) {
            client.connection.connect();
            echo(client.connection.createStream(true), "first");
            client.connection.createStream(true); // the server is to answer on it
            if (together) {
                ForgingClient.sendFrame(client.connection, join(stop, line));
            } else {
                ForgingClient.sendFrame(client.connection, stop);
                await().until(() -> server.acceptor.stopped.size() == 1);
                ForgingClient.sendFrame(client.connection, line);
            }
            await().until(() -> server.acceptor.lines.equals(List.of("first", "late")));
            await().until(() -> server.acceptor.stopped.size() == 1);
            assertTrue(server.acceptor.stopped.get(0).hasEnded());
        }
        await().until(() -> server.listener.connections() == 0);
    }

    /** RFC 9000 §10.3, and by less than was sent (§10.3.3). How a silent connection ends (§10.1) is in {@link SimulatedServerTest}. */
    @Test
    void packetOfNoConnectionIsAnsweredByAStatelessReset() {
        byte[] packet = new byte[60];
        Arrays.fill(packet, (byte) 0x5a); // a short header with an id that nobody has
        try (Stranger stranger = new Stranger(server.address())) {
            stranger.send(packet);
            await().until(() -> stranger.received() > 0);
            assertTrue(stranger.received() < stranger.sent());
        }
    }

    private static void echo(QuicStream stream, String line) throws IOException {
        OutputStream out = stream.getOutputStream();
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        assertEquals(
                line,
                new BufferedReader(new InputStreamReader(stream.getInputStream(), StandardCharsets.UTF_8)).readLine());
    }

    /** Transport parameters (RFC 9000 §7.4, §18.2), in place of those of the same number. */
    static Stream<Arguments> parameters() {
        return Stream.of(
                row("18.2", "max_udp_payload_size 2^62-1", LEGAL, number(0x03, MAX)),
                row("18.2", "max_udp_payload_size 1199", TRANSPORT_PARAMETER_ERROR, number(0x03, 1199)),
                row("18.2", "active_connection_id_limit 2^62-1", LEGAL, number(0x0e, MAX)),
                row("18.2", "active_connection_id_limit 1", TRANSPORT_PARAMETER_ERROR, number(0x0e, 1)),
                row("4.6", "initial_max_streams_bidi 2^60", LEGAL, number(0x08, STREAMS)),
                row("4.6", "initial_max_streams_bidi above 2^60", TRANSPORT_PARAMETER_ERROR, number(0x08, STREAMS + 1)),
                row("4.6", "initial_max_streams_uni above 2^60", TRANSPORT_PARAMETER_ERROR, number(0x09, STREAMS + 1)),
                row("18.2", "initial_max_data 2^62-1", LEGAL, number(0x04, MAX)),
                row("18.2", "max_idle_timeout 2^62-1", LEGAL, number(0x01, MAX)),
                row("18.2", "ack_delay_exponent 21", TRANSPORT_PARAMETER_ERROR, number(0x0a, 21)),
                row("18.2", "ack_delay_exponent 2^62-1", TRANSPORT_PARAMETER_ERROR, number(0x0a, MAX)),
                row("18.2", "max_ack_delay 2^14", TRANSPORT_PARAMETER_ERROR, number(0x0b, 1 << 14)),
                row("18.2", "max_ack_delay 2^62-1", TRANSPORT_PARAMETER_ERROR, number(0x0b, MAX)),
                row("18.2", "stateless_reset_token", TRANSPORT_PARAMETER_ERROR, parameter(0x02, new byte[16])),
                row("18.2", "stateless_reset_token, cut", TRANSPORT_PARAMETER_ERROR, parameter(0x02, new byte[3])),
                row(
                        "18.2",
                        "original_destination_connection_id",
                        TRANSPORT_PARAMETER_ERROR,
                        parameter(0x00, new byte[8])),
                row("18.2", "retry_source_connection_id", TRANSPORT_PARAMETER_ERROR, parameter(0x10, new byte[8])),
                row("18.2", "preferred_address, cut", TRANSPORT_PARAMETER_ERROR, parameter(0x0d, new byte[5])),
                row(
                        "7.3",
                        "initial_source_connection_id of another",
                        TRANSPORT_PARAMETER_ERROR,
                        parameter(0x0f, new byte[5])),
                row("7.4", "the same twice", TRANSPORT_PARAMETER_ERROR, join(number(0x04, 9), number(0x04, 9))),
                row("7.4", "number that does not fill its size", TRANSPORT_PARAMETER_ERROR, parameter(0x04, new byte[] {
                    1, 1
                })),
                row("7.4", "size past the end", TRANSPORT_PARAMETER_ERROR, new byte[] {0x04, 63}),
                row("7.4.2", "unknown parameter", LEGAL, parameter(27, new byte[300])),
                row("RFC 9368 4", "versions that nobody knows", LEGAL, parameter(0x11, new byte[] {
                    0, 0, 0, 1, 7, 7, 7, 7
                })));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("parameters")
    void transportParameter(String section, String input, long code, byte[] parameter) throws TlsProtocolException {
        if (code == LEGAL) { // a client that sends another hello than it believes cannot go on
            byte[] extension = ByteBuffer.allocate(4 + parameter.length)
                    .putShort((short) PARAMETERS)
                    .putShort((short) parameter.length)
                    .put(parameter)
                    .array();
            Version version = Version.QUIC_version_1;
            new QuicTransportParametersExtension(version)
                    .parse(ByteBuffer.wrap(extension), Role.Client, new NullLogger());
            return;
        }
        try (KwikClient client = KwikClient.to(server.address(), server.clients.device(42))) {
            ForgingClient.forgeHello(client.connection, hello -> with(parameter, hello));
            client.tryToSend("line\n".getBytes(StandardCharsets.UTF_8));
            assertEquals(code, client.awaitError());
        }
    }

    private static byte[] frame(int type, long... fields) {
        ByteBuffer frame = ByteBuffer.allocate(1 + Long.BYTES * fields.length).put((byte) type);
        for (long field : fields) {
            put(frame, field);
        }
        return Arrays.copyOf(frame.array(), frame.position());
    }

    /** Ends in the middle of a number. */
    private static byte[] cut(int type, long... fields) {
        return join(frame(type, fields), new byte[] {-1, 1, 1});
    }

    private static byte[] newId(long number, long retirePriorTo, int length) {
        byte[] id = new byte[length + 16];
        Arrays.fill(id, (byte) number);
        return join(frame(0x18, number, retirePriorTo, length), id);
    }

    private static byte[] manyIds() {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int number = 1; number < 9; number++) {
            frames.writeBytes(newId(number, 0, 8));
        }
        return frames.toByteArray();
    }

    /** A number of variable length (RFC 9000 §16). */
    private static ByteBuffer put(ByteBuffer out, long number) {
        return number < 64 ? out.put((byte) number) : out.putLong(3L << 62 | number);
    }

    private static byte[] number(int parameter, long value) {
        ByteBuffer number = put(ByteBuffer.allocate(Long.BYTES), value);
        return parameter(parameter, Arrays.copyOf(number.array(), number.position()));
    }

    private static byte[] parameter(int parameter, byte[] value) {
        ByteBuffer out = ByteBuffer.allocate(1 + Long.BYTES + value.length);
        put(out.put((byte) parameter), value.length).put(value);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    /** The ClientHello with {@code parameter}s in place of those of the first one's number (RFC 8446 §4.1.2). */
    private static byte[] with(byte[] parameter, byte[] hello) {
        int extensions = 4 + 2 + 32;
        extensions += 1 + hello[extensions];
        extensions += 2 + ByteBuffer.wrap(hello).getShort(extensions);
        extensions += 1 + hello[extensions];
        ByteArrayOutputStream others = new ByteArrayOutputStream();
        ByteBuffer in = ByteBuffer.wrap(hello).position(extensions + 2);
        while (in.hasRemaining()) {
            int type = in.getShort();
            byte[] content = new byte[in.getShort()];
            in.get(content);
            byte[] kept = type == PARAMETERS ? join(without(parameter[0], content), parameter) : content;
            others.writeBytes(ByteBuffer.allocate(4)
                    .putShort((short) type)
                    .putShort((short) kept.length)
                    .array());
            others.writeBytes(kept);
        }
        ByteBuffer out = ByteBuffer.allocate(extensions + 2 + others.size());
        out.put(hello, 0, extensions).putShort((short) others.size()).put(others.toByteArray());
        return out.putInt(0, 1 << 24 | out.capacity() - 4).array();
    }

    private static byte[] without(byte parameter, byte[] parameters) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        ByteBuffer in = ByteBuffer.wrap(parameters);
        while (in.hasRemaining()) {
            int start = in.position();
            long type = number(in);
            int size = (int) number(in);
            in.position(in.position() + size);
            if (type != parameter) {
                kept.write(parameters, start, in.position() - start);
            }
        }
        return kept.toByteArray();
    }

    private static long number(ByteBuffer in) {
        int length = 1 << ((in.get(in.position()) & 0xff) >> 6);
        long number = in.get() & 0x3f;
        for (int i = 1; i < length; i++) {
            number = number << 8 | in.get() & 0xff;
        }
        return number;
    }
}
