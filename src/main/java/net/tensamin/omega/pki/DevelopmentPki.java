package net.tensamin.omega.pki;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * Key material for a start without any: a development CA, a server certificate and an operator certificate (SPEC §7).
 */
final class DevelopmentPki {
    private static final Logger LOG = System.getLogger(DevelopmentPki.class.getName());
    private static final char[] PASSWORD = PkiSettings.DEVELOPMENT_PASSWORD.toCharArray();
    private static final String AUTHORITY = "ca.p12";
    private static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3650);
    private static final Duration LEAF_VALIDITY = Duration.ofDays(365);
    private static final GeneralName[] LOOPBACK = {
        new GeneralName(GeneralName.dNSName, "localhost"),
        new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
        new GeneralName(GeneralName.iPAddress, "::1")
    };

    private DevelopmentPki() {}

    /** Makes everything anew; {@code trust.p12} is written last: where it stands, the rest does. */
    static void create(Path directory) throws IOException, GeneralSecurityException {
        PrivateFiles.createDirectory(directory);
        CertificateAuthority authority = CertificateAuthority.selfSigned("Omega development CA", AUTHORITY_VALIDITY);
        writeKeyStore(directory.resolve(AUTHORITY), authority.key(), authority.certificate());
        Pem.writeChain(directory.resolve("ca.pem"), List.of(authority.certificate()));

        KeyPair server = CertificateAuthority.newKeyPair();
        X509Certificate certificate = authority.issueServer("localhost", server.getPublic(), LEAF_VALIDITY, LOOPBACK);
        writeKeyStore(
                directory.resolve(KeyDirectory.SERVER), server.getPrivate(), certificate, authority.certificate());

        KeyPair operator = CertificateAuthority.newKeyPair();
        X509Certificate operatorCertificate = authority.issueClient(
                "operator", operator.getPublic(), LEAF_VALIDITY, "urn:tensamin:operator:development");
        Pem.writeChain(directory.resolve("operator.pem"), List.of(operatorCertificate, authority.certificate()));
        Pem.writeKey(directory.resolve("operator.key"), operator);

        KeyStore trust = empty();
        trust.setCertificateEntry("client-ca", authority.certificate());
        PrivateFiles.writeSecret(directory.resolve(KeyDirectory.TRUST), out -> trust.store(out, PASSWORD));
        LOG.log(Level.INFO, "made a development CA, a server and an operator certificate in {0}", directory);
    }

    /** The development CA of this directory; empty when its keys came from elsewhere. */
    static Optional<CertificateAuthority> authority(Path directory) throws IOException, GeneralSecurityException {
        Path file = directory.resolve(AUTHORITY);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD);
            if (!store.isKeyEntry(KeyDirectory.ALIAS)) {
                throw new KeyStoreException("no private key with the alias " + KeyDirectory.ALIAS);
            }
            return Optional.of(
                    new CertificateAuthority((X509Certificate) store.getCertificate(KeyDirectory.ALIAS), (PrivateKey)
                            store.getKey(KeyDirectory.ALIAS, PASSWORD)));
        } catch (IOException | GeneralSecurityException e) {
            throw new KeyStoreException(
                    file.getFileName()
                            + " must be the development CA that Omega made; move a CA of your own elsewhere and"
                            + " name it in omega.pki.client-ca, or set omega.pki.development to false",
                    e);
        }
    }

    private static void writeKeyStore(Path file, PrivateKey key, Certificate... chain)
            throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        store.setKeyEntry(KeyDirectory.ALIAS, key, PASSWORD, chain);
        PrivateFiles.writeSecret(file, out -> store.store(out, PASSWORD));
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
