package net.tensamin.omega.pki;

import java.net.Socket;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactorySpi;
import javax.net.ssl.X509KeyManager;
import net.tensamin.omega.trust.RememberedPaths;

/**
 * What HTTPS takes from Omega at each handshake: key managers that ask for the server's key and certificate, where the
 * platform's copy them once, and trust managers that decide on a client's certificate as QUIC does. The server's HTTPS
 * listener names their {@link #ALGORITHM} in {@code domain.xml}.
 */
final class HandshakeProvider extends Provider {
    static final String ALGORITHM = "Omega";

    private static final long serialVersionUID = 1L;

    private final LongAdder handshakes = new LongAdder();

    HandshakeProvider(Supplier<KeyMaterial> material, RememberedPaths paths) {
        super("Omega", "1", "The server's key and certificate as they are now, and whose certificates it takes");
        putService(new Service(this, "TrustManagerFactory", ALGORITHM, TrustFactory.class.getName(), null, null) {
            @Override
            public Object newInstance(Object parameter) {
                return new TrustFactory(
                        new HttpsClientTrust(paths, () -> material.get().clientAuthorities()));
            }
        });
        putService(new Service(this, "KeyManagerFactory", ALGORITHM, Factory.class.getName(), null, null) {
            @Override
            public Object newInstance(Object parameter) {
                return new Factory(() -> {
                    handshakes.increment();
                    return material.get();
                });
            }
        });
    }

    /** In the place of one that an earlier deployment left. */
    void register() {
        Security.removeProvider(getName());
        Security.addProvider(this);
    }

    /** How often a key or a certificate was asked for. */
    long handshakes() {
        return handshakes.sum();
    }

    void unregister() {
        Security.removeProvider(getName());
    }

    private static final class Factory extends KeyManagerFactorySpi {
        private final Supplier<KeyMaterial> material;

        private Factory(Supplier<KeyMaterial> material) {
            this.material = material;
        }

        /** The listener's own key store is the file that the material comes from. */
        @Override
        protected void engineInit(KeyStore ignored, char[] password) {}

        @Override
        protected void engineInit(ManagerFactoryParameters ignored) {}

        @Override
        protected KeyManager[] engineGetKeyManagers() {
            return new KeyManager[] {new CurrentKey(material)};
        }
    }

    private static final class TrustFactory extends TrustManagerFactorySpi {
        private final TrustManager manager;

        private TrustFactory(TrustManager manager) {
            this.manager = manager;
        }

        /** The listener's own trust store is the file that the authorities come from. */
        @Override
        protected void engineInit(KeyStore ignored) {}

        @Override
        protected void engineInit(ManagerFactoryParameters ignored) {}

        @Override
        protected TrustManager[] engineGetTrustManagers() {
            return new TrustManager[] {manager};
        }
    }

    /** Has one key, by whatever alias it is asked for. */
    private static final class CurrentKey implements X509KeyManager {
        private final Supplier<KeyMaterial> material;

        private CurrentKey(Supplier<KeyMaterial> material) {
            this.material = material;
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return KeyDirectory.ALIAS;
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[] {KeyDirectory.ALIAS};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return material.get().serverKey();
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return material.get().serverChain().toArray(X509Certificate[]::new);
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }
    }
}
