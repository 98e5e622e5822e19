package tech.kwik.core.server.impl;

import tech.kwik.core.impl.TransportError;
import tech.kwik.core.packet.PacketParser;
import tech.kwik.core.server.ApplicationProtocolConnectionFactory;

/**
 * The four members of Kwik's server that Omega needs and that Kwik keeps to this package. Being compiled against Kwik,
 * this page breaks the build when one of them changes; there is no reflection and no other use of Kwik's privates.
 */
public final class Seam {
    private Seam() {}

    public static PacketParser parser(ServerConnectionImpl connection) {
        return connection.createParser();
    }

    /** Counts received bytes towards the anti-amplification limit (RFC 9000 §8.1). */
    public static void countReceived(ServerConnectionImpl connection, int bytes) {
        connection.increaseAntiAmplificationLimit(bytes);
    }

    public static void connectionError(ServerConnectionImpl connection, TransportError error) {
        connection.connectionError(error);
    }

    public static void register(
            ApplicationProtocolRegistry registry, String protocol, ApplicationProtocolConnectionFactory factory) {
        registry.registerApplicationProtocol(protocol, factory);
    }
}
