package net.tensamin.omega.quic.tls;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.pki.KeyMaterial;
import tech.kwik.agent15.engine.TlsServerEngineFactory;
import tech.kwik.core.QuicConnection.QuicVersion;
import tech.kwik.core.crypto.CryptoStream;
import tech.kwik.core.impl.Version;
import tech.kwik.core.log.Logger;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.server.ServerConnectionConfig;
import tech.kwik.core.server.ServerConnectionFactory;
import tech.kwik.core.server.ServerConnectionRegistry;
import tech.kwik.core.server.ServerConnector;
import tech.kwik.core.server.impl.ApplicationProtocolRegistry;
import tech.kwik.core.server.impl.ServerConnectionImpl;
import tech.kwik.core.server.impl.ServerConnectorImpl;

/**
 * Kwik's own server, with nothing of Omega's but the client authentication: its connector, its threads, timers and
 * senders. Runs only where Kwik's jar comes before the one that the build makes of it.
 */
public final class StockKwik {
    private static final Logger LOG = new NullLogger();
    private final DatagramSocket socket;
    private final ServerConnectionConfig configuration;
    private final HandshakeEngineFactory engines;

    private StockKwik(DatagramSocket socket, ServerConnectionConfig configuration, HandshakeEngineFactory engines) {
        this.socket = socket;
        this.configuration = configuration;
        this.engines = engines;
    }

    /** The connector takes its engines in a private constructor, and keeps the factory of its connections to itself. */
    public static ServerConnector connector(
            DatagramSocket socket, ServerConnectionConfig configuration, KeyMaterial keys) {
        checkOriginal();
        try {
            ClientTrust trust = new ClientTrust(
                    keys.clientAuthorities(),
                    RevocationCheck.NOTHING_REVOKED,
                    Clock.systemUTC(),
                    Cryptography.ofTheJdk());
            HandshakeEngineFactory engines =
                    new HandshakeEngineFactory(ServerIdentity.of(keys, Cryptography.ofTheJdk()), trust, Groups.ALL);
            return new StockKwik(socket, configuration, engines).connector();
        } catch (ReflectiveOperationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void checkOriginal() {
        String origin = ServerConnectionImpl.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        if (!origin.matches(".*/kwik-[0-9.]+\\.jar")) {
            throw new IllegalStateException("Kwik is not as it is, but of " + origin);
        }
    }

    private ServerConnector connector() throws ReflectiveOperationException {
        Constructor<ServerConnectorImpl> constructor = ServerConnectorImpl.class.getDeclaredConstructor(
                DatagramSocket.class,
                TlsServerEngineFactory.class,
                List.class,
                ServerConnectionConfig.class,
                Logger.class);
        constructor.setAccessible(true);
        ServerConnectorImpl connector =
                constructor.newInstance(socket, engines, List.of(QuicVersion.V1), configuration, LOG);
        Field factory = field(ServerConnectorImpl.class, "serverConnectionFactory");
        factory.set(connector, new Connections(connector, (ServerConnectionFactory) factory.get(connector)));
        return connector;
    }

    private static Field field(Class<?> owner, String name) throws NoSuchFieldException {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /** Makes connections that authenticate their clients, as Kwik's makes others. */
    private final class Connections extends ServerConnectionFactory {
        private final ConnectionContext context;

        private Connections(ServerConnectorImpl connector, ServerConnectionFactory original)
                throws ReflectiveOperationException {
            this(
                    (ApplicationProtocolRegistry) field(ServerConnectorImpl.class, "applicationProtocolRegistry")
                            .get(connector),
                    (ServerConnectionRegistry) field(ServerConnectorImpl.class, "connectionRegistry")
                            .get(connector),
                    closeCallback(original));
        }

        private Connections(
                ApplicationProtocolRegistry protocols,
                ServerConnectionRegistry registry,
                Consumer<ServerConnectionImpl> closeCallback) {
            super(socket, engines, configuration, protocols, registry, closeCallback, LOG);
            Meters meters = new Meters();
            this.context = new ConnectionContext(
                    configuration,
                    protocols,
                    registry,
                    closeCallback,
                    id -> null, // no client is told of a token
                    (connection, tokens) -> {},
                    meters.counters("omega_stock_kwik_refused_total", "reason", "Refusals"),
                    new Agreements(meters),
                    false,
                    LOG);
        }

        @Override
        public ServerConnectionImpl createNewConnection(
                Version version,
                InetSocketAddress client,
                byte[] clientId,
                byte[] originalId,
                CryptoStream readByTheCandidate) {
            // the engine's own stream reads the first packets, which Kwik processes again
            Path path = new Path(null, client); // Kwik as it is knows none, and no turn
            ConnectionStart start = new ConnectionStart(null, socket, version, path, clientId, originalId);
            return new AuthenticatedConnection(start, engines, context);
        }
    }

    @SuppressWarnings("unchecked")
    private static Consumer<ServerConnectionImpl> closeCallback(ServerConnectionFactory factory)
            throws ReflectiveOperationException {
        return (Consumer<ServerConnectionImpl>)
                field(ServerConnectionFactory.class, "closeCallback").get(factory);
    }
}
