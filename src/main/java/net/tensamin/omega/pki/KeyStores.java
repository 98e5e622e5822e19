package net.tensamin.omega.pki;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Consumer;
import net.tensamin.omega.trust.ClientAuthorities;
import net.tensamin.omega.trust.RememberedPaths;
import org.eclipse.microprofile.config.Config;

/** The key material that this server uses: opened once, and the server's certificate again when it is replaced (SPEC §7). */
@ApplicationScoped
public class KeyStores {
    private final KeyDirectory directory;
    private HandshakeProvider forHttps;
    private volatile KeyMaterial material;
    private volatile FileTime read;
    private final Optional<CertificateAuthority> developmentCa;
    private final Optional<CertificateAuthority> clientCa;
    private final RememberedPaths clientPaths;

    KeyStores() { // for the client proxy
        directory = null;
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
        this.directory = new KeyDirectory(settings);
        try {
            directory.makeWhereMissing();
            read = directory.written();
            material = directory.read();
            developmentCa = directory.developmentCa();
            clientCa = directory.clientCa();
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
     * @param first takes it before HTTPS does; if it refuses, by an IllegalArgumentException, nothing changes
     * @throws IllegalStateException if it has changed and cannot be read or used, now or for good; the next call tries again
     */
    public synchronized Optional<KeyMaterial> replaced(Consumer<KeyMaterial> first) {
        try {
            FileTime written = directory.written();
            if (written.equals(read)) {
                return Optional.empty();
            }
            KeyMaterial now = directory.read();
            KeyMaterial next = new KeyMaterial(now.serverKey(), now.serverChain(), material.clientAuthorities());
            first.accept(next);
            material = next;
            read = written;
            return Optional.of(next);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("cannot open " + directory.server() + ": " + e.getMessage(), e);
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

    /** What this server issues it must accept, without anything that clients would have to send along. */
    private void requireTrusted(X509Certificate authority) {
        if (!material.clientAuthorities().contains(authority)) {
            throw new IllegalStateException(
                    KeyDirectory.TRUST + " lacks the certificate of the authority that omega.pki.client-ca names");
        }
    }
}
