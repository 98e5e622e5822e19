package net.tensamin.omega.guard;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import net.tensamin.omega.limits.Rate;
import net.tensamin.omega.limits.Strangers;
import net.tensamin.omega.metrics.Meters;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.FilterChainEvent;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.glassfish.grizzly.utils.DelayedExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that wait, and ask again as soon as they have an answer, over the Grizzly that Omega is compiled with. */
class NextRequestTest {
    private static final int CLIENTS = 16;
    private static final int ANSWERS = 100;
    private static final int IDLE_SECONDS = 1;
    private static final int LONGER_SECONDS = 4; // the server looks once a second
    private static final byte[] SHORT = "GET /short HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII);
    private static final byte[] LONG = "GET /long HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII);
    private static final byte[] END = "\r\n\r\n".getBytes(US_ASCII);

    private final ScheduledExecutorService later = Executors.newScheduledThreadPool(2);
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final HttpServer server = new HttpServer();
    private final NetworkListener listener = new NetworkListener("https", "127.0.0.1", 0);
    private final DelayedExecutor turns = new DelayedExecutor(Executors.newSingleThreadExecutor());
    private final Meters meters = new Meters();
    private final Door door = new Door(
            new GuardSettings(1_000, new Rate(1_000, Duration.ofSeconds(10)), 1, Duration.ofSeconds(60)),
            new Strangers(1 << 30, meters.counter("omega_strangers_gave_way_total", "x"), System::nanoTime),
            new Calls(List.of()),
            shown -> Optional.empty(),
            meters);

    @BeforeEach
    void start() throws Exception {
        listener.getKeepAlive().setIdleTimeoutInSeconds(IDLE_SECONDS);
        listener.getKeepAlive().setMaxRequestsCount(-1);
        server.addListener(listener);
        server.getServerConfiguration().addHttpHandler(new Waiting(), "/");
        server.start();
        turns.start();
        FilterChain chain = (FilterChain) listener.getTransport().getProcessor();
        chain.replaceAll(filter -> filter instanceof HttpServerFilter ? new SlowParser() : filter);
        new PayaraListener(listener.getTransport()).guard(door, new HandshakeTurns(1), new GuardFilter(door));
        later.scheduleWithFixedDelay(door::sweep, 1, 1, TimeUnit.MILLISECONDS);
    }

    @AfterEach
    void stop() {
        clients.shutdownNow();
        later.shutdownNow();
        server.shutdownNow();
        turns.destroy();
    }

    /** Takes its time to learn that an answer is complete. */
    private final class SlowParser extends HttpServerFilter {
        @SuppressWarnings("deprecation") // all of its constructors are
        private SlowParser() {
            super(true, 8 * 1024, listener.getKeepAlive(), turns);
        }

        @Override
        public NextAction handleEvent(FilterChainContext context, FilterChainEvent event) throws IOException {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            return super.handleEvent(context, event);
        }
    }

    /** Its answers come from another thread, a little later. */
    private final class Waiting extends HttpHandler {
        @Override
        public void service(Request request, Response response) {
            InetSocketAddress peer = new InetSocketAddress(request.getRemoteAddr(), request.getRemotePort());
            door.whenGone(peer, () -> {});
            response.suspend();
            door.waits(peer);
            boolean isLong = request.getRequestURI().equals("/long");
            later.schedule(
                    response::resume,
                    isLong ? LONGER_SECONDS * 1_000 : 3 + request.getRemotePort() % 5,
                    TimeUnit.MILLISECONDS);
        }
    }

    /** Neither for what it is, nor because the server believes that the connection has been idle since. */
    @Test
    void isAnsweredHoweverSoonItCame() throws Exception {
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            answers.add(clients.submit(this::ask));
        }
        for (Future<Integer> answer : answers) {
            assertEquals(ANSWERS + 1, answer.get(60, TimeUnit.SECONDS));
        }
    }

    /** Returns how many answers came. */
    private int ask() throws IOException {
        int came = 0;
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), listener.getPort())) {
            socket.setSoTimeout(LONGER_SECONDS * 1_000 * 5);
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (came < ANSWERS) {
                socket.getOutputStream().write(SHORT);
                if (!hasAnswer(in)) {
                    return came;
                }
                came++;
            }
            socket.getOutputStream().write(LONG);
            return hasAnswer(in) ? came + 1 : came;
        }
    }

    /** Reads to the end of a head. */
    private static boolean hasAnswer(DataInputStream in) throws IOException {
        int matched = 0;
        while (matched < END.length) {
            int octet = in.read();
            if (octet < 0) {
                return false;
            }
            matched = octet == END[matched] ? matched + 1 : octet == '\r' ? 1 : 0;
        }
        return true;
    }
}
