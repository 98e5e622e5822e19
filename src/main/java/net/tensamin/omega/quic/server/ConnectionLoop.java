package net.tensamin.omega.quic.server;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.quic.admission.Connections;
import net.tensamin.omega.quic.admission.Datagram;
import net.tensamin.omega.quic.streams.ClientChannel;
import net.tensamin.omega.quic.tls.AuthenticatedConnection;
import net.tensamin.omega.quic.tls.Path;
import net.tensamin.omega.quic.turns.Turn;
import tech.kwik.core.impl.TransportError;
import tech.kwik.core.log.Logger;
import tech.kwik.core.packet.DatagramFilter;
import tech.kwik.core.packet.DatagramParserFilter;
import tech.kwik.core.packet.DatagramPostProcessingFilter;
import tech.kwik.core.packet.PacketMetaData;
import tech.kwik.core.server.impl.AntiAmplificationTrackingFilter;
import tech.kwik.core.server.impl.ClientAddressFilter;
import tech.kwik.core.server.impl.ClientInitialScidFilter;
import tech.kwik.core.server.impl.InitialPacketMinimumSizeFilter;
import tech.kwik.core.server.impl.Seam;
import tech.kwik.core.server.impl.ServerConnectionProxy;

/**
 * What one connection does in its turns: take what arrives, then send. When too much waits, some of it is dropped, as a
 * network would.
 */
public final class ConnectionLoop implements ServerConnectionProxy, Turn.Owner, Connections.Connection {
    private final AuthenticatedConnection connection;
    private final Turn turn;
    private final ClientResets resets;
    private final DatagramFilter filters;
    private final Set<String> ids = new CopyOnWriteArraySet<>();
    private volatile ClientChannel channel;
    private Path arriving;
    private volatile boolean disposed;

    ConnectionLoop(AuthenticatedConnection connection, Turn turn, Path first, ClientResets resets, Logger log) {
        this.connection = connection;
        this.turn = turn;
        this.resets = resets;
        DatagramFilter parser = new DatagramParserFilter(Seam.parser(connection));
        DatagramFilter complete = new DatagramPostProcessingFilter(connection::datagramProcessed, log, parser);
        DatagramFilter largeEnough = new InitialPacketMinimumSizeFilter(log, complete);
        DatagramFilter sameClient =
                new ClientInitialScidFilter(connection.getDestinationConnectionId(), log, largeEnough);
        DatagramFilter counted = // only what the client's address sends: RFC 9000 §8.1
                new AntiAmplificationTrackingFilter(
                        bytes -> Seam.countReceived(connection, connection.credit(bytes)), sameClient);
        DatagramFilter sameAddress = new ClientAddressFilter(first.peer(), log, counted);
        this.filters = (datagram, metaData) -> {
            boolean hasShortHeader = (datagram.get(datagram.position()) & 0x80) == 0;
            boolean mayHaveMoved = hasShortHeader && connection.mayComeOn(arriving);
            if (mayHaveMoved) {
                complete.processDatagram(datagram, metaData);
            } else if (arriving.equals(first)) {
                sameAddress.processDatagram(datagram, metaData);
            }
        };
    }

    /** @param handshake how long the client may take to authenticate itself */
    void start(Duration handshake) {
        turn.timers().schedule(connection::handshakeDeadline, handshake.toMillis(), TimeUnit.MILLISECONDS);
        turn.begin(this);
    }

    /** The connection ids under which this connection is known. */
    Set<String> ids() {
        return ids;
    }

    /** Ties the channel to the connection: both end together. */
    public void attach(ClientChannel accepted) {
        channel = accepted;
        turn.becomeBrief();
        if (disposed) {
            accepted.end();
        }
    }

    AuthenticatedConnection connection() {
        return connection;
    }

    public Turn turn() {
        return turn;
    }

    @Override
    public boolean accept(Datagram datagram) {
        return accept(datagram.bytes(), datagram.path(), datagram.received());
    }

    @Override
    public void parsePackets(int number, Instant received, ByteBuffer datagram, InetSocketAddress from) {
        throw new UnsupportedOperationException("nothing of Kwik's hands datagrams to connections");
    }

    boolean accept(ByteBuffer datagram, Path path, Instant received) {
        return turn.offer(() -> process(datagram, path, received));
    }

    private void process(ByteBuffer datagram, Path path, Instant received) throws TransportError {
        arriving = path;
        connection.arriveOn(path, datagram.remaining());
        filters.processDatagram(datagram, new PacketMetaData(received, path.peer(), 0));
        if (!connection.isOpened()) {
            resets.take(datagram, path.peer());
        }
        if (channel != null && connection.takeArrival()) {
            channel.read();
        }
    }

    @Override
    public void failed(Throwable failure) {
        if (failure instanceof TransportError error) {
            Seam.connectionError(connection, error);
        } else {
            connection.abortConnection(failure);
        }
    }

    @Override
    public long settle(boolean visit) {
        boolean written = write();
        long millis = connection.send(visit);
        while (written && write()) {
            millis = connection.send(visit);
        }
        return millis;
    }

    private boolean write() {
        return channel != null && channel.write();
    }

    @Override
    public byte[] getOriginalDestinationConnectionId() {
        return connection.getOriginalDestinationConnectionId();
    }

    @Override
    public boolean isClosed() {
        return connection.isClosed();
    }

    @Override
    public void closeConnection() {
        connection.close();
    }

    @Override
    public void dispose() {
        disposed = true;
        turn.end();
        if (channel != null) {
            channel.end();
        }
    }
}
