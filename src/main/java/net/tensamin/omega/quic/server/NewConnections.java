package net.tensamin.omega.quic.server;

import java.time.Duration;
import net.tensamin.omega.pki.KeyMaterial;
import net.tensamin.omega.quic.admission.Datagram;
import net.tensamin.omega.quic.admission.Newcomer;
import net.tensamin.omega.quic.tls.AuthenticatedConnection;
import net.tensamin.omega.quic.tls.AuthenticatedConnectionFactory;
import net.tensamin.omega.quic.tls.Outlet;
import net.tensamin.omega.quic.tls.Path;
import net.tensamin.omega.quic.turns.Turn;
import net.tensamin.omega.quic.turns.Workers;
import tech.kwik.core.impl.Version;
import tech.kwik.core.log.Logger;
import tech.kwik.core.server.ServerConnectionConfig;

/** Makes connections, each with the turn that does its work. Thread-safe. */
final class NewConnections {
    /** A client that is answered later than this would take the wait for its round trip time. */
    private static final Duration PROMPT = Duration.ofMillis(100);

    private final Workers workers;
    private final AuthenticatedConnectionFactory factory;
    private final ClientResets resets;
    private final Logger log;

    NewConnections(Workers workers, AuthenticatedConnectionFactory factory, ClientResets resets, Logger log) {
        this.workers = workers;
        this.factory = factory;
        this.resets = resets;
        this.log = log;
    }

    /** What clients may send before they have to wait, and for how long they may be silent (RFC 9000 §18.2). */
    static ServerConnectionConfig configuration(Settings settings) {
        long streamBuffer = 2L * settings.streams().lineLimit() + 8192;
        return ServerConnectionConfig.builder()
                .maxIdleTimeout((int) settings.idleTimeout().toMillis())
                .maxBidirectionalStreamBufferSize(streamBuffer)
                .maxUnidirectionalStreamBufferSize(0)
                .maxConnectionBufferSize(streamBuffer * settings.streams().most())
                .maxOpenPeerInitiatedBidirectionalStreams(settings.streams().most())
                .maxOpenPeerInitiatedUnidirectionalStreams(0)
                .retryRequired(false)
                .connectionIdLength(Datagram.OWN_ID_LENGTH)
                .build();
    }

    /** @throws IllegalArgumentException if the keys cannot be used, and nothing changed */
    void use(KeyMaterial keys) {
        factory.use(keys);
    }

    /** A connection that continues after what the client has been answered already; its turn has not begun. */
    ConnectionLoop of(Newcomer client) {
        Datagram latest = client.latest();
        Turn turn = new Turn(workers);
        AuthenticatedConnection connection = factory.create(
                turn,
                Version.parse(latest.version()),
                latest.path(),
                latest.sourceId(),
                client.flight().originalId());
        connection.continueFrom(client.flight());
        client.originalId().ifPresent(connection::retriedFrom);
        if (Duration.between(latest.received(), workers.clock().instant()).compareTo(PROMPT) > 0) {
            connection.acknowledgeNoInitial();
        }
        return new ConnectionLoop(connection, turn, latest.path(), resets, log);
    }

    /** One that no client asked for, and that sends to nobody; its turn has begun. */
    ConnectionLoop rehearsal(Outlet outlet) {
        Path nowhere = new Path(outlet, outlet.address());
        byte[] id = new byte[Datagram.OWN_ID_LENGTH];
        Turn turn = new Turn(workers);
        AuthenticatedConnection connection = factory.create(turn, Version.QUIC_version_1, nowhere, id, id);
        ConnectionLoop loop = new ConnectionLoop(connection, turn, nowhere, resets, log);
        turn.begin(loop);
        return loop;
    }
}
