package net.tensamin.omega.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS to the server of {@link OmegaDeployment}: its CA is trusted, the caller shows a certificate or none. */
public final class OmegaTls {
    private static final char[] PASSWORD = "test".toCharArray();

    private OmegaTls() {}

    /** Shows no certificate. */
    public static SSLContext anonymous() throws GeneralSecurityException, IOException {
        return context(null);
    }

    /** Shows {@code demo/<name>.pem}, such as {@code user-42} or {@code operator}. */
    public static SSLContext demo(String name) throws GeneralSecurityException, IOException {
        Path directory = OmegaDeployment.data().resolve("demo");
        return showing(
                privateKey(directory.resolve(name + ".key")),
                certificates(directory.resolve(name + ".pem")).toArray(Certificate[]::new));
    }

    /** Shows this identity, whoever issued it. */
    public static SSLContext showing(TestIdentity identity) throws GeneralSecurityException, IOException {
        return showing(identity.key(), identity.chain().toArray(Certificate[]::new));
    }

    private static SSLContext showing(PrivateKey key, Certificate[] chain)
            throws GeneralSecurityException, IOException {
        KeyStore keys = emptyStore();
        keys.setKeyEntry("client", key, PASSWORD, chain);
        return context(keys);
    }

    private static SSLContext context(KeyStore keys) throws GeneralSecurityException, IOException {
        KeyStore trust = emptyStore();
        for (Certificate authority : certificates(OmegaDeployment.data().resolve("pki/ca.pem"))) {
            trust.setCertificateEntry("ca", authority);
        }
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers(keys), trustManagers.getTrustManagers(), null);
        return context;
    }

    private static KeyManager[] keyManagers(KeyStore keys) throws GeneralSecurityException {
        if (keys == null) {
            return new KeyManager[0];
        }
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
}
