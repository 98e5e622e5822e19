package net.tensamin.omega.siege;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.OwnThread;

/** All that one attack has open. Each connection can come from an address of its own. */
final class Attackers implements AutoCloseable {
    /** Within which an attacker's thread has to come to its end. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final int CONNECT_MILLIS = 30_000;
    private static final int SOURCES = 250;

    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();
    private final List<String> exceeded = new CopyOnWriteArrayList<>();

    /** What one attacker does on a thread of its own. */
    interface Work {
        void run(int number) throws Exception;
    }

    /**
     * Connects to the HTTPS port by plain TCP.
     *
     * @param source the same number is the same address; any number
     */
    Socket tcp(int source) throws IOException {
        return keep(briefly(source));
    }

    /** As {@link #tcp}, and whoever called closes it. */
    static Socket briefly(int source) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(address(source), 0));
        InetAddress server = InetAddress.getByName("127.0.0.1");
        socket.connect(new InetSocketAddress(server, OmegaDeployment.https().getPort()), CONNECT_MILLIS);
        return socket;
    }

    /** Connects to the HTTPS port with TLS, and shows no certificate. */
    Stranger stranger(int source) throws Exception {
        return keep(Stranger.over(tcp(source)));
    }

    /** Connects to the HTTPS port with TLS, and shows the certificate of a demo device. */
    Stranger device(int source) throws Exception {
        return keep(Stranger.over(tcp(source), OmegaTls.demo("user-42")));
    }

    /** Has so many attackers work at once; returns how many of them did without an exception, which is mostly an end by the server. */
    int all(int attackers, Work work) {
        AtomicInteger done = new AtomicInteger();
        List<CompletableFuture<Void>> threads = IntStream.range(0, attackers)
                .mapToObj(number -> OwnThread.run(() -> {
                    try {
                        work.run(number);
                        done.incrementAndGet();
                    } catch (Exception ended) {
                        // counted by its absence: that is what a server does to an attacker
                    }
                }))
                .toList();
        CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new))
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        return done.get();
    }

    /** A limit of its own that this attack has exceeded: shown with the others, and asserted only where times are. */
    void exceeds(String limit) {
        exceeded.add(limit);
    }

    List<String> exceeded() {
        return List.copyOf(exceeded);
    }

    /** How many connections there have been. */
    int opened() {
        return open.size();
    }

    /** Closes something with all that is open. */
    <T extends AutoCloseable> T keep(T something) {
        open.add(something);
        return something;
    }

    private static InetAddress address(int source) throws IOException {
        return InetAddress.getByAddress(
                new byte[] {127, 1, (byte) (source / SOURCES % SOURCES), (byte) (1 + source % SOURCES)});
    }

    @Override
    public void close() {
        for (AutoCloseable each : open) {
            try {
                each.close();
            } catch (Exception gone) {
                // the server was first
            }
        }
    }
}
