package tech.kwik.core.impl;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.X509TrustManager;
import net.tensamin.omega.quic.turns.Turn;
import net.tensamin.omega.quic.turns.Workers;
import tech.kwik.core.ConnectionTerminatedEvent;
import tech.kwik.core.QuicClientConnection;
import tech.kwik.core.QuicStream;
import tech.kwik.core.concurrent.TurnSeam;
import tech.kwik.core.packet.ClientRolePacketParser;
import tech.kwik.core.packet.DatagramFilter;
import tech.kwik.core.packet.DatagramParserFilter;
import tech.kwik.core.packet.DatagramPostProcessingFilter;
import tech.kwik.core.packet.PacketMetaData;
import tech.kwik.core.send.SenderImpl;
import tech.kwik.core.send.SenderOfTurn;

/**
 * Kwik's client without a thread, a socket or a clock of its own: datagrams and time in; datagrams, bytes of streams and the next deadline out. What the
 * threads of its connection would do, its turn does.
 */
public final class TurnClient implements Turn.Owner {
    private static final long RECEIVE_BUFFER = 20_000;

    private final Turn turn;
    private final Workers workers;
    private final QuicClientConnectionImpl connection;
    private final Application application;
    private DatagramFilter filters;
    private SenderOfTurn sender;
    private boolean told;

    /** What the client's application is told, in the client's turn. */
    public interface Application {
        /** May write and read from now on. */
        void connected();

        /** Something came, or there is room to write again. */
        void progress();

        /** By whomever: the connection carries nothing any more. */
        void ended(ConnectionTerminatedEvent event);
    }

    /** @param wire gets what is sent */
    public TurnClient(
            Workers workers,
            InetSocketAddress server,
            PrivateKey key,
            List<X509Certificate> chain,
            Consumer<byte[]> wire,
            Application application) {
        this.workers = workers;
        this.application = application;
        turn = new Turn(workers);
        QuicClientConnection.Builder builder = QuicClientConnection.newBuilder()
                .host(server.getAddress().getHostAddress())
                .port(server.getPort())
                .applicationProtocol("tauri")
                .defaultStreamReceiveBufferSize(RECEIVE_BUFFER)
                .clientCertificate(chain.get(0))
                .clientCertificateIssuers(chain.subList(1, chain.size()))
                .clientCertificateKey(key)
                .socketFactory(address -> new Wire(wire));
        InTurn settings = new InTurn(turn, (ClientConnectionConfig) get(builder, "connectionProperties"));
        set(builder, "connectionProperties", settings);
        try {
            connection = (QuicClientConnectionImpl) builder.build();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        connection.getTlsEngine().setTrustManager(new Anybody());
        connection.getTlsEngine().setHostnameVerifier((host, certificate) -> true);
        connection.setConnectionListener(application::ended);
    }

    /** The configuration of a client, which says in which turn its work is done. */
    private static final class InTurn extends ClientConnectionConfig implements TurnSeam.InTurn {
        private final Turn turn;

        private InTurn(Turn turn, ClientConnectionConfig same) {
            this.turn = turn;
            setMaxIdleTimeout(same.maxIdleTimeout());
            setMaxOpenPeerInitiatedUnidirectionalStreams(same.maxOpenPeerInitiatedUnidirectionalStreams());
            setMaxOpenPeerInitiatedBidirectionalStreams(same.maxOpenPeerInitiatedBidirectionalStreams());
            setMaxConnectionBufferSize(same.maxConnectionBufferSize());
            setMaxUnidirectionalStreamBufferSize(same.maxUnidirectionalStreamBufferSize());
            setMaxBidirectionalStreamBufferSize(same.maxBidirectionalStreamBufferSize());
            setActiveConnectionIdLimit(same.getActiveConnectionIdLimit());
            setMaxUdpPayloadSize(same.getMaxUdpPayloadSize());
        }

        @Override
        public TurnSeam.Turn turn() {
            return turn;
        }
    }

    /** Whoever the server is. */
    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** In place of a socket: nobody receives on it. */
    private static final class Wire extends DatagramSocket {
        private final Consumer<byte[]> to;

        private Wire(Consumer<byte[]> to) throws SocketException {
            super((SocketAddress) null);
            this.to = to;
        }

        @Override
        public void send(DatagramPacket packet) {
            byte[] bytes = new byte[packet.getLength()];
            System.arraycopy(packet.getData(), packet.getOffset(), bytes, 0, bytes.length);
            to.accept(bytes);
        }
    }

    /** As {@link QuicClientConnectionImpl#connect()}, which waits. */
    public void connect() {
        turn.execute(() -> {
            connection.getStreamManager().initialize((ClientConnectionConfig) get(connection, "connectionProperties"));
            TransportParameters parameters = connection.initTransportParameters();
            parameters.setInitialSourceConnectionId(
                    connection.getConnectionIdManager().getInitialConnectionId());
            set(connection, "transportParams", parameters);
            call(connection, "generateInitialKeys");
            SenderImpl sending = connection.getSender();
            connection.connectionSecrets.prepareKeyUpdates(sending::getPto, () -> {});
            sending.start(connection.connectionSecrets);
            sender = new SenderOfTurn(sending);
            ClientRolePacketParser parser = new ClientRolePacketParser(
                    connection.connectionSecrets,
                    connection.quicVersion,
                    connection.getConnectionIdManager().getConnectionIdLength(),
                    connection.getConnectionIdManager().getOriginalDestinationConnectionId(),
                    connection.createProcessorChain(),
                    connection::handleUnprotectPacketFailure,
                    connection.log);
            set(connection, "parser", parser);
            filters = new DatagramPostProcessingFilter(connection::datagramProcessed, new DatagramParserFilter(parser));
            call(connection, "startHandshake", "tauri", false);
        });
        turn.begin(this);
    }

    /** What is for nobody any more is ignored. */
    public void arrive(byte[] datagram) {
        turn.execute(() -> filters.processDatagram(
                ByteBuffer.wrap(datagram), new PacketMetaData(workers.clock().instant(), null, 0)));
    }

    /** Something that the application does; it may not wait. */
    public void execute(Turn.Work work) {
        turn.execute(work);
    }

    /**
     * In the client's turn, which may not wait.
     *
     * @throws IllegalStateException if the server allows no more
     */
    public QuicStream openStream() {
        try {
            return connection.getStreamManager().createStream(true, 0, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the server allows no stream", e);
        }
    }

    /** In the client's turn; the peer is told. */
    public void close(long code, String reason) {
        connection.close(code, reason);
        connection.datagramProcessed();
    }

    /** Like a client whose process is gone. */
    public void vanish() {
        turn.end();
    }

    public boolean isConnected() {
        return connection.isConnected();
    }

    @Override
    public void failed(Throwable failure) {
        if (failure instanceof TransportError error) {
            connection.connectionError(error);
        } else {
            connection.abortConnection(failure);
        }
    }

    @Override
    public long settle(boolean visit) {
        if (!told && connection.isConnected()) {
            told = true;
            application.connected();
        } else if (told && connection.isConnected()) {
            application.progress();
        }
        try {
            long millis = sender.work();
            if (sender.hasEnded()) {
                turn.end();
            }
            return millis;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object get(Object owner, String name) {
        try {
            return field(owner.getClass(), name).get(owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void set(Object owner, String name, Object value) {
        try {
            field(owner.getClass(), name).set(owner, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Field field(Class<?> type, String name) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field;
                }
            }
        }
        throw new IllegalStateException("no " + name + " in " + type);
    }

    private static void call(Object owner, String name, Object... arguments) {
        for (Method method : owner.getClass().getDeclaredMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
                try {
                    method.setAccessible(true);
                    method.invoke(owner, arguments);
                } catch (IllegalAccessException | InvocationTargetException e) {
                    throw new IllegalStateException(e);
                }
                return;
            }
        }
        throw new IllegalStateException("no " + name + " in " + owner.getClass());
    }
}
