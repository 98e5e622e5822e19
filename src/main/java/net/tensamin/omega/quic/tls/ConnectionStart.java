package net.tensamin.omega.quic.tls;

import java.net.DatagramSocket;
import tech.kwik.core.impl.Version;

/**
 * How one connection begins: what its client's first packet says, and the way it came.
 *
 * @param socket what Kwik as it is sends by; null where a turn sends
 * @param clientId the client's source connection id
 * @param originalId the connection id the client made up for its first packet
 */
record ConnectionStart(Version version, DatagramSocket socket, Path path, byte[] clientId, byte[] originalId) {}
