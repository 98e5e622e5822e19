package net.tensamin.omega.quic.server;

import java.util.Optional;
import java.util.function.Function;
import net.tensamin.omega.quic.streams.Acceptor;
import net.tensamin.omega.quic.streams.ClientChannel;
import net.tensamin.omega.quic.streams.StreamSettings;
import net.tensamin.omega.quic.tls.AuthenticatedConnection;
import tech.kwik.core.QuicConnection;
import tech.kwik.core.server.ApplicationProtocolConnection;
import tech.kwik.core.server.ApplicationProtocolConnectionFactory;

/** Offers each verified connection to the application (SPEC §2: bidirectional streams of the client, no others). */
final class LineProtocol implements ApplicationProtocolConnectionFactory {
    private final StreamSettings settings;
    private final Acceptor acceptor;
    private final Function<AuthenticatedConnection, Optional<ConnectionLoop>> loops;

    /** @param loops finds the loop of a connection that has not ended */
    LineProtocol(
            StreamSettings settings,
            Acceptor acceptor,
            Function<AuthenticatedConnection, Optional<ConnectionLoop>> loops) {
        this.settings = settings;
        this.acceptor = acceptor;
        this.loops = loops;
    }

    /**
     * Called by Kwik when the handshake is complete.
     *
     * @return null, for Kwik, if the connection has ended meanwhile
     */
    @Override
    public ApplicationProtocolConnection createConnection(String protocol, QuicConnection connection) {
        AuthenticatedConnection authenticated = (AuthenticatedConnection) connection;
        return loops.apply(authenticated)
                .map(loop -> offer(authenticated, loop))
                .orElse(null);
    }

    private ClientChannel offer(AuthenticatedConnection authenticated, ConnectionLoop loop) {
        ClientChannel channel = new ClientChannel(authenticated, loop.turn(), settings);
        channel.offer(acceptor);
        loop.attach(channel);
        return channel;
    }

    @Override
    public int maxConcurrentPeerInitiatedUnidirectionalStreams() {
        return 0;
    }

    @Override
    public int maxConcurrentPeerInitiatedBidirectionalStreams() {
        return settings.most();
    }
}
