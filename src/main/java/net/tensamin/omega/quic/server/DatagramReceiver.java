package net.tensamin.omega.quic.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import net.tensamin.omega.metrics.Counter;
import net.tensamin.omega.metrics.Counters;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.quic.admission.Connections;
import net.tensamin.omega.quic.admission.Datagram;
import net.tensamin.omega.quic.admission.Reception;
import net.tensamin.omega.quic.tls.Path;
import tech.kwik.core.impl.Version;
import tech.kwik.core.packet.VersionNegotiationPacket;

/** Receives datagrams and hands each to its connection, or to admission (RFC 9000 §5.2). No failure ends it. */
final class DatagramReceiver {
    private static final System.Logger LOG = System.getLogger(DatagramReceiver.class.getName());
    private static final Duration AFTER_FAILURE = Duration.ofMillis(100);
    private static final int LARGEST_DATAGRAM = 65_535;
    private static final int MOST_AT_ONCE = 64;
    private static final int MANY = 16; // the next ones wait in the socket's buffer already

    /** Most datagrams are acknowledgements, and waking up for each costs more than handling it. */
    private static final long GATHERING = TimeUnit.MICROSECONDS.toNanos(400);

    private final Sockets sockets;
    private final Connections table;
    private final Reception<?> reception;
    private final ClientResets resets;
    private final Departed departed;
    private final Turns turns;
    private final Clock clock;
    private final Counter notAdmitted;
    private final Counter notAccepted;
    private long lastReceivedNanos = System.nanoTime() - GATHERING;
    private boolean gathers;
    private volatile boolean stopped;

    DatagramReceiver(
            Sockets sockets,
            Connections table,
            Reception<?> reception,
            ClientResets resets,
            Departed departed,
            Turns turns,
            Clock clock,
            Meters meters) {
        this.sockets = sockets;
        this.table = table;
        this.reception = reception;
        this.resets = resets;
        this.departed = departed;
        this.turns = turns;
        this.clock = clock;
        Counters dropped = meters.counters(
                "omega_quic_dropped_total",
                "queue",
                "Datagrams dropped because too much waited: for admission, or for a connection's turn");
        this.notAdmitted = dropped.of("admission");
        this.notAccepted = dropped.of("connection");
    }

    /** The turns that datagrams have asked for. */
    interface Turns {
        void take();
    }

    /** Works until {@link #stop} and the end of the socket. */
    void run() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
        while (!sockets.isClosed()) {
            try {
                awaitSome();
                gathers = gathersAfter(receiveSome(buffer));
            } catch (IOException | RuntimeException e) {
                failed(e);
            } finally {
                turns.take();
            }
        }
    }

    private void awaitSome() throws IOException {
        if (gathers) {
            LockSupport.parkNanos(GATHERING);
            sockets.look();
        } else {
            sockets.await();
        }
    }

    /** Datagrams that come one soon after the other are gathered, for as long as that brings more than one. */
    private boolean gathersAfter(int received) {
        long now = System.nanoTime();
        boolean soon = gathers ? received > 1 : now - lastReceivedNanos < GATHERING;
        lastReceivedNanos = now;
        return soon && received < MANY;
    }

    /** Returns how many. */
    private int receiveSome(ByteBuffer buffer) throws IOException {
        for (int i = 0; i < MOST_AT_ONCE; i++) {
            Path path = sockets.receive(buffer.clear());
            if (path == null) {
                return i;
            }
            byte[] bytes = new byte[buffer.flip().remaining()];
            buffer.get(bytes);
            Datagram.read(bytes, path, clock.instant())
                    .ifPresentOrElse(this::route, () -> resets.take(ByteBuffer.wrap(bytes), path.peer()));
        }
        return MOST_AT_ONCE;
    }

    /** Clients without a connection are ignored from now on. */
    void stop() {
        stopped = true;
    }

    private void failed(Throwable e) {
        if (stopped) {
            return;
        }
        LOG.log(Level.WARNING, "cannot receive, trying again", e);
        LockSupport.parkNanos(AFTER_FAILURE.toNanos());
    }

    private void route(Datagram datagram) {
        var connection = table.find(datagram.destinationId());
        if (connection.isPresent()) {
            countUnless(connection.get().accept(datagram), notAccepted);
        } else if (resets.take(datagram.bytes(), datagram.from()) || stopped) {
            return;
        } else if (datagram.isFirst()) {
            countUnless(reception.add(datagram), notAdmitted);
        } else if (datagram.asksForOtherVersion()) {
            offerVersions(datagram);
        } else if (!isToCome(datagram.destinationId())) {
            departed.answer(datagram);
        }
    }

    /** Nobody is to know how to end it (RFC 9000 §10.3.2). A connection is in the table before its client leaves admission. */
    private boolean isToCome(byte[] connectionId) {
        return reception.hasPromised(connectionId) || table.find(connectionId).isPresent();
    }

    private static void countUnless(boolean taken, Counter dropped) {
        if (!taken) {
            dropped.increment();
        }
    }

    private void offerVersions(Datagram datagram) {
        byte[] offer = new VersionNegotiationPacket(
                        List.of(Version.QUIC_version_1), datagram.destinationId(), datagram.sourceId())
                .generatePacketBytes(null);
        datagram.path().send(offer);
    }
}
