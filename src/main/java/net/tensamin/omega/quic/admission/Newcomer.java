package net.tensamin.omega.quic.admission;

import java.util.Optional;
import net.tensamin.omega.limits.Source;
import net.tensamin.omega.quic.tls.FirstFlight;

/**
 * A client whose turn it is to have a connection.
 *
 * @param latest of what it sent
 * @param flight all that it sent: a complete ClientHello
 * @param originalId the connection id that it made up at first, if it has proven its address since (RFC 9000 §7.3)
 * @param party as whose it counts among handshakes that are under way
 */
public record Newcomer(Datagram latest, FirstFlight flight, Optional<byte[]> originalId, Source source, Source party) {

    static Newcomer of(WaitingRoom.Called called) {
        Arrival arrival = called.arrival();
        return new Newcomer(
                called.latest(), arrival.flight(), arrival.pass().originalId(), arrival.source(), arrival.party());
    }
}
