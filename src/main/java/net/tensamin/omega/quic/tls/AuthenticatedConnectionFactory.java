package net.tensamin.omega.quic.tls;

import java.net.DatagramSocket;
import java.security.cert.CertificateException;
import net.tensamin.omega.pki.KeyMaterial;
import tech.kwik.core.concurrent.TurnSeam;
import tech.kwik.core.impl.Version;

/** Makes connections that authenticate their clients, all with the same keys and trust. */
public final class AuthenticatedConnectionFactory {
    private final HandshakeEngineFactory engines;
    private final Cryptography cryptography;
    private final ConnectionContext context;

    /** @throws IllegalArgumentException if the server's key material cannot be used */
    public AuthenticatedConnectionFactory(
            KeyMaterial keys, ClientTrust trust, Groups groups, ConnectionContext context) {
        this.engines = engines(keys, trust, groups);
        this.cryptography = trust.cryptography();
        this.context = context;
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
        DatagramSocket noSocket = null; // the turn sends
        ConnectionStart start = new ConnectionStart(turn, noSocket, version, path, clientId, originalId);
        return new AuthenticatedConnection(start, engines, context);
    }
}
