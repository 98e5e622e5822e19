package net.tensamin.omega.cli.https;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import net.tensamin.omega.cli.PemFiles;

/**
 * A private key and its certificate.
 *
 * @param chain the key's certificate first
 */
public record ClientKey(PrivateKey key, List<X509Certificate> chain) {
    private static final char[] PASSWORD = {'-'};

    public static ClientKey read(Path certificate, Path key) {
        List<X509Certificate> chain = PemFiles.certificates(certificate);
        String algorithm = chain.get(0).getPublicKey().getAlgorithm();
        return new ClientKey(PemFiles.privateKey(key, algorithm), chain);
    }

    public X509Certificate certificate() {
        return chain.get(0);
    }

    public KeyManager[] managers() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("client", key, PASSWORD, chain.toArray(Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(store, PASSWORD);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java runtime cannot use a key it has read", e);
        }
    }
}
