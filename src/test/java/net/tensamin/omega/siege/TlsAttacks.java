package net.tensamin.omega.siege;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.OwnThread;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;

/** What strangers do with TLS handshakes. */
final class TlsAttacks {
    static final String PROFILE = "GET /api/get/user/42 HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration LET_IN_WITHIN = Duration.ofSeconds(10);
    private static final int SOURCES = 4_000;
    private static final int DEVICE = 20_000;

    private TlsAttacks() {}

    static List<Attack> rows() {
        Stream<Attack> always = Stream.of(helloFlood(), largeMessage(), longChain());
        Stream<Attack> many = Scale.isWhole() ? Stream.of(sessions()) : Stream.of();
        return Stream.concat(always, many).toList();
    }

    /** It costs them nothing: the hello is the same each time, and the answer is not looked at. */
    private static Attack helloFlood() {
        String what = "ClientHellos as fast as they are answered, from " + SOURCES + " addresses";
        return new Attack("T1", what, attackers -> {
            byte[] hello = clientHello(OmegaTls.anonymous());
            letIn(attackers.device(DEVICE));
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<Duration> slowest = OwnThread.supply(() -> slowestToComeIn(attackers, over));
            int answered = flood(attackers, hello, Duration.ofSeconds(Scale.of(15, 3)));
            over.set(true);
            long millis = slowest.join().toMillis();
            if (millis > LET_IN_WITHIN.toMillis()) {
                attackers.exceeds("others come in within 10 s");
            }
            return answered + " answered; others came in within " + millis + " ms";
        });
    }

    /** Returns how many got an answer. */
    static int flood(Attackers attackers, byte[] hello, Duration time) {
        int threads = Scale.of(32, 8);
        AtomicInteger answered = new AtomicInteger();
        long before = System.nanoTime();
        int done = attackers.all(threads, number -> {
            for (int i = number; System.nanoTime() - before < time.toNanos(); i += threads) {
                try (Socket socket = Attackers.briefly(i % SOURCES)) {
                    socket.setSoTimeout((int) PATIENCE.toMillis());
                    socket.getOutputStream().write(hello);
                    answered.addAndGet(socket.getInputStream().read() < 0 ? 0 : 1);
                } catch (IOException turnedAway) {
                    continue; // it makes room for others
                }
            }
        });
        assertEquals(threads, done);
        return answered.get();
    }

    /** A device that was here before, and clients that were not, come one after the other; each has to be let in. */
    private static Duration slowestToComeIn(Attackers attackers, AtomicBoolean over) {
        long most = 0;
        for (int i = 0; !over.get(); i++) {
            long before = System.nanoTime();
            try {
                letIn(i % 2 == 0 ? attackers.device(DEVICE) : attackers.stranger(DEVICE + i));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            most = Math.max(most, System.nanoTime() - before);
        }
        return Duration.ofNanos(most);
    }

    static void letIn(Stranger client) throws IOException {
        client.send(PROFILE);
        assertTrue(client.head().startsWith("HTTP/1.1 200"));
        client.close();
    }

    static byte[] clientHello(SSLContext context) throws Exception {
        SSLEngine engine =
                context.createSSLEngine("localhost", OmegaDeployment.https().getPort());
        engine.setUseClientMode(true);
        ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), record);
        return Arrays.copyOf(record.array(), record.position());
    }

    private static Attack largeMessage() {
        int connections = Scale.of(128, 16);
        String what = connections + " ClientHellos of 8 MB, in records of 16 KB";
        return new Attack("T2", what, attackers -> {
            AtomicLong sent = new AtomicLong();
            int untouched = attackers.all(connections, number -> {
                Socket socket = attackers.tcp(number);
                byte[] record = new byte[5 + 16_384];
                System.arraycopy(new byte[] {22, 3, 1, 0x40, 0, 1, 0x7f, -1, -1}, 0, record, 0, 9);
                for (int bytes = 0; bytes < 8 << 20; bytes += record.length) {
                    socket.getOutputStream().write(record);
                    sent.addAndGet(record.length);
                    Arrays.fill(record, 5, 9, (byte) 0);
                }
            });
            assertEquals(0, untouched, "connections that could send all");
            return "each was ended, after " + sent.get() / connections / 1_024 + " KiB";
        });
    }

    private static Attack longChain() {
        int connections = Scale.of(32, 4);
        String what = connections + " clients that show a chain of 12 certificates, each of 3 KB";
        return new Attack("T3", what, attackers -> {
            TestIdentity tooMuch = chain(12);
            AtomicInteger letIn = new AtomicInteger();
            int done = attackers.all(connections, number -> {
                Stranger client = attackers.keep(Stranger.over(attackers.tcp(number), OmegaTls.showing(tooMuch)));
                client.send(PROFILE);
                letIn.addAndGet(client.head().isEmpty() ? 0 : 1);
            });
            assertEquals(0, done + letIn.get(), "clients that were let in");
            return "each handshake was refused";
        });
    }

    private static TestIdentity chain(int certificates) {
        TestAuthority lowest = TestAuthority.named("A stranger's root");
        for (int i = 2; i < certificates; i++) {
            lowest = lowest.certificate("A stranger's authority " + i)
                    .padded(2_500)
                    .authorityIssued();
        }
        return lowest.device(42);
    }

    /** Whole only, where clients take no tickets (`jdk.tls.client.enableSessionTicketExtension`), so that the server keeps what is to be kept. */
    private static Attack sessions() {
        int sessions = 6_000;
        int threads = 16;
        String what = sessions + " TLS sessions of clients that take no tickets, so that the server has to keep them";
        return new Attack("T4", what, attackers -> {
            int done = attackers.all(threads, number -> {
                for (int i = number; i < sessions; i += threads) {
                    try (Socket socket = Attackers.briefly(i % SOURCES)) {
                        letIn(Stranger.over(socket));
                    }
                }
            });
            assertEquals(threads, done);
            return "each was served";
        });
    }
}
