package net.tensamin.omega.quic.server;

import java.lang.System.Logger.Level;
import java.time.Duration;
import net.tensamin.omega.quic.streams.CloseCode;
import net.tensamin.omega.quic.tls.AuthenticatedConnection;

/** Tells all clients to come back later, and ends all connections within seconds whatever they do. */
final class Farewell {
    private static final System.Logger LOG = System.getLogger(Farewell.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final LiveConnections connections;

    Farewell(LiveConnections connections) {
        this.connections = connections;
    }

    /**
     * Makes a connection and closes it, which sends nothing: when the application is stopped, Payara loads no class for
     * it any more, and closing must not meet a new one.
     */
    void rehearse() {
        closeInItsTurn(connections.rehearsal(), "");
    }

    void say() {
        connections.beginNoMore();
        connections.forEach(loop -> closeInItsTurn(loop, "retry-after-ms=1000"));
        try {
            connections.awaitEnd(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connections.forEach(loop -> end(loop.connection()::discardForced));
    }

    private static void closeInItsTurn(ConnectionLoop loop, String reason) {
        loop.turn().execute(() -> end(() -> close(loop.connection(), reason)));
    }

    private static void close(AuthenticatedConnection connection, String reason) {
        connection.close(CloseCode.GOING_AWAY.code(), reason);
        connection.discard();
    }

    private static void end(Runnable one) {
        try {
            one.run();
        } catch (RuntimeException | LinkageError e) { // the others and the socket are to be closed all the same
            LOG.log(Level.WARNING, "connection not closed properly", e);
        }
    }
}
