package net.tensamin.omega.quic.admission;

import java.lang.System.Logger.Level;
import net.tensamin.omega.quic.tls.FirstFlight;
import tech.kwik.core.log.Logger;

/**
 * Looks at what a client has sent before its turn, while there is time for that. A first message that is not complete is
 * acknowledged, so that its client knows what to send again and how soon (RFC 9000 §13.2.1, RFC 9002 §6.2); a complete
 * one waits for its turn, unacknowledged: otherwise its client would take the wait for part of the round trip. For the
 * admission thread only.
 */
final class Glance {
    private static final System.Logger LOG = System.getLogger(Glance.class.getName());
    private final WaitingRoom room;
    private final Logger log;

    Glance(WaitingRoom room, Logger log) {
        this.room = room;
        this.log = log;
    }

    void at(WaitingRoom.Called called) {
        Arrival arrival = called.arrival();
        FirstFlight.State state = FirstFlight.State.INVALID;
        try {
            state = arrival.open(called.datagrams(), log);
            if (state == FirstFlight.State.INCOMPLETE && arrival.flight().hasCome()) {
                acknowledge(arrival);
            } else if (state == FirstFlight.State.INVALID) {
                called.complain();
            }
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "not looked at", e);
        } finally {
            place(arrival, state);
        }
    }

    private void place(Arrival arrival, FirstFlight.State state) {
        switch (state) {
            case COMPLETE -> room.queue(arrival);
            case INCOMPLETE -> room.await(arrival);
            case INVALID -> room.leave(arrival);
        }
    }

    private void acknowledge(Arrival arrival) {
        Datagram latest = arrival.latest();
        byte[] packet = arrival.flight().answers().acknowledgement(latest.sourceId());
        room.answered(arrival);
        latest.path().send(packet);
    }
}
