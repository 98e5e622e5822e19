package net.tensamin.omega.quic.server;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.tensamin.omega.limits.Breaches;
import net.tensamin.omega.metrics.Counters;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.pki.KeyMaterial;
import net.tensamin.omega.quic.admission.AdmissionSettings;
import net.tensamin.omega.quic.admission.Datagram;
import net.tensamin.omega.quic.admission.Newcomer;
import net.tensamin.omega.quic.admission.Reception;
import net.tensamin.omega.quic.streams.Acceptor;
import net.tensamin.omega.quic.tls.Agreements;
import net.tensamin.omega.quic.tls.AuthenticatedConnection;
import net.tensamin.omega.quic.tls.AuthenticatedConnectionFactory;
import net.tensamin.omega.quic.tls.ClientTrust;
import net.tensamin.omega.quic.tls.FirstFlight;
import net.tensamin.omega.quic.tls.Outlet;
import net.tensamin.omega.quic.tls.Path;
import net.tensamin.omega.quic.turns.Turn;
import net.tensamin.omega.quic.turns.Workers;
import tech.kwik.core.impl.Version;
import tech.kwik.core.log.Logger;
import tech.kwik.core.server.ServerConnectionConfig;
import tech.kwik.core.server.impl.ApplicationProtocolRegistry;
import tech.kwik.core.server.impl.Seam;
import tech.kwik.core.server.impl.ServerConnectionImpl;

/** The connections there are, from the first flight of each to its end. Thread-safe. */
final class LiveConnections implements Reception.Server {
    /** A client that is answered later than that has waited, as far as its estimate of the round trip time goes. */
    private static final Duration PROMPT = Duration.ofMillis(100);

    private final Settings settings;
    private final Supplier<Outlet> outlet;
    private final Workers workers;
    private final Logger log = new KwikLog();
    private final ConnectionTable table = new ConnectionTable();
    private final Map<ServerConnectionImpl, ConnectionLoop> loops = new ConcurrentHashMap<>();
    private final Counters refusals;
    private final Breaches filling;
    private final Departed departed;
    private final Reception<ConnectionLoop> reception;
    private final AuthenticatedConnectionFactory factory;
    private volatile boolean refusing;
    private volatile boolean closing;

    /** @param outlet any, for what no client has asked for */
    LiveConnections(
            Settings settings,
            Supplier<Outlet> outlet,
            Workers workers,
            KeyMaterial keys,
            ClientTrust trust,
            Acceptor acceptor,
            Meters meters) {
        this.settings = settings;
        this.outlet = outlet;
        this.workers = workers;
        refusals = meters.counters(
                "omega_quic_refused_total", "reason", "Connections refused: by a TLS alert, a limit, or draining");
        filling = new Breaches(AdmissionSettings.CONNECTIONS, "it is refused", refusals.of("full"), workers.nanos());
        meters.gauge(
                "omega_quic_connections", "Connections, those being set up and those closing included", loops::size);
        StatelessResets resets =
                StatelessResets.of(keys.serverKey(), outlet.get().address().getPort());
        departed = new Departed(resets, settings.gate(), meters, workers.nanos());
        reception = new Reception<>(
                settings.gate(),
                settings.handshakeTimeout(),
                this,
                this::begin,
                meters,
                refusals,
                workers.nanos(),
                log);
        factory = new AuthenticatedConnectionFactory(
                keys,
                trust,
                settings.groups(),
                configuration(settings),
                protocols(acceptor),
                table,
                resets::token,
                this::ended,
                refusals,
                new Agreements(meters),
                settings.migration(),
                log);
    }

    private ApplicationProtocolRegistry protocols(Acceptor acceptor) {
        ApplicationProtocolRegistry protocols = new ApplicationProtocolRegistry();
        LineProtocol lines = new LineProtocol(settings.streams(), acceptor, this::authenticated);
        settings.protocols().forEach(name -> Seam.register(protocols, name, lines));
        return protocols;
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

    /** Whom clients without a connection have to ask. */
    Reception<ConnectionLoop> reception() {
        return reception;
    }

    /** How connections ended lately. */
    Departed departed() {
        return departed;
    }

    /** @throws IllegalArgumentException if the keys cannot be used, and nothing changed */
    void use(KeyMaterial keys) {
        factory.use(keys);
    }

    @Override
    public Optional<ConnectionLoop> find(byte[] connectionId) {
        return table.find(connectionId);
    }

    @Override
    public void workLater(Runnable work) {
        workers.workLater(work);
    }

    /** From now on new clients are refused; the connections there are go on. */
    void refuse() {
        refusing = true;
    }

    boolean isRefusing() {
        return refusing;
    }

    /** How many there are, those being set up and those closing included. */
    int count() {
        return loops.size();
    }

    private void begin(Newcomer client) {
        if (closing) {
            return;
        }
        if (refusing) {
            refusals.of("draining").increment();
            refuse(client, "going away");
        } else if (count() >= settings.gate().connections()) {
            filling.by(client.source());
            refuse(client, "no room");
        } else {
            connect(client);
        }
    }

    private void refuse(Newcomer client, String reason) {
        Datagram latest = client.latest();
        latest.path().send(client.flight().refusal(latest.sourceId(), reason));
    }

    private void connect(Newcomer client) {
        Datagram latest = client.latest();
        FirstFlight flight = client.flight();
        Turn turn = new Turn(workers);
        AuthenticatedConnection connection = factory.create(
                turn, Version.parse(latest.version()), latest.path(), latest.sourceId(), flight.originalId());
        connection.continueFrom(flight);
        client.originalId().ifPresent(connection::retriedFrom);
        if (Duration.between(latest.received(), workers.clock().instant()).compareTo(PROMPT) > 0) {
            connection.acknowledgeNoInitial();
        }
        ConnectionLoop loop = new ConnectionLoop(connection, turn, latest.path(), log);
        loops.put(connection, loop);
        table.add(loop, flight.originalId());
        table.add(loop, connection.getInitialConnectionId());
        flight.datagrams().forEach(bytes -> loop.accept(bytes, latest.path(), latest.received()));
        reception.begun(loop, client).ifPresent(this::giveUp);
        loop.start(settings.handshakeTimeout());
    }

    private void giveUp(ConnectionLoop loop) {
        refusals.of("overdue").increment();
        loop.turn().execute(loop.connection()::giveUpHandshake);
    }

    /** Called when a handshake is complete. */
    private ConnectionLoop authenticated(AuthenticatedConnection connection) {
        ConnectionLoop loop = loops.get(connection);
        reception.handshakeEnded(loop);
        return loop;
    }

    private void ended(ServerConnectionImpl connection) {
        ConnectionLoop loop = loops.remove(connection);
        if (loop != null) {
            reception.handshakeEnded(loop);
            loop.connection().lastWord().ifPresent(word -> departed.remember(loop, word));
            table.remove(loop);
            loop.dispose();
        }
        synchronized (this) {
            notifyAll();
        }
    }

    /** One that nobody has asked for, and that sends to nobody. */
    ConnectionLoop rehearsal() {
        Path nowhere = new Path(outlet.get(), outlet.get().address());
        byte[] id = new byte[Datagram.OWN_ID_LENGTH];
        Turn turn = new Turn(workers);
        AuthenticatedConnection connection = factory.create(turn, Version.QUIC_version_1, nowhere, id, id);
        ConnectionLoop loop = new ConnectionLoop(connection, turn, nowhere, log);
        turn.begin(loop);
        return loop;
    }

    /** No more begin. */
    void beginNoMore() {
        closing = true;
    }

    void forEach(Consumer<ConnectionLoop> action) {
        loops.values().forEach(action);
    }

    /** Waits until there is none, or for that long. */
    synchronized void awaitEnd(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (long millis = patience.toMillis(); count() > 0 && millis > 0; ) {
            wait(millis);
            millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        }
    }
}
