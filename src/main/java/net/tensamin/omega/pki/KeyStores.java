package net.tensamin.omega.pki;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
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
import net.tensamin.omega.trust.ClientAuthorities;
import net.tensamin.omega.trust.RememberedPaths;
import org.eclipse.microprofile.config.Config;

/** Opens the key material of this installation once, making development keys where there is none (SPEC §7). */
@ApplicationScoped
public class KeyStores {
    static final String SERVER = "server.p12";
    static final String TRUST = "trust.p12";
    /** The alias of the server's key, which {@code domain.xml} names too. */
    static final String ALIAS = "omega";

    private final PkiSettings settings;
    private HandshakeProvider forHttps;
    private volatile KeyMaterial material;
    private volatile FileTime read;
    private final Optional<CertificateAuthority> developmentCa;
    private final Optional<CertificateAuthority> clientCa;
    private final RememberedPaths clientPaths;

    KeyStores() { // for the client proxy
        settings = null;
        material = null;
        developmentCa = Optional.empty();
        clientCa = Optional.empty();
        clientPaths = null;
    }

    @Inject
    KeyStores(Config config) {
        this(PkiSettings.from(config));
    }

    /** @throws IllegalStateException if the key material is incomplete or cannot be read, saying which file and why */
    KeyStores(PkiSettings settings) {
        this.settings = settings;
        Path directory = settings.directory();
        try {
            makeWhereMissing(settings);
            read = Files.getLastModifiedTime(directory.resolve(SERVER));
            char[] password = settings.password().toCharArray();
            developmentCa = DevelopmentPki.authority(directory);
            material = open(directory.resolve(SERVER), directory.resolve(TRUST), password);
            clientCa = settings.clientCa().isPresent()
                    ? Optional.of(openClientCa(settings))
                    : developmentCa.filter(any -> settings.development());
            clientCa.ifPresent(authority -> requireTrusted(authority.certificate()));
            clientPaths = new RememberedPaths(new ClientAuthorities(material.clientAuthorities()));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("cannot open the key material in " + directory + ": " + e.getMessage(), e);
        }
    }

    /** For HTTPS, which opens later and uses what {@link #material} then is. */
    @PostConstruct
    void offerToTheServer() {
        forHttps = new HandshakeProvider(this::material, clientPaths);
        forHttps.register();
    }

    @PreDestroy
    void withdraw() {
        forHttps.unregister();
    }

    /** How often the server's HTTPS listener asked for a certificate to show. */
    public long handshakes() {
        return forHttps.handshakes();
    }

    /** The key material as it was last read. */
    public KeyMaterial material() {
        return material;
    }

    /**
     * The key material with another server certificate, when {@code server.p12} has changed since it was read. The client
     * authorities stay.
     *
     * @throws IllegalStateException if it has changed and cannot be read, now or for good; the next call tries again
     */
    public synchronized Optional<KeyMaterial> replaced() {
        Path server = settings.directory().resolve(SERVER);
        try {
            FileTime written = Files.getLastModifiedTime(server);
            if (written.equals(read)) {
                return Optional.empty();
            }
            KeyMaterial now = open(
                    server,
                    settings.directory().resolve(TRUST),
                    settings.password().toCharArray());
            material = new KeyMaterial(now.serverKey(), now.serverChain(), material.clientAuthorities());
            read = written;
            return Optional.of(material);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("cannot open " + server + ": " + e.getMessage(), e);
        }
    }

    /** How HTTPS decides on a client's certificate, in handshakes and on each request. */
    public RememberedPaths clientPaths() {
        return clientPaths;
    }

    /** The authority of the development keys; empty when the key material came from elsewhere. */
    public Optional<CertificateAuthority> developmentCa() {
        return developmentCa;
    }

    /** The authority that issues device certificates (SPEC §7); empty when this server only validates them. */
    public Optional<CertificateAuthority> clientCa() {
        return clientCa;
    }

    private static CertificateAuthority openClientCa(PkiSettings settings)
            throws IOException, GeneralSecurityException {
        Path file = settings.clientCa().orElseThrow();
        char[] password = settings.clientCaPassword().toCharArray();
        KeyStore store = KeyFile.open(file, PkiSettings.CLIENT_CA_PASSWORD, password);
        for (String alias : Collections.list(store.aliases())) {
            if (store.getKey(alias, password) instanceof PrivateKey key) {
                return new CertificateAuthority((X509Certificate) store.getCertificate(alias), key);
            }
        }
        throw new KeyStoreException("omega.pki.client-ca has no private key: " + file);
    }

    /** What this server issues it must accept, without anything that clients would have to send along. */
    private void requireTrusted(X509Certificate authority) {
        if (!material.clientAuthorities().contains(authority)) {
            throw new IllegalStateException(
                    TRUST + " lacks the certificate of the authority that omega.pki.client-ca names");
        }
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
            throw new FileNotFoundException(SERVER + " and " + TRUST
                    + " are missing, and none are made where omega.pki.development is false or omega.profile is"
                    + " production");
        }
        DevelopmentPki.create(directory);
    }

    private static KeyMaterial open(Path server, Path trust, char[] password)
            throws IOException, GeneralSecurityException {
        KeyStore keys = KeyFile.open(server, PkiSettings.PASSWORD, password);
        Certificate[] chain = keys.getCertificateChain(ALIAS);
        if (chain == null || !(keys.getKey(ALIAS, password) instanceof PrivateKey key)) {
            throw new KeyStoreException(SERVER + " has no private key with the alias " + ALIAS);
        }
        List<X509Certificate> authorities = certificates(KeyFile.open(trust, PkiSettings.PASSWORD, password));
        if (authorities.isEmpty()) {
            throw new KeyStoreException(
                    TRUST + " has no certificate that Java trusts (openssl pkcs12 -nokeys makes such files):"
                            + " make it with keytool -importcert -noprompt -alias ca -file ca.pem -storetype PKCS12 -keystore "
                            + TRUST);
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
