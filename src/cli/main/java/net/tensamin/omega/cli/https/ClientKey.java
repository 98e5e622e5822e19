package net.tensamin.omega.cli.https;

import java.io.IOException;
import java.nio.file.Files;
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

    /**
     * @param certificate PEM, perhaps with the key, or PKCS#12 with both
     * @param key PEM; if there is no such file, the key is where the certificate is
     */
    public static ClientKey read(Path certificate, Path key) {
        if (Pkcs12.isOne(certificate)) {
            return Pkcs12.read(certificate);
        }
        List<X509Certificate> chain = PemFiles.certificates(certificate);
        boolean together =
                Files.notExists(key) && PemFiles.privateKeyBlock(certificate).isPresent();
        return new ClientKey(PemFiles.privateKey(together ? certificate : key), chain);
    }

    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** Each certifies the one before. */
    public List<X509Certificate> issuers() {
        return chain.subList(1, chain.size());
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
