package net.tensamin.omega.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/** TLS to the server of {@link OmegaDeployment}: its CA is trusted, the caller shows a certificate or none. */
public final class OmegaTls {
    private static final char[] PASSWORD = "test".toCharArray();

    private OmegaTls() {}

    /** Shows no certificate. */
    public static SSLContext anonymous() throws GeneralSecurityException, IOException {
        return context(new KeyManager[0]);
    }

    /** Shows {@code demo/<name>.pem}, such as {@code user-42} or {@code operator}. */
    public static SSLContext demo(String name) throws GeneralSecurityException, IOException {
        Path directory = OmegaDeployment.data().resolve("demo");
        return showing(
                privateKey(directory.resolve(name + ".key")),
                certificates(directory.resolve(name + ".pem")).toArray(Certificate[]::new));
    }

    /** Shows this identity, whoever issued it, and all that it sends along. */
    public static SSLContext showing(TestIdentity identity) throws GeneralSecurityException, IOException {
        return context(new KeyManager[] {new Shown(identity)});
    }

    private static SSLContext showing(PrivateKey key, Certificate[] chain)
            throws GeneralSecurityException, IOException {
        KeyStore keys = emptyStore();
        keys.setKeyEntry("client", key, PASSWORD, chain);
        return context(keyManagers(keys));
    }

    private static SSLContext context(KeyManager[] keys) throws GeneralSecurityException, IOException {
        KeyStore trust = emptyStore();
        for (Certificate authority : certificates(OmegaDeployment.data().resolve("pki/ca.pem"))) {
            trust.setCertificateEntry("ca", authority);
        }
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trustManagers.getTrustManagers(), null);
        return context;
    }

    private static KeyManager[] keyManagers(KeyStore keys) throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path pem)
            throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(pem)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }

    private static PrivateKey privateKey(Path pem) throws GeneralSecurityException, IOException {
        String base64 = Files.readString(pem).replaceAll("-----[A-Z ]+-----", "");
        byte[] der = Base64.getMimeDecoder().decode(base64);
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    /** Without a look at what the server asks for, and in the order as it is: key stores take only chains. */
    private static final class Shown extends X509ExtendedKeyManager {
        private static final String ALIAS = "client";
        private final TestIdentity identity;

        private Shown(TestIdentity identity) {
            this.identity = identity;
        }

        @Override
        public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
            return ALIAS;
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return ALIAS;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return identity.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return identity.key();
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return null;
        }
    }
}
