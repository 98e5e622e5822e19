package net.tensamin.omega.quic.admission;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import net.tensamin.omega.limits.Breaches;
import net.tensamin.omega.limits.Strangers;
import net.tensamin.omega.metrics.Counters;
import net.tensamin.omega.metrics.Meters;
import tech.kwik.core.log.Logger;

/**
 * Which clients the server lets begin a connection, and when (SPEC §1): what a client without a connection sends goes
 * through the gate into the waiting room, until the processors have time for one more handshake. Thread-safe.
 *
 * @param <C> connections
 */
public final class Reception<C> {
    private static final int SHARE_OF_STRANGERS = 4;

    private final WaitingRoom room;
    private final HalfOpen<C> halfOpen;
    private final HandshakeStarter starter;
    private final Arrivals arrivals;

    /**
     * @param handshake how long a client may take to authenticate itself
     * @param begin makes a connection
     * @param nanos a monotonic clock
     */
    public Reception(
            AdmissionSettings settings,
            Duration handshake,
            Server server,
            Consumer<Newcomer> begin,
            Meters meters,
            Counters refused,
            LongSupplier nanos,
            Logger log) {
        halfOpen = new HalfOpen<>(settings.halfOpen(), handshake.dividedBy(2), nanos);
        room = new WaitingRoom(settings.waiting(), refused.of("gone"), nanos);
        meters.gauge("omega_quic_admission_queue", "Clients that wait for their handshake to begin", room::size);
        starter = new HandshakeStarter(
                room, halfOpen, server::workLater, server, called -> begin.accept(Newcomer.of(called)), log);
        Gate gate = new Gate(settings, () -> halfOpen.isCrowded() || room.isCrowded(), meters, refused, nanos, log);
        Breaches overflow =
                new Breaches(AdmissionSettings.WAITING, "it is not answered now", refused.of("waiting"), nanos);
        arrivals = new Arrivals(server, gate, room, new Glance(room, log), starter, overflow);
    }

    /** What admission needs of the rest. */
    public interface Server extends Connections {
        /** Runs things in their order, several at once. */
        void workLater(Runnable work);
    }

    /** From now on what waits counts as part of what strangers may cost in all, and is a quarter of that at most. */
    public void countIn(Strangers strangers) {
        room.narrowTo(strangers.most() / SHARE_OF_STRANGERS);
        strangers.counts(room::bytes);
    }

    /** @return false if too much waits already, and it is dropped */
    public boolean add(Datagram datagram) {
        return arrivals.add(datagram);
    }

    /** Whether a client that waits has been told to use this id for its connection (RFC 9000 §7.2). */
    public boolean hasPromised(byte[] connectionId) {
        return room.hasPromised(connectionId);
    }

    /** Does at once for one datagram what {@link #run} does for those that were added. */
    public void work(Datagram datagram) {
        arrivals.work(datagram);
    }

    /** Works until it is interrupted. */
    public void run() {
        arrivals.run();
    }

    /** A connection was made. @return the one that has to be closed for it */
    public Optional<C> begun(C connection, Newcomer client) {
        return halfOpen.add(connection, client.party());
    }

    /** A client has authenticated itself, or its connection has ended. */
    public void handshakeEnded(C connection) {
        halfOpen.remove(connection);
        starter.goOn();
    }
}
