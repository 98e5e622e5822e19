package net.tensamin.omega.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/**
 * A private key with its certificate and the certificates that go along with it.
 *
 * @param chain the certificate of {@code key} first
 */
public record TestIdentity(PrivateKey key, List<X509Certificate> chain) {
    public static final char[] PASSWORD = "changeit".toCharArray();
    public static final String ALIAS = "identity";

    public TestIdentity {
        chain = List.copyOf(chain);
    }

    /** Reads a chain and a PKCS#8 key, both in PEM. */
    public static TestIdentity read(Path chain, Path key) {
        try (InputStream in = Files.newInputStream(chain)) {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            byte[] der = Base64.getMimeDecoder().decode(Files.readString(key).replaceAll("-----[A-Z ]+-----", ""));
            KeyFactory factory =
                    KeyFactory.getInstance(certificates.get(0).getPublicKey().getAlgorithm());
            return new TestIdentity(factory.generatePrivate(new PKCS8EncodedKeySpec(der)), certificates);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** The same key, with this certificate sent along too. */
    public TestIdentity sending(X509Certificate issuer) {
        List<X509Certificate> longer = new ArrayList<>(chain);
        longer.add(issuer);
        return new TestIdentity(key, longer);
    }

    /** The same certificates with another's key: the proof of possession must fail. */
    public TestIdentity withKeyOf(TestIdentity other) {
        return new TestIdentity(other.key, chain);
    }

    public KeyStore keyStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(ALIAS, key, PASSWORD, chain.toArray(Certificate[]::new));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes a PKCS12 file with {@link #PASSWORD}. */
    public Path writePkcs12(Path file) {
        try (OutputStream out = Files.newOutputStream(file)) {
            keyStore().store(out, PASSWORD);
            return file;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the chain as PEM, this certificate first. */
    public Path writeChain(Path file) {
        return write(file, pem(chain.toArray()));
    }

    /** Writes the key as PKCS#8 PEM. */
    public Path writeKey(Path file) {
        try {
            return write(file, pem(new JcaPKCS8Generator(key, null)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static String pem(Object... objects) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            for (Object object : objects) {
                writer.writeObject(object);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }

    static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
