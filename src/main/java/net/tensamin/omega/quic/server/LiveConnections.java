package net.tensamin.omega.quic.server;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.tensamin.omega.limits.Breaches;
import net.tensamin.omega.limits.Strangers;
import net.tensamin.omega.metrics.Counter;
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
import net.tensamin.omega.quic.tls.ConnectionContext;
import net.tensamin.omega.quic.tls.FirstFlight;
import net.tensamin.omega.quic.tls.HandshakeAlert;
import net.tensamin.omega.quic.tls.Outlet;
import net.tensamin.omega.quic.tls.ResetToken;
import net.tensamin.omega.quic.turns.Workers;
import tech.kwik.core.log.Logger;
import tech.kwik.core.server.impl.ApplicationProtocolRegistry;
import tech.kwik.core.server.impl.Seam;
import tech.kwik.core.server.impl.ServerConnectionImpl;

/** The connections there are, from the first flight of each to its end. Thread-safe. */
final class LiveConnections implements Reception.Server {
    private final Settings settings;
    private final Supplier<Outlet> outlet;
    private final Workers workers;
    private final Logger log = new KwikLog();
    private final ConnectionTable table = new ConnectionTable();
    private final Map<ServerConnectionImpl, ConnectionLoop> loops = new ConcurrentHashMap<>();
    private final Counters refusals;
    private final Counter keyUpdates;
    private final Breaches filling;
    private final ClientResets clientResets;
    private final Departed departed;
    private final Reception<ConnectionLoop> reception;
    private final NewConnections connections;
    private volatile Optional<HandshakeCosts> costs = Optional.empty();
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
        Stream.of(HandshakeAlert.names()).forEach(refusals::of);
        Stream.of("draining", "overdue", "handshake_timeout").forEach(refusals::of);
        keyUpdates = meters.counter(
                "omega_quic_key_updates_total", "Updates of keys by either side, in connections that have ended");
        filling = new Breaches(AdmissionSettings.CONNECTIONS, "it is refused", refusals.of("full"), workers.nanos());
        meters.gauge(
                "omega_quic_connections", "Connections, including those being set up and those closing", loops::size);
        StatelessResets resets =
                StatelessResets.of(keys.serverKey(), outlet.get().address().getPort());
        clientResets = new ClientResets(resets::token);
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
        connections = new NewConnections(
                workers,
                new AuthenticatedConnectionFactory(
                        keys,
                        trust,
                        settings.groups(),
                        new ConnectionContext(
                                NewConnections.configuration(settings),
                                protocols(acceptor),
                                table,
                                this::ended,
                                resets::token,
                                this::resetTokensChanged,
                                refusals,
                                new Agreements(meters),
                                settings.migration(),
                                log)),
                clientResets,
                log);
    }

    private ApplicationProtocolRegistry protocols(Acceptor acceptor) {
        ApplicationProtocolRegistry protocols = new ApplicationProtocolRegistry();
        LineProtocol lines = new LineProtocol(settings.streams(), acceptor, this::authenticated);
        settings.protocols().forEach(name -> Seam.register(protocols, name, lines));
        return protocols;
    }

    /** From now on handshakes, and who waits for one, count as part of what strangers may cost in all. */
    void countIn(Strangers strangers) {
        costs = Optional.of(new HandshakeCosts(strangers, settings.handshakeTimeout()));
        reception.countIn(strangers);
    }

    /** Where clients without a connection have to go first. */
    Reception<ConnectionLoop> reception() {
        return reception;
    }

    /** By which clients end connections that they have lost. */
    ClientResets clientResets() {
        return clientResets;
    }

    /** How recent connections ended. */
    Departed departed() {
        return departed;
    }

    /** @throws IllegalArgumentException if the keys cannot be used, and nothing changed */
    void use(KeyMaterial keys) {
        connections.use(keys);
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

    /** How many there are, including those being set up and those closing. */
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
        latest.path().send(client.flight().answers().refusal(latest.sourceId(), reason));
    }

    private void connect(Newcomer client) {
        ConnectionLoop loop = connections.of(client);
        AuthenticatedConnection connection = loop.connection();
        FirstFlight flight = client.flight();
        Datagram latest = client.latest();
        loops.put(connection, loop);
        table.add(loop, flight.originalId());
        table.add(loop, connection.getInitialConnectionId());
        flight.datagrams().forEach(bytes -> loop.accept(bytes, latest.path(), latest.received()));
        reception.begun(loop, client).ifPresent(this::giveUp);
        costs.ifPresent(shared -> shared.begun(loop, client.party(), () -> giveUp(loop)));
        loop.start(settings.handshakeTimeout());
    }

    private void giveUp(ConnectionLoop loop) {
        refusals.of("overdue").increment();
        loop.turn().execute(loop.connection()::giveUpHandshake);
    }

    /**
     * Called when a handshake is complete.
     *
     * @return nothing if the connection has ended meanwhile
     */
    private Optional<ConnectionLoop> authenticated(AuthenticatedConnection connection) {
        Optional<ConnectionLoop> live = Optional.ofNullable(loops.get(connection));
        live.ifPresent(loop -> {
            costs.ifPresent(shared -> shared.proven(loop));
            handshakeEnded(loop);
        });
        return live;
    }

    private void handshakeEnded(ConnectionLoop loop) {
        reception.handshakeEnded(loop);
        costs.ifPresent(shared -> shared.over(loop));
    }

    private void resetTokensChanged(ServerConnectionImpl connection, List<ResetToken> tokens) {
        loops.computeIfPresent(connection, (same, loop) -> {
            clientResets.know(loop, tokens);
            return loop;
        });
    }

    private void ended(ServerConnectionImpl connection) {
        ConnectionLoop loop = loops.remove(connection);
        if (loop != null) {
            handshakeEnded(loop);
            loop.connection().lastWord().ifPresent(word -> departed.remember(loop, word));
            keyUpdates.add(loop.connection().keyUpdates());
            table.remove(loop);
            clientResets.forget(loop);
            loop.dispose();
        }
        synchronized (this) {
            notifyAll();
        }
    }

    /** One that no client asked for, and that sends to nobody. */
    ConnectionLoop rehearsal() {
        return connections.rehearsal(outlet.get());
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
