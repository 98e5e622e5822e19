package net.tensamin.omega.quic;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.quic.tls.AuthenticatedConnection;
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
 * Processes what arrives for one connection, on a thread of its own: Kwik's connections expect one thread. What does
 * not fit in the bounded queue is dropped, as a network would.
 */
final class ConnectionLoop implements ServerConnectionProxy {
    private static final int MOST_WAITING = 256;

    private final AuthenticatedConnection connection;
    private final DatagramFilter filters;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Set<String> ids = ConcurrentHashMap.newKeySet();
    private volatile Thread thread;
    private volatile Future<?> deadline;
    private volatile ClientChannel channel;
    private volatile boolean disposed;

    ConnectionLoop(AuthenticatedConnection connection, InetSocketAddress client, Logger log) {
        this.connection = connection;
        DatagramFilter parser = new DatagramParserFilter(Seam.parser(connection));
        DatagramFilter complete = new DatagramPostProcessingFilter(connection::datagramProcessed, log, parser);
        DatagramFilter largeEnough = new InitialPacketMinimumSizeFilter(log, complete);
        DatagramFilter sameClient =
                new ClientInitialScidFilter(connection.getDestinationConnectionId(), log, largeEnough);
        DatagramFilter sameAddress = new ClientAddressFilter(client, log, sameClient);
        DatagramFilter samePath = (datagram, metaData) -> {
            boolean hasShortHeader = (datagram.get(datagram.position()) & 0x80) == 0;
            boolean mayHaveMoved = hasShortHeader && connection.mayComeFrom(metaData.sourceAddress());
            (mayHaveMoved ? sameClient : sameAddress).processDatagram(datagram, metaData);
        };
        this.filters = new AntiAmplificationTrackingFilter(bytes -> Seam.countReceived(connection, bytes), samePath);
    }

    /** @param handshake how long the client may take to authenticate itself */
    void start(TransportThreads threads, Duration handshake) {
        deadline = threads.timer().schedule(this::handshakeDeadline, handshake.toMillis(), TimeUnit.MILLISECONDS);
        thread = threads.start("omega-quic-connection", this::run);
    }

    /** The connection ids under which this connection is known. */
    Set<String> ids() {
        return ids;
    }

    /** Has the channel end with the connection. */
    void attach(ClientChannel accepted) {
        channel = accepted;
        if (disposed) {
            accepted.end();
        }
    }

    AuthenticatedConnection connection() {
        return connection;
    }

    /** Has the connection's thread check that the handshake is complete. */
    private void handshakeDeadline() {
        if (!events.offer(connection::handshakeDeadline)) {
            events.clear(); // who floods a handshake does not outlive it
            events.offer(connection::handshakeDeadline);
        }
    }

    void accept(Datagram datagram) {
        parsePackets(0, datagram.received(), datagram.bytes(), datagram.from());
    }

    @Override
    public void parsePackets(int number, Instant received, ByteBuffer datagram, InetSocketAddress from) {
        events.offer(() -> filters.processDatagram(datagram, new PacketMetaData(received, from, number)));
    }

    private void run() {
        while (!disposed) {
            try {
                events.take().process();
            } catch (TransportError e) {
                Seam.connectionError(connection, e);
            } catch (InterruptedException e) {
                if (disposed) {
                    return;
                }
            } catch (Throwable internal) {
                connection.abortConnection(internal);
            }
        }
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
        if (thread != null) {
            deadline.cancel(false);
            thread.interrupt();
        }
        if (channel != null) {
            channel.end();
        }
    }

    private interface Event {
        void process() throws TransportError;
    }
}
