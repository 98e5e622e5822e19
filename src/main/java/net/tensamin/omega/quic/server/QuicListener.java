package net.tensamin.omega.quic.server;

import java.lang.System.Logger.Level;
import java.net.SocketException;
import java.time.Clock;
import java.util.Optional;
import net.tensamin.omega.limits.Strangers;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.pki.KeyMaterial;
import net.tensamin.omega.quic.streams.Acceptor;
import net.tensamin.omega.quic.tls.ClientTrust;
import net.tensamin.omega.quic.tls.Cryptography;
import net.tensamin.omega.quic.tls.RevocationCheck;
import net.tensamin.omega.quic.turns.TransportThreads;

/**
 * The QUIC server without a container: a UDP socket, its connections, and what they are offered to. It is used in place
 * of Kwik's connector, which ends the JVM when its socket fails, takes up to 30 s to close, leaves threads and a memory
 * listener behind, and queues without bound.
 */
final class QuicListener implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(QuicListener.class.getName());

    private final Settings settings;
    private final Sockets sockets;
    private final TransportThreads threads = new TransportThreads();
    private final LiveConnections connections;
    private final DatagramReceiver receiver;
    private final Farewell farewell;
    private final Cryptography cryptography;
    private volatile boolean listening;

    private QuicListener(
            Settings settings,
            Sockets sockets,
            KeyMaterial keys,
            Cryptography cryptography,
            ClientTrust trust,
            Acceptor acceptor,
            Meters meters) {
        this.settings = settings;
        this.cryptography = cryptography;
        this.sockets = sockets;
        this.connections = new LiveConnections(settings, sockets::first, threads, keys, trust, acceptor, meters);
        this.receiver = new DatagramReceiver(
                sockets,
                connections,
                connections.reception(),
                connections.clientResets(),
                connections.departed(),
                threads::takeGathered,
                threads.clock(),
                meters);
        this.farewell = new Farewell(connections);
        meters.counterIfKnown(
                "omega_quic_socket_drops_total",
                "Datagrams that Linux has dropped since QUIC began to listen, because they were not read in time",
                () -> Optional.of(SocketDrops.of(port())).filter(Double::isFinite));
    }

    /** From now on its handshakes count as part of what strangers may cost in all. */
    void countIn(Strangers strangers) {
        connections.countIn(strangers);
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
        Sockets sockets = Sockets.open(settings);
        Cryptography cryptography = null;
        QuicListener listener = null;
        try {
            cryptography = settings.cryptography();
            ClientTrust trust = new ClientTrust(keys.clientAuthorities(), revocation, Clock.systemUTC(), cryptography);
            listener = new QuicListener(settings, sockets, keys, cryptography, trust, acceptor, meters);
            return listener;
        } finally {
            if (listener == null) {
                sockets.close();
                Optional.ofNullable(cryptography).ifPresent(Cryptography::release);
            }
        }
    }

    /**
     * Lets clients in. Those that tried before try again (RFC 9002 §6.2): answering their first packets now would make them
     * believe in a round trip as long as the start.
     */
    void listen() {
        sockets.discardWaiting();
        listening = true;
        threads.start("omega-quic-admission", connections.reception()::run);
        threads.startGathering("omega-quic-receiver", receiver::run);
        farewell.rehearse();
        if (HostAddresses.vary(settings.addresses())) {
            AddressFollower follower = new AddressFollower(sockets, () -> HostAddresses.of(settings.addresses()));
            threads.start("omega-quic-addresses", follower::run);
        }
        LOG.log(Level.INFO, "QUIC listens on {0} for {1}", sockets, String.join(", ", settings.protocols()));
    }

    /** The UDP port in use. */
    int port() {
        return sockets.port();
    }

    /** Whether datagrams are received. */
    boolean isOpen() {
        return listening && !sockets.isClosed();
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

    /** From now on new clients are refused; the connections there are go on. */
    void refuse() {
        connections.refuse();
    }

    boolean isRefusing() {
        return connections.isRefusing();
    }

    /** How many connections there are, including those being set up and those closing. */
    int connections() {
        return connections.count();
    }

    /** How many threads there are, however many connections. */
    int threads() {
        return threads.count();
    }

    /** Tells all clients to come back later, and ends within seconds whatever they do. */
    @Override
    public void close() {
        receiver.stop();
        try {
            farewell.say();
        } finally {
            sockets.close();
            threads.close();
            cryptography.release();
        }
    }
}
