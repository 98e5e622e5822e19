package net.tensamin.omega.pki;

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

/** The files of {@code <omega.data-dir>/pki}, which operators make and replace (SPEC §7). */
final class KeyDirectory {
    static final String SERVER = "server.p12";
    static final String TRUST = "trust.p12";
    /** The alias of the server's key, which {@code domain.xml} names too. */
    static final String ALIAS = "omega";

    private final PkiSettings settings;
    private final Path server;
    private final Path trust;

    KeyDirectory(PkiSettings settings) {
        this.settings = settings;
        this.server = settings.directory().resolve(SERVER);
        this.trust = settings.directory().resolve(TRUST);
    }

    /** Makes development keys where there are none and the settings allow it. */
    void makeWhereMissing() throws IOException, GeneralSecurityException {
        boolean hasServer = Files.exists(server);
        boolean hasTrust = Files.exists(trust);
        if (hasServer && hasTrust) {
            return;
        }
        boolean interruptedCreation = developmentCa().isPresent();
        if ((hasServer || hasTrust) && !interruptedCreation) {
            throw new FileNotFoundException(
                    (hasServer ? TRUST : SERVER) + " is missing beside " + (hasServer ? SERVER : TRUST));
        }
        if (!settings.development()) {
            throw new FileNotFoundException(SERVER + " and " + TRUST
                    + " are missing, and none are made where omega.pki.development is false or omega.profile is"
                    + " production");
        }
        DevelopmentPki.create(settings.directory());
    }

    /** Where the server's key and certificate are. */
    Path server() {
        return server;
    }

    /** When the server's certificate was written last. */
    FileTime written() throws IOException {
        return Files.getLastModifiedTime(server);
    }

    KeyMaterial read() throws IOException, GeneralSecurityException {
        char[] password = settings.password().toCharArray();
        KeyStore keys = KeyFile.open(server, PkiSettings.PASSWORD, password);
        Certificate[] chain = keys.getCertificateChain(ALIAS);
        if (chain == null || !(keys.getKey(ALIAS, password) instanceof PrivateKey key)) {
            throw new KeyStoreException(SERVER + " has no private key with the alias " + ALIAS);
        }
        return new KeyMaterial(
                key, Arrays.stream(chain).map(X509Certificate.class::cast).toList(), authorities(password));
    }

    private List<X509Certificate> authorities(char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyFile.open(trust, PkiSettings.PASSWORD, password);
        List<X509Certificate> authorities = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            authorities.add((X509Certificate) store.getCertificate(alias));
        }
        if (authorities.isEmpty()) {
            throw new KeyStoreException(
                    TRUST + " has no certificate that Java trusts (openssl pkcs12 -nokeys makes such files):"
                            + " make it with keytool -importcert -noprompt -alias ca -file ca.pem -storetype PKCS12 -keystore "
                            + TRUST);
        }
        return authorities;
    }

    /** Empty when the key material came from elsewhere, or such keys may not be used. */
    Optional<CertificateAuthority> developmentCa() throws IOException, GeneralSecurityException {
        return settings.development() ? DevelopmentPki.authority(settings.directory()) : Optional.empty();
    }

    /** The authority that is to issue device certificates; empty where this server only validates them. */
    Optional<CertificateAuthority> clientCa() throws IOException, GeneralSecurityException {
        if (settings.clientCa().isPresent()) {
            return Optional.of(authority(settings.clientCa().get()));
        }
        return developmentCa();
    }

    private CertificateAuthority authority(Path file) throws IOException, GeneralSecurityException {
        char[] password = settings.clientCaPassword().toCharArray();
        KeyStore store = KeyFile.open(file, PkiSettings.CLIENT_CA_PASSWORD, password);
        for (String alias : Collections.list(store.aliases())) {
            if (store.getKey(alias, password) instanceof PrivateKey key) {
                return new CertificateAuthority((X509Certificate) store.getCertificate(alias), key);
            }
        }
        throw new KeyStoreException("omega.pki.client-ca has no private key: " + file);
    }

    @Override
    public String toString() {
        return settings.directory().toString();
    }
}
