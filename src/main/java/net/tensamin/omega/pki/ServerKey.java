package net.tensamin.omega.pki;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import net.tensamin.omega.configuration.FailedStart;
import net.tensamin.omega.configuration.StartFailure;
import org.eclipse.microprofile.config.Config;

/**
 * The X448 key with which this server proves itself to Omikrons: the same on all servers of a database, from the first
 * start on (SPEC §5). Thread-safe.
 */
@Singleton
@Startup
@DependsOn("SchemaMigration")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class ServerKey {
    @Inject
    ServerKeys kept;

    @Inject
    Config config;

    private volatile KeyPair pair;

    @PostConstruct
    void open() {
        try {
            pair = opened(kept, PkiSettings.from(config).serverKeyPassword());
        } catch (IllegalArgumentException e) {
            throw FailedStart.end(StartFailure.of(e));
        }
    }

    /**
     * @throws IllegalArgumentException that names the key of the configuration, if the password is not the one that it
     * was made with
     */
    static KeyPair opened(ServerKeys kept, String password) {
        SealedKey sealed = kept.keptOr(() -> SealedKey.make(password.toCharArray()));
        try {
            return sealed.open(password.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    PkiSettings.SERVER_KEY_PASSWORD.label()
                            + " does not open the server's key in the database: it must be the"
                            + " omega.pki.password that the first start had. Without it, set both columns of the table server_key to"
                            + " null: the next start makes another key",
                    e);
        }
    }

    /** Of X448. */
    public KeyPair pair() {
        return pair;
    }
}
