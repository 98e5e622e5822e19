package net.tensamin.omega.bench.hold;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/** Shows in each handshake the certificate of the client it is for, so that all clients share one TLS context. */
final class ClientKeys extends X509ExtendedKeyManager {
    private final Map<SSLEngine, Integer> clients = new ConcurrentHashMap<>();
    private final Identities identities;

    ClientKeys(Identities identities) {
        this.identities = identities;
    }

    /** Returns the engine. */
    <E extends SSLEngine> E use(E engine, int client) {
        clients.put(engine, client);
        return engine;
    }

    @Override
    public String chooseEngineClientAlias(String[] keyType, Principal[] issuers, SSLEngine engine) {
        return clients.remove(engine).toString();
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return identities.client(Integer.parseInt(alias)).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identities.client(Integer.parseInt(alias)).key();
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        throw new UnsupportedOperationException();
    }
}
