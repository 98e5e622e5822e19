package net.tensamin.omega.quic.admission;

import java.lang.System.Logger.Level;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.limits.Breaches;
import net.tensamin.omega.limits.Source;

/**
 * Clients that have no connection yet. A single thread decides which of them may wait for a handshake, so that a flood of first packets
 * costs established connections nothing; what it cannot take is dropped.
 */
final class Arrivals {
    private static final System.Logger LOG = System.getLogger(Arrivals.class.getName());
    private static final int MOST_ARRIVING = 4096;
    private static final long LOOK_AGAIN_MILLIS = 100;

    private final Connections table;
    private final Gate gate;
    private final WaitingRoom room;
    private final Glance glance;
    private final HandshakeStarter starter;
    private final Breaches overflow;
    private final BlockingQueue<Datagram> arriving = new LinkedBlockingQueue<>(MOST_ARRIVING);

    /** @param overflow takes clients that find no room to wait in */
    Arrivals(
            Connections table,
            Gate gate,
            WaitingRoom room,
            Glance glance,
            HandshakeStarter starter,
            Breaches overflow) {
        this.table = table;
        this.gate = gate;
        this.room = room;
        this.glance = glance;
        this.starter = starter;
        this.overflow = overflow;
    }

    /** @return false if too many wait already, and it is dropped */
    boolean add(Datagram datagram) {
        return arriving.offer(datagram);
    }

    /** Works until it is interrupted. */
    void run() {
        try {
            while (true) {
                Datagram datagram = next();
                if (datagram != null) {
                    work(datagram);
                } else {
                    starter.goOn();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void work(Datagram datagram) {
        tryToAdmit(datagram);
        starter.goOn();
    }

    /** Empty now and then while clients wait: time alone makes room, too. */
    private Datagram next() throws InterruptedException {
        return room.isEmpty() ? arriving.take() : arriving.poll(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tryToAdmit(Datagram datagram) {
        try {
            admit(datagram);
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "not admitted", e);
        }
    }

    private void admit(Datagram datagram) {
        var made = table.find(datagram.destinationId()); // while this one waited
        if (made.isPresent()) {
            made.get().accept(datagram);
            return;
        }
        boolean crowded = gate.isCrowded();
        if (!room.add(datagram, crowded)) {
            gate.pass(datagram)
                    .filter(pass -> !room.enter(datagram, pass, crowded))
                    .ifPresent(pass -> overflow.by(Source.of(datagram.from().getAddress())));
        }
        room.unseen().ifPresent(glance::at);
    }
}
