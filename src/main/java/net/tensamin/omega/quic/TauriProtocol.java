package net.tensamin.omega.quic;

import java.util.function.BiConsumer;
import net.tensamin.omega.quic.tls.AuthenticatedConnection;
import tech.kwik.core.QuicConnection;
import tech.kwik.core.server.ApplicationProtocolConnection;
import tech.kwik.core.server.ApplicationProtocolConnectionFactory;

/** Offers each verified connection to the application (SPEC §2: bidirectional streams of the client, no others). */
final class TauriProtocol implements ApplicationProtocolConnectionFactory {
    private final Settings settings;
    private final TauriAcceptor acceptor;
    private final TransportThreads threads;
    private final BiConsumer<AuthenticatedConnection, ClientChannel> opened;

    TauriProtocol(
            Settings settings,
            TauriAcceptor acceptor,
            TransportThreads threads,
            BiConsumer<AuthenticatedConnection, ClientChannel> opened) {
        this.settings = settings;
        this.acceptor = acceptor;
        this.threads = threads;
        this.opened = opened;
    }

    /** Called by Kwik when the handshake is complete. */
    @Override
    public ApplicationProtocolConnection createConnection(String protocol, QuicConnection connection) {
        AuthenticatedConnection authenticated = (AuthenticatedConnection) connection;
        ClientChannel channel = new ClientChannel(authenticated, threads, settings);
        channel.offer(acceptor);
        opened.accept(authenticated, channel);
        return channel;
    }

    @Override
    public int maxConcurrentPeerInitiatedUnidirectionalStreams() {
        return 0;
    }

    @Override
    public int maxConcurrentPeerInitiatedBidirectionalStreams() {
        return settings.streams();
    }
}
