package net.tensamin.omega.quic.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import tech.kwik.agent15.engine.ServerMessageSender;
import tech.kwik.agent15.engine.TlsServerEngine;
import tech.kwik.agent15.engine.TlsServerEngineFactory;
import tech.kwik.agent15.engine.TlsStatusEventHandler;

/** Makes an engine for each connection. Takes nothing from its base but the type that Kwik asks for. */
final class HandshakeEngineFactory extends TlsServerEngineFactory {
    private static final String ALIAS = "server";
    private static final char[] PASSWORD = {};
    private volatile ServerIdentity identity;
    private final ClientTrust trust;
    private final Groups groups;

    HandshakeEngineFactory(ServerIdentity identity, ClientTrust trust, Groups groups) throws CertificateException {
        super(keyStore(identity), ALIAS, PASSWORD, identity.schemes().get(0).curveName());
        super.dispose(); // its session registry, with a timer thread
        this.identity = identity;
        this.trust = trust;
        this.groups = groups;
    }

    /** For handshakes that begin from now on. */
    void use(ServerIdentity other) {
        identity = other;
    }

    @Override
    public TlsServerEngine createServerEngine(ServerMessageSender sender, TlsStatusEventHandler listener) {
        return new HandshakeEngine(identity, trust, groups, sender, listener);
    }

    private static KeyStore keyStore(ServerIdentity identity) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(ALIAS, identity.key(), PASSWORD, identity.chain().toArray(X509Certificate[]::new));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("server key and certificates do not fit together", e);
        }
    }
}
