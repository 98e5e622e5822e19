package net.tensamin.omega.siege;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import net.tensamin.omega.quic.server.FirstDatagrams;
import net.tensamin.omega.testing.OmegaDeployment;

/** Datagrams of clients that want no connection. */
final class DatagramAttacks {
    private static final int LONG_AND_ZERO_RTT = 0xd0; // RFC 9000 §17.2.3
    private static final int LONG_AND_INITIAL = 0xc0; // §17.2.2
    private static final int VERSION_1 = 1;
    private static final int NO_VERSION = 0x1a2a3a4a; // §15
    private static final int ID = 8;
    private static final int TOKEN = 60;
    private static final int DATAGRAM = 1_200;
    private static final int MOST_TIMES = 3; // §8.1
    private static final int SOURCES = 400;
    private static final int THREADS = 8;

    private DatagramAttacks() {}

    static List<Attack> rows() {
        return List.of(
                flood("S13", "ClientHellos, halves of them, unknown versions and forged tokens", DatagramAttacks::any),
                flood("Q3", "packets of 0-RTT for connections that do not exist", (random, i) -> early(random)));
    }

    /** The datagram to be sent next. */
    private interface Next {
        byte[] datagram(Random random, int number) throws Exception;
    }

    private static Attack flood(String id, String of, Next next) {
        int rate = Scale.of(2_000, 400);
        int seconds = Scale.of(15, 2);
        int each = rate * seconds / THREADS;
        String what = rate + " datagrams a second from " + SOURCES + " addresses: " + of;
        return new Attack(id, what, attackers -> {
            long[] back = new long[THREADS];
            int done = attackers.all(THREADS, number -> {
                Random random = new Random();
                List<Source> sources = sources(attackers, number);
                long began = System.nanoTime();
                for (int i = 0; i < each; i++) {
                    sources.get(i % sources.size()).send(next.datagram(random, i));
                    long due = began + Duration.ofSeconds(1).toNanos() * THREADS * i / rate;
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
                for (Source source : sources) {
                    back[number] += source.received();
                }
            });
            assertEquals(THREADS, done);
            long all = 0;
            for (long some : back) {
                all += some;
            }
            long sent = (long) each * THREADS * DATAGRAM;
            assertTrue(all <= MOST_TIMES * sent, "bytes that came back: " + all);
            return all / 1_024 + " KiB came back for " + sent / 1_024;
        });
    }

    private static List<Source> sources(Attackers attackers, int thread) throws IOException {
        List<Source> sources = new ArrayList<>();
        for (int i = thread; i < SOURCES; i += THREADS) {
            sources.add(attackers.keep(new Source(i)));
        }
        return sources;
    }

    private static byte[] any(Random random, int number) throws Exception {
        return switch (number % 4) {
            case 0 -> FirstDatagrams.hello(random.nextLong());
            case 1 -> FirstDatagrams.half(random.nextLong());
            case 2 -> longHeader(random, LONG_AND_INITIAL, NO_VERSION).array();
            default -> forgedToken(random);
        };
    }

    private static byte[] early(Random random) {
        ByteBuffer packet = longHeader(random, LONG_AND_ZERO_RTT, VERSION_1);
        return length(packet);
    }

    private static byte[] forgedToken(Random random) {
        ByteBuffer packet = longHeader(random, LONG_AND_INITIAL, VERSION_1);
        packet.put((byte) TOKEN).position(packet.position() + TOKEN);
        return length(packet);
    }

    /** Random after it. */
    private static ByteBuffer longHeader(Random random, int first, int version) {
        byte[] datagram = new byte[DATAGRAM];
        random.nextBytes(datagram);
        ByteBuffer packet = ByteBuffer.wrap(datagram).put((byte) first).putInt(version);
        packet.put((byte) ID).position(packet.position() + ID);
        return packet.put((byte) ID).position(packet.position() + ID);
    }

    /** Of all that follows, in two bytes (§16). */
    private static byte[] length(ByteBuffer packet) {
        return packet.putShort((short) (0x4000 | DATAGRAM - packet.position() - Short.BYTES))
                .array();
    }

    /** An address of its own. */
    private static final class Source implements AutoCloseable {
        private final ByteBuffer answer = ByteBuffer.allocate(2_048);
        private final DatagramChannel channel = DatagramChannel.open();
        private final InetSocketAddress server = new InetSocketAddress("127.0.0.1", OmegaDeployment.quicPort());

        private Source(int number) throws IOException {
            byte[] address = {127, 2, (byte) (number / 200), (byte) (1 + number % 200)};
            channel.bind(new InetSocketAddress(InetAddress.getByAddress(address), 0));
            channel.configureBlocking(false);
        }

        private void send(byte[] datagram) throws IOException {
            channel.send(ByteBuffer.wrap(datagram), server);
        }

        /** In bytes, as far as they were kept for it. */
        private long received() throws IOException {
            long bytes = 0;
            while (channel.receive(answer.clear()) != null) {
                bytes += answer.position();
            }
            return bytes;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
