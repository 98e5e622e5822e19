package net.tensamin.omega.quic.tls;

import java.net.DatagramSocket;
import java.security.cert.CertificateException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import net.tensamin.omega.metrics.Counters;
import net.tensamin.omega.pki.KeyMaterial;
import tech.kwik.core.concurrent.TurnSeam;
import tech.kwik.core.crypto.CryptoStream;
import tech.kwik.core.impl.Version;
import tech.kwik.core.log.Logger;
import tech.kwik.core.server.ServerConnectionConfig;
import tech.kwik.core.server.ServerConnectionRegistry;
import tech.kwik.core.server.impl.ApplicationProtocolRegistry;
import tech.kwik.core.server.impl.ServerConnectionImpl;

/** Makes connections that authenticate their clients, all with the same keys and trust. */
public final class AuthenticatedConnectionFactory {
    private final HandshakeEngineFactory engines;
    private final Cryptography cryptography;
    private final ServerConnectionConfig configuration;
    private final ApplicationProtocolRegistry protocols;
    private final ServerConnectionRegistry registry;
    private final UnaryOperator<byte[]> resetTokens;
    private final Consumer<ServerConnectionImpl> closeCallback;
    private final Counters refusals;
    private final Agreements agreements;
    private final boolean mayMove;
    private final Logger log;

    /**
     * @param resetTokens gives the stateless reset token of a connection id (RFC 9000 §10.3)
     * @param refusals counts handshakes that fail, by the TLS alert or {@code handshake_timeout}
     * @param mayMove whether clients may change their address on purpose
     * @throws IllegalArgumentException if the server's key material cannot be used
     */
    public AuthenticatedConnectionFactory(
            KeyMaterial keys,
            ClientTrust trust,
            Groups groups,
            ServerConnectionConfig configuration,
            ApplicationProtocolRegistry protocols,
            ServerConnectionRegistry registry,
            UnaryOperator<byte[]> resetTokens,
            Consumer<ServerConnectionImpl> closeCallback,
            Counters refusals,
            Agreements agreements,
            boolean mayMove,
            Logger log) {
        this.engines = engines(keys, trust, groups);
        this.cryptography = trust.cryptography();
        this.configuration = configuration;
        this.protocols = protocols;
        this.registry = registry;
        this.resetTokens = resetTokens;
        this.closeCallback = closeCallback;
        this.refusals = refusals;
        this.agreements = agreements;
        this.mayMove = mayMove;
        this.log = log;
    }

    private static HandshakeEngineFactory engines(KeyMaterial keys, ClientTrust trust, Groups groups) {
        try {
            return new HandshakeEngineFactory(ServerIdentity.of(keys, trust.cryptography()), trust, groups);
        } catch (CertificateException e) {
            throw new IllegalArgumentException("server certificate cannot be used", e);
        }
    }

    /**
     * The server's key and chain for connections to come; the client authorities stay.
     *
     * @throws IllegalArgumentException if they cannot be used
     */
    public void use(KeyMaterial keys) {
        engines.use(ServerIdentity.of(keys, cryptography));
    }

    /**
     * @param turn where all of the connection's work is done
     * @param clientId the client's source connection id
     * @param originalId the connection id the client made up for its first packet
     */
    public AuthenticatedConnection create(
            TurnSeam.Turn turn, Version version, Path path, byte[] clientId, byte[] originalId) {
        return TurnSeam.during(turn, () -> make(version, path, clientId, originalId));
    }

    private AuthenticatedConnection make(Version version, Path path, byte[] clientId, byte[] originalId) {
        CryptoStream none = null; // what was received comes with the first packets
        DatagramSocket noSocket = null; // the turn sends
        return new AuthenticatedConnection(
                version,
                noSocket,
                path,
                clientId,
                originalId,
                none,
                engines,
                configuration,
                protocols,
                registry,
                resetTokens,
                closeCallback,
                refusals,
                agreements,
                mayMove,
                log);
    }
}
