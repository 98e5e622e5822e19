package net.tensamin.omega.quic.tls;

import java.net.DatagramSocket;
import tech.kwik.core.concurrent.TurnSeam;
import tech.kwik.core.impl.Version;
import tech.kwik.core.server.ServerConnectionConfig;
import tech.kwik.core.server.TurnConfig;

/**
 * How one connection begins: what its client's first packet says, and the way it came.
 *
 * @param turn where all of the connection's work is done; null for Kwik as it is, which has threads of its own
 * @param socket what those send by; null where a turn sends
 * @param clientId the client's source connection id
 * @param originalId the connection id the client made up for its first packet
 */
record ConnectionStart(
        TurnSeam.Turn turn, DatagramSocket socket, Version version, Path path, byte[] clientId, byte[] originalId) {

    /** The configuration that has the connection made as that. */
    ServerConnectionConfig configuration(ServerConnectionConfig shared) {
        return turn == null ? shared : new TurnConfig(shared, turn);
    }
}
