package net.tensamin.omega.quic;

import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import net.tensamin.omega.quic.tls.FirstFlight;
import tech.kwik.core.impl.Version;
import tech.kwik.core.log.Logger;

/**
 * Clients that have no connection yet. One thread decrypts what they send, so that a flood of first packets costs
 * established connections nothing; what it cannot take is dropped, and the oldest of too many half-sent flights too.
 */
final class Admission {
    private static final System.Logger LOG = System.getLogger(Admission.class.getName());
    private static final int MOST_WAITING = 1024;
    private static final int MOST_INCOMPLETE = 1024;

    private final Logger log;
    private final ConnectionTable table;
    private final Gate gate;
    private final Admitted admitted;
    private final BlockingQueue<Datagram> arrivals = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Map<Client, Arrival> flights = new LinkedHashMap<>();

    Admission(ConnectionTable table, Gate gate, Admitted admitted, Logger log) {
        this.table = table;
        this.gate = gate;
        this.admitted = admitted;
        this.log = log;
    }

    /** Makes a connection of a complete first flight. */
    interface Admitted {
        void begin(Datagram last, FirstFlight flight, Gate.Pass pass);
    }

    private record Arrival(FirstFlight flight, Gate.Pass pass) {}

    /** An address and the connection id made up there: others cannot meddle with a flight. */
    private record Client(InetSocketAddress address, String originalId) {
        private static Client of(Datagram datagram) {
            return new Client(datagram.from(), new String(datagram.destinationId(), StandardCharsets.ISO_8859_1));
        }
    }

    /** How many datagrams wait. */
    int size() {
        return arrivals.size();
    }

    void add(Datagram datagram) {
        arrivals.offer(datagram);
    }

    /** Works until it is interrupted. */
    void run() {
        try {
            while (true) {
                Datagram datagram = arrivals.take();
                try {
                    process(datagram);
                } catch (RuntimeException e) {
                    LOG.log(Level.DEBUG, "no connection made", e);
                    flights.remove(Client.of(datagram));
                } catch (OutOfMemoryError e) { // also for want of threads; the next client may be luckier
                    LOG.log(Level.WARNING, "no connection made", e);
                    flights.remove(Client.of(datagram));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void process(Datagram datagram) {
        var made = table.find(datagram.destinationId()); // while this one waited
        if (made.isPresent()) {
            made.get().accept(datagram);
            return;
        }
        Client client = Client.of(datagram);
        Arrival arrival = flights.get(client);
        if (arrival == null) {
            var pass = gate.pass(datagram);
            if (pass.isEmpty()) {
                return;
            }
            arrival = new Arrival(
                    new FirstFlight(Version.parse(datagram.version()), datagram.destinationId(), log), pass.get());
            flights.put(client, arrival);
        }
        FirstFlight flight = arrival.flight();
        FirstFlight.State state = flight.add(datagram.bytes());
        if (state != FirstFlight.State.INCOMPLETE) {
            flights.remove(client);
        } else if (flights.size() > MOST_INCOMPLETE) {
            flights.remove(flights.keySet().iterator().next());
        }
        if (state == FirstFlight.State.COMPLETE) {
            admitted.begin(datagram, flight, arrival.pass());
        }
    }
}
