package net.tensamin.omega.quic.server;

import java.lang.System.Logger.Level;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.tensamin.omega.limits.Breaches;
import net.tensamin.omega.limits.Source;
import net.tensamin.omega.metrics.Counters;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.pki.KeyMaterial;
import net.tensamin.omega.quic.admission.AdmissionSettings;
import net.tensamin.omega.quic.admission.Arrival;
import net.tensamin.omega.quic.admission.Datagram;
import net.tensamin.omega.quic.admission.Gate;
import net.tensamin.omega.quic.admission.HalfOpen;
import net.tensamin.omega.quic.admission.HandshakeStarter;
import net.tensamin.omega.quic.admission.Reception;
import net.tensamin.omega.quic.admission.WaitingRoom;
import net.tensamin.omega.quic.streams.Acceptor;
import net.tensamin.omega.quic.tls.Agreements;
import net.tensamin.omega.quic.tls.AuthenticatedConnection;
import net.tensamin.omega.quic.tls.AuthenticatedConnectionFactory;
import net.tensamin.omega.quic.tls.ClientTrust;
import net.tensamin.omega.quic.tls.FirstFlight;
import net.tensamin.omega.quic.tls.RevocationCheck;
import net.tensamin.omega.quic.turns.TransportThreads;
import net.tensamin.omega.quic.turns.Turn;
import tech.kwik.core.impl.Version;
import tech.kwik.core.log.Logger;
import tech.kwik.core.server.ServerConnectionConfig;
import tech.kwik.core.server.impl.ApplicationProtocolRegistry;
import tech.kwik.core.server.impl.Seam;
import tech.kwik.core.server.impl.ServerConnectionImpl;

/**
 * The QUIC server without a container: a UDP socket, its connections, and what they are offered to. It is used in place
 * of Kwik's connector, which ends the JVM when its socket fails, takes up to 30 s to close, leaves threads and a memory
 * listener behind, and queues without bound.
 */
final class QuicListener implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(QuicListener.class.getName());
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    /** Who is answered later than that has waited, as far as its estimate of the round trip time goes. */
    private static final Duration PROMPT = Duration.ofMillis(100);

    private static final long GOING_AWAY = 100; // SPEC §3

    private final Settings settings;
    private final Logger log = new KwikLog();
    private final TransportThreads threads = new TransportThreads();
    private final ConnectionTable table = new ConnectionTable();
    private final Map<ServerConnectionImpl, ConnectionLoop> loops = new ConcurrentHashMap<>();
    private final HalfOpen<ConnectionLoop> halfOpen;
    private final HandshakeStarter starter;
    private final Reception admission;
    private final Departed departed;
    private final Counters refusals;
    private final Breaches filling;
    private final LossySocket socket;
    private final DatagramReceiver receiver;
    private final AuthenticatedConnectionFactory connections;
    private volatile boolean listening;
    private volatile boolean refusing;
    private volatile boolean closing;

    private QuicListener(
            Settings settings,
            LossySocket socket,
            KeyMaterial keys,
            ClientTrust trust,
            Acceptor acceptor,
            Meters meters) {
        this.settings = settings;
        this.socket = socket;
        this.refusals = refusals(meters);
        this.filling =
                new Breaches(AdmissionSettings.CONNECTIONS, "it is refused", refusals.of("full"), System::nanoTime);
        this.halfOpen = new HalfOpen<>(
                settings.gate().halfOpen(), settings.handshakeTimeout().dividedBy(2), System::nanoTime);
        WaitingRoom room = new WaitingRoom(settings.gate().waiting(), refusals.of("gone"), System::nanoTime);
        this.starter = new HandshakeStarter(room, halfOpen, threads::workLater, table, this::begin, log);
        Gate gate = new Gate(
                settings.gate(),
                () -> halfOpen.isCrowded() || room.isCrowded(),
                socket::send,
                meters,
                refusals,
                System::nanoTime);
        this.admission = new Reception(
                table,
                gate,
                room,
                starter,
                new Breaches(
                        AdmissionSettings.WAITING, "it is not answered now", refusals.of("waiting"), System::nanoTime));
        StatelessResets resets = StatelessResets.of(keys.serverKey(), port());
        this.departed = new Departed(resets, settings.gate(), socket::send, meters, System::nanoTime);
        this.receiver = new DatagramReceiver(socket, table, admission, departed, threads::takeGathered, meters);
        meters.gauge(
                "omega_quic_connections", "Connections, those being set up and those closing included", loops::size);
        meters.gauge(
                "omega_quic_socket_drops",
                "Datagrams that Linux has dropped since QUIC listens, because they were not read in time",
                () -> SocketDrops.of(port()));
        meters.gauge("omega_quic_admission_queue", "Clients that wait for their handshake to begin", room::size);
        ApplicationProtocolRegistry protocols = new ApplicationProtocolRegistry();
        LineProtocol lines = new LineProtocol(settings.streams(), acceptor, this::authenticated);
        settings.protocols().forEach(name -> Seam.register(protocols, name, lines));
        this.connections = new AuthenticatedConnectionFactory(
                keys,
                trust,
                settings.groups(),
                socket,
                configuration(settings),
                protocols,
                table,
                resets::token,
                this::ended,
                refusals,
                new Agreements(meters),
                log);
    }

    /** Likewise, and {@linkplain #listen listens} at once. */
    static QuicListener open(
            Settings settings, KeyMaterial keys, RevocationCheck revocation, Acceptor acceptor, Meters meters)
            throws SocketException {
        QuicListener listener = bind(settings, keys, revocation, acceptor, meters);
        listener.listen();
        return listener;
    }

    /**
     * Takes the address for a server that does not listen yet.
     *
     * @throws SocketException if the address cannot be bound
     * @throws IllegalArgumentException if the key material cannot be used
     */
    static QuicListener bind(
            Settings settings, KeyMaterial keys, RevocationCheck revocation, Acceptor acceptor, Meters meters)
            throws SocketException {
        LossySocket socket = new LossySocket(settings.listen());
        QuicListener listener = null;
        try {
            ClientTrust trust =
                    new ClientTrust(keys.clientAuthorities(), revocation, Clock.systemUTC(), settings.cryptography());
            listener = new QuicListener(settings, socket, keys, trust, acceptor, meters);
            return listener;
        } finally {
            if (listener == null) {
                socket.close();
            }
        }
    }

    private static Counters refusals(Meters meters) {
        return meters.counters(
                "omega_quic_refused_total", "reason", "Connections refused: by a TLS alert, a limit, or draining");
    }

    private static ServerConnectionConfig configuration(Settings settings) {
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

    /**
     * Lets clients in. Those that knocked before knock again (RFC 9002 §6.2): an answer now to what they sent first would
     * tell them of a round trip as long as the start.
     */
    void listen() {
        socket.discardWaiting();
        listening = true;
        threads.start("omega-quic-admission", admission::run);
        threads.startGathering("omega-quic-receiver", receiver::run);
        rehearseClose();
        LOG.log(
                Level.INFO,
                "QUIC listens on {0}:{1} for {2}",
                settings.listen().getAddress().getHostAddress(),
                Integer.toString(port()),
                String.join(", ", settings.protocols()));
    }

    /** The UDP port in use. */
    int port() {
        return socket.getLocalPort();
    }

    /** Whether datagrams are received. */
    boolean isOpen() {
        return listening && !socket.isClosed();
    }

    /** Whether datagrams are or were received. */
    boolean hasListened() {
        return listening;
    }

    /**
     * From now on the server proves itself with this key and chain; the connections there are go on.
     *
     * @throws IllegalArgumentException if they cannot be used, and nothing changed
     */
    void use(KeyMaterial keys) {
        connections.use(keys);
    }

    /** From now on who wants to connect is refused; the connections there are go on. */
    void refuse() {
        refusing = true;
    }

    boolean isRefusing() {
        return refusing;
    }

    /** How many connections there are, those being set up and those closing included. */
    int connections() {
        return loops.size();
    }

    /** How many threads there are, however many connections. */
    int threads() {
        return threads.count();
    }

    private void begin(WaitingRoom.Called client) {
        Arrival arrival = client.arrival();
        Datagram last = client.latest();
        FirstFlight flight = arrival.flight();
        if (closing) {
            return;
        }
        if (refusing) {
            refusals.of("draining").increment();
            refuse(last, flight, "going away");
            return;
        }
        Source source = arrival.source();
        if (loops.size() >= settings.gate().connections()) {
            filling.by(source);
            refuse(last, flight, "no room");
            return;
        }
        Turn turn = new Turn(threads);
        AuthenticatedConnection connection = connections.create(
                turn, Version.parse(last.version()), last.from(), last.sourceId(), last.destinationId());
        arrival.pass().originalId().ifPresent(connection::retriedFrom);
        if (Duration.between(last.received(), Instant.now()).compareTo(PROMPT) > 0) {
            connection.acknowledgeNoInitial();
        }
        ConnectionLoop loop = new ConnectionLoop(connection, turn, last.from(), log);
        loops.put(connection, loop);
        table.add(loop, last.destinationId());
        table.add(loop, connection.getInitialConnectionId());
        flight.datagrams().forEach(bytes -> loop.parsePackets(0, last.received(), bytes, last.from()));
        halfOpen.add(loop, arrival.party()).ifPresent(this::giveUp);
        loop.start(settings.handshakeTimeout());
    }

    private void refuse(Datagram last, FirstFlight flight, String reason) {
        byte[] refusal = flight.refusal(last.sourceId(), reason);
        socket.send(new DatagramPacket(refusal, refusal.length, last.from()));
    }

    private void giveUp(ConnectionLoop loop) {
        refusals.of("overdue").increment();
        loop.turn().execute(loop.connection()::giveUpHandshake);
    }

    /** Called when a handshake is complete. */
    private ConnectionLoop authenticated(AuthenticatedConnection connection) {
        ConnectionLoop loop = loops.get(connection);
        handshakeEnded(loop);
        return loop;
    }

    private void handshakeEnded(ConnectionLoop loop) {
        halfOpen.remove(loop);
        starter.goOn();
    }

    /**
     * Makes a connection and closes it, which sends nothing: when the application is stopped, Payara loads no class for
     * it any more, and closing must not meet a new one.
     */
    private void rehearseClose() {
        InetSocketAddress nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), port());
        byte[] id = new byte[Datagram.OWN_ID_LENGTH];
        Turn turn = new Turn(threads);
        AuthenticatedConnection rehearsal = connections.create(turn, Version.QUIC_version_1, nowhere, id, id);
        turn.begin(new ConnectionLoop(rehearsal, turn, nowhere, log));
        turn.execute(() -> closeOne(rehearsal, ""));
    }

    private void ended(ServerConnectionImpl connection) {
        ConnectionLoop loop = loops.remove(connection);
        if (loop != null) {
            handshakeEnded(loop);
            loop.connection().lastWord().ifPresent(word -> departed.remember(loop, word));
            table.remove(loop);
            loop.dispose();
        }
        synchronized (this) {
            notifyAll();
        }
    }

    /** Tells all clients to come back later, and ends within seconds whatever they do. */
    @Override
    public void close() {
        closing = true;
        receiver.stop();
        try {
            loops.values()
                    .forEach(loop -> loop.turn().execute(() -> closeOne(loop.connection(), "retry-after-ms=1000")));
            awaitEnd();
            loops.values().forEach(loop -> end(loop.connection()::discardForced));
        } finally {
            socket.close();
            threads.close();
        }
    }

    private static void closeOne(AuthenticatedConnection connection, String reason) {
        end(() -> {
            connection.close(GOING_AWAY, reason);
            connection.discard();
        });
    }

    private static void end(Runnable one) {
        try {
            one.run();
        } catch (RuntimeException | LinkageError e) { // the others and the socket are to be closed all the same
            LOG.log(Level.WARNING, "connection not closed properly", e);
        }
    }

    private synchronized void awaitEnd() {
        long deadline = System.nanoTime() + CLOSE_PATIENCE.toNanos();
        try {
            for (long millis = CLOSE_PATIENCE.toMillis(); !loops.isEmpty() && millis > 0; ) {
                wait(millis);
                millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
