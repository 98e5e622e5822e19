package net.tensamin.omega.quic.admission;

import java.util.Optional;

/** The connections there are, by connection id. Thread-safe. */
public interface Connections {
    Optional<? extends Connection> find(byte[] connectionId);

    /** One of them, as far as it concerns what is sent to it. */
    interface Connection {
        /** @return false if too much waits already, and it is dropped */
        boolean accept(Datagram datagram);
    }
}
