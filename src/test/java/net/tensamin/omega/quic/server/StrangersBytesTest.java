package net.tensamin.omega.quic.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import net.tensamin.omega.testing.BadNetwork;
import net.tensamin.omega.testing.QuicheClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tech.kwik.core.QuicConstants.TransportErrorCode;
import tech.kwik.core.impl.ForgingClient;

/**
 * What the server allocates for what anybody sends is of the order of what was sent, whatever lengths that claims: at most ten times
 * its size and 64 KiB, and 1 MiB more where it completes a ClientHello.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrangersBytesTest {
    private static final int DATAGRAMS = 60; // of a kind
    private static final int SIZE = 1_180; // of frames
    private static final int TIMES = 10;
    private static final long LITTLE = 64 << 10;
    private static final long MUCH = 1 << 20;
    private static final long HUGE = 330_000_000;
    private static final long LARGEST = (1L << 62) - 1;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final QuicFixture server = new QuicFixture();

    @AfterAll
    void stop() {
        server.close();
    }

    /** By all threads of the server, when they have come to rest. */
    private long allocated() {
        AtomicLong last = new AtomicLong(-1);
        await().during(Duration.ofMillis(100)).until(() -> {
            long now = allocatedNow();
            return Math.abs(last.getAndSet(now) - now) < 4_096;
        });
        return last.get();
    }

    private static long allocatedNow() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("omega-quic"))
                .mapToLong(thread -> Math.max(0, THREADS.getThreadAllocatedBytes(thread.getId())))
                .sum();
    }

    private static Arguments kind(String name, Function<Random, byte[]> frames) {
        return Arguments.of(name, frames);
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                kind("CRYPTO that claims much", random -> frame(0x06, 0, claim(random))),
                kind("STREAM that claims much", random -> frame(0x0a, 0, claim(random))),
                kind("NEW_TOKEN that claims much", random -> frame(0x07, claim(random))),
                kind("CONNECTION_CLOSE that claims much", random -> frame(0x1c, 0, 0, claim(random))),
                kind("CONNECTION_CLOSE of an application", random -> frame(0x1d, 0, claim(random))),
                kind("DATAGRAM that claims much", random -> frame(0x31, claim(random))),
                kind("ACK that claims many ranges", random -> frame(0x02, LARGEST, 0, claim(random), 0)),
                kind("ACK of everything", random -> frame(0x02, LARGEST, 0, 0, LARGEST)),
                kind("ACK of many ranges", random -> ranges()),
                kind("PING and PADDING", random -> repeated(new byte[] {1, 0})),
                kind("PING", random -> repeated(new byte[] {1})),
                kind("ACKs", random -> repeated(frame(0x02, 0, 0, 0, 0))),
                kind("empty CRYPTO frames", random -> repeated(frame(0x06, 0, 0))),
                kind("CRYPTO, a byte each", random -> scattered(random, 4_000)),
                kind("CRYPTO anywhere", random -> scattered(random, LARGEST)),
                kind("a hello that claims 16 MB", random -> join(frame(0x06, 0, 4), new byte[] {1, -1, -1, -1})),
                kind("any bytes", StrangersBytesTest::bytes),
                kind("any frames", StrangersBytesTest::anyFrames));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void framesOfAStrangerCostWhatTheyWeigh(String name, Function<Random, byte[]> frames) {
        measure(seed -> {
            try (InitialClient client = new InitialClient(server.address(), seed)) {
                byte[] packet = client.packetOf(Arrays.copyOf(frames.apply(new Random(seed)), SIZE));
                client.send(packet);
                return packet.length;
            }
        });
    }

    @Test
    void headersOfAStrangerCostWhatTheyWeigh() {
        measure(seed -> {
            Random random = new Random(seed);
            byte[] datagram = Arrays.copyOf(bytes(random), 1_200);
            ByteBuffer header = ByteBuffer.wrap(datagram);
            header.put((byte) (0xc0 | random.nextInt(64))).putInt(1);
            header.put((byte) 8).position(14).put((byte) 4).position(19);
            put(header, claim(random)).put(frame(random.nextInt(4), claim(random), claim(random)));
            try (Stranger stranger = new Stranger(server.address())) {
                stranger.send(datagram);
                return datagram.length;
            }
        });
    }

    private void measure(Function<Long, Integer> send) {
        assertTrue(send.apply(1L) >= 1_200, "a smaller one is not looked at");
        long before = allocated();
        long allowed = 0;
        for (long seed = 2; seed < 2 + DATAGRAMS; seed++) {
            allowed += TIMES * send.apply(seed) + LITTLE;
        }
        long used = allocated() - before;
        long most = allowed;
        assertTrue(used <= most, () -> used / DATAGRAMS + " bytes a datagram, of at most " + most / DATAGRAMS);
    }

    @Test
    void whatCompletesAHelloMayCostAHandshake() {
        List<byte[]> firsts = Stream.generate(this::first).limit(5).toList();
        await().until(() -> server.listener.connections() == 0);
        long before = allocated();
        long allowed = 0;
        for (byte[] first : firsts) {
            try (Stranger stranger = new Stranger(server.address())) {
                stranger.send(first);
                await().until(() -> stranger.received() > 0);
            }
            allowed += TIMES * first.length + LITTLE + MUCH;
        }
        long used = allocated() - before;
        long most = allowed;
        assertTrue(used <= most, () -> used / firsts.size() + " bytes a hello, of at most " + most / firsts.size());
    }

    private byte[] first() {
        try (BadNetwork network = new BadNetwork(server.address(), 1)) {
            network.record();
            QuicheClient.connect(network.address(), server.servers.certificate(), server.clients.device(42))
                    .close();
            return network.recorded().get(0);
        }
    }

    /** One that is let in can claim as much, once. */
    @Test
    void framesAfterTheHandshakeCostWhatTheyWeighAndEndIt() throws IOException {
        for (byte[] claim : List.of(
                frame(0x06, 0, HUGE),
                frame(0x0a, 0, HUGE),
                frame(0x07, HUGE),
                frame(0x1c, 0, 0, HUGE),
                frame(0x1d, 0, HUGE),
                frame(0x31, HUGE))) {
            try (KwikClient client = KwikClient.to(server.address(), server.clients.device(42))) {
                client.connection.connect();
                long before = allocated();
                ForgingClient.sendFrame(client.connection, claim);
                assertEquals(TransportErrorCode.FRAME_ENCODING_ERROR.value, client.awaitError());
                long used = allocated() - before;
                assertTrue(used < MUCH, () -> used + " bytes");
            }
        }
    }

    private static long claim(Random random) {
        long[] claims = {1_200, 16_383, 1 << 20, 20_000_000, LARGEST
        }; // no thread would survive larger ones to be counted
        return claims[random.nextInt(claims.length)];
    }

    private static byte[] frame(int type, long... fields) {
        ByteBuffer frame = ByteBuffer.allocate(1 + Long.BYTES * fields.length).put((byte) type);
        for (long field : fields) {
            put(frame, field);
        }
        return Arrays.copyOf(frame.array(), frame.position());
    }

    /** A number of variable length (RFC 9000 §16). */
    private static ByteBuffer put(ByteBuffer out, long number) {
        if (number < 64) {
            return out.put((byte) number);
        }
        return out.putLong(3L << 62 | number);
    }

    private static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    private static byte[] repeated(byte[] frame) {
        byte[] frames = new byte[SIZE];
        for (int at = 0; at + frame.length <= frames.length; at += frame.length) {
            System.arraycopy(frame, 0, frames, at, frame.length);
        }
        return frames;
    }

    private static byte[] ranges() {
        int ranges = (SIZE - 27) / 2;
        byte[] pairs = new byte[2 * ranges];
        return join(frame(0x02, LARGEST, 0, ranges, 0), pairs);
    }

    private static byte[] scattered(Random random, long below) {
        ByteBuffer frames = ByteBuffer.allocate(SIZE);
        while (frames.remaining() > 12) {
            put(frames.put((byte) 0x06), random.nextLong(below)).put((byte) 1).put((byte) 1);
        }
        return frames.array();
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[SIZE];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] anyFrames(Random random) {
        ByteBuffer frames = ByteBuffer.allocate(SIZE);
        while (frames.remaining() > 60) {
            byte[] frame = frame(random.nextInt(0x32), random.nextInt(70), random.nextInt(70), random.nextInt(3), 0);
            frames.put(frame, 0, 1 + random.nextInt(frame.length - 1));
        }
        return frames.array();
    }
}
