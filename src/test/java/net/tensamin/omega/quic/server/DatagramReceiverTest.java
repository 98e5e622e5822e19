package net.tensamin.omega.quic.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.quic.tls.Path;
import net.tensamin.omega.quic.tls.RecordingOutlet;
import net.tensamin.omega.testing.OwnThread;
import org.junit.jupiter.api.Test;

class DatagramReceiverTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @Test
    void socketThatFailsIsTriedAgain() throws IOException {
        AtomicInteger failures = new AtomicInteger(2);
        AtomicInteger received = new AtomicInteger();
        CompletableFuture<Void> running;
        try (Sockets socket = new FailingSocket(failures, received);
                DatagramSocket client = new DatagramSocket()) {
            DatagramReceiver receiver = receiver(socket);
            running = OwnThread.run(receiver::run);
            await().until(() -> failures.get() == 0);
            client.send(new DatagramPacket(new byte[30], 30, socket.first().address()));
            await().until(() -> received.get() == 1);
            receiver.stop();
        }
        await().until(running::isDone);
        assertFalse(running.isCompletedExceptionally());
    }

    @Test
    void datagramsThatComeOneAfterAnotherAreGathered() throws IOException {
        CountingSocket socket = new CountingSocket(2);
        runUntil(() -> socket.looks.get() - socket.waits.get() > 10, socket);
    }

    @Test
    void whatComesNowAndThenIsReceivedAtOnce() throws IOException {
        CountingSocket socket = new CountingSocket(1) {
            @Override
            void await() {
                super.await();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        };
        runUntil(() -> socket.looks.get() > 20, socket);
        assertEquals(socket.waits.get(), socket.looks.get());
    }

    @Test
    void nobodyWaitsWhereMuchComes() throws IOException {
        CountingSocket socket = new CountingSocket(16);
        runUntil(() -> socket.looks.get() > 1000, socket);
        assertEquals(socket.waits.get(), socket.looks.get());
    }

    private static DatagramReceiver receiver(Sockets socket) {
        return new DatagramReceiver(
                socket,
                new ConnectionTable(),
                null,
                new ClientResets(UnaryOperator.identity()),
                null,
                () -> {},
                Clock.systemUTC(),
                new Meters());
    }

    private static void runUntil(Callable<Boolean> condition, Sockets socket) {
        DatagramReceiver receiver = receiver(socket);
        receiver.stop();
        CompletableFuture<Void> running;
        try (socket) {
            running = OwnThread.run(receiver::run);
            await().until(condition);
        }
        running.join();
    }

    /** Has some datagrams whenever somebody looks. */
    private static class CountingSocket extends Sockets {
        final AtomicInteger waits = new AtomicInteger();
        final AtomicInteger looks = new AtomicInteger();
        private final int atOnce;
        private int left;

        CountingSocket(int atOnce) throws SocketException {
            super(Set.of(ANY_PORT.getAddress()), 0);
            this.atOnce = atOnce;
            this.left = atOnce;
        }

        @Override
        void await() {
            waits.incrementAndGet();
        }

        @Override
        Path receive(ByteBuffer buffer) {
            if (left-- > 0) {
                buffer.put(new byte[30]);
                return RecordingOutlet.to(ANY_PORT);
            }
            left = atOnce;
            looks.incrementAndGet();
            return null;
        }
    }

    private static final class FailingSocket extends Sockets {
        private final AtomicInteger failures;
        private final AtomicInteger received;

        FailingSocket(AtomicInteger failures, AtomicInteger received) throws SocketException {
            super(Set.of(ANY_PORT.getAddress()), 0);
            this.failures = failures;
            this.received = received;
        }

        @Override
        void await() throws IOException {
            if (failures.get() > 0) {
                failures.decrementAndGet();
                throw new IOException("told to fail");
            }
            super.await();
        }

        @Override
        Path receive(ByteBuffer buffer) throws IOException {
            Path from = super.receive(buffer);
            if (from != null) {
                received.incrementAndGet();
            }
            return from;
        }
    }
}
