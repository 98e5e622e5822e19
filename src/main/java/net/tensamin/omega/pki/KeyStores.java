package net.tensamin.omega.pki;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Opens the key material of this installation once, making development keys where there is none (SPEC §7). */
@ApplicationScoped
public class KeyStores {
    static final String SERVER = "server.p12";
    static final String TRUST = "trust.p12";
    /** The alias of the server's key, which {@code domain.xml} names too. */
    static final String ALIAS = "omega";

    private final KeyMaterial material;
    private final Optional<CertificateAuthority> developmentCa;

    KeyStores() { // for the client proxy
        material = null;
        developmentCa = Optional.empty();
    }

    @Inject
    KeyStores(Config config) {
        this(PkiSettings.from(config));
    }

    /** @throws IllegalStateException if the key material is incomplete or cannot be read, saying which file and why */
    KeyStores(PkiSettings settings) {
        Path directory = settings.directory();
        try {
            makeWhereMissing(settings);
            char[] password = settings.password().toCharArray();
            developmentCa = DevelopmentPki.authority(directory);
            material = open(directory.resolve(SERVER), directory.resolve(TRUST), password);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot open the key material in " + directory + ": " + e.getMessage(), e);
        }
    }

    /** The key material, for QUIC. */
    @Produces
    @Dependent
    public KeyMaterial material() {
        return material;
    }

    /** The authority of the development keys; empty when the key material came from elsewhere. */
    public Optional<CertificateAuthority> developmentCa() {
        return developmentCa;
    }

    private static void makeWhereMissing(PkiSettings settings) throws IOException, GeneralSecurityException {
        Path directory = settings.directory();
        boolean server = Files.exists(directory.resolve(SERVER));
        boolean trust = Files.exists(directory.resolve(TRUST));
        if (server && trust) {
            return;
        }
        boolean interruptedCreation = DevelopmentPki.authority(directory).isPresent();
        if ((server || trust) && !interruptedCreation) {
            throw new FileNotFoundException(
                    (server ? TRUST : SERVER) + " is missing beside " + (server ? SERVER : TRUST));
        }
        if (!settings.development()) {
            throw new FileNotFoundException(SERVER + " and " + TRUST + " are missing, and omega.pki.development=false");
        }
        DevelopmentPki.create(directory);
    }

    private static KeyMaterial open(Path server, Path trust, char[] password)
            throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance(server.toFile(), password);
        Certificate[] chain = keys.getCertificateChain(ALIAS);
        if (chain == null || !(keys.getKey(ALIAS, password) instanceof PrivateKey key)) {
            throw new KeyStoreException(SERVER + " has no private key with the alias " + ALIAS);
        }
        List<X509Certificate> authorities = certificates(KeyStore.getInstance(trust.toFile(), password));
        if (authorities.isEmpty()) {
            throw new KeyStoreException(TRUST + " has no certificate");
        }
        return new KeyMaterial(
                key, Arrays.stream(chain).map(X509Certificate.class::cast).toList(), authorities);
    }

    private static List<X509Certificate> certificates(KeyStore store) throws KeyStoreException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            certificates.add((X509Certificate) store.getCertificate(alias));
        }
        return certificates;
    }
}
