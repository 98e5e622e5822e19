package net.tensamin.omega.demo;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.account.Iota;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.Omikron;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.configuration.SharedSettings;
import net.tensamin.omega.pki.CertificateAuthority;
import net.tensamin.omega.pki.KeyStores;
import org.eclipse.microprofile.config.Config;

/** With {@code omega.demo=true}: accounts to try Omega with, and their keys under {@code <omega.data-dir>/demo}. */
@Singleton
@Startup
@DependsOn("SchemaMigration")
public class DemoData {
    private static final Logger LOG = System.getLogger(DemoData.class.getName());
    private static final OmikronId OMIKRON = new OmikronId(1);
    private static final List<DemoUser> USERS = List.of(
            new DemoUser(new UserId(42), "alice", "Alice", new IotaId(1001)),
            new DemoUser(new UserId(7), "bob", "Bob", new IotaId(1002)));

    @Inject
    Config config;

    @Inject
    Accounts accounts;

    @Inject
    KeyStores keyStores;

    @PostConstruct
    void create() {
        if (!SharedSettings.DEMO.in(config)) {
            return;
        }
        try {
            createIn(SharedSettings.dataDirectory(config).resolve("demo"));
        } catch (IOException e) {
            throw new IllegalStateException("cannot write the demo keys: " + e.getMessage(), e);
        }
    }

    private void createIn(Path directory) throws IOException {
        DemoKeys keys = new DemoKeys(directory);
        USERS.forEach(this::register);
        accounts.put(new Omikron(OMIKRON, keys.omikron(OMIKRON.value())));
        Optional<CertificateAuthority> authority = keyStores.developmentCa();
        if (authority.isEmpty()) {
            LOG.log(Level.WARNING, "the demo has accounts but no certificates: only the development CA can issue them");
            return;
        }
        for (DemoUser user : USERS) {
            keys.certificate(authority.get(), "user-" + user.id(), new CertificateIdentity.Device(user.id()));
        }
        keys.certificate(authority.get(), "operator", new CertificateIdentity.Operator("demo"));
        LOG.log(Level.INFO, "demo users 42 (alice) and 7 (bob), Omikron 1; their keys are in {0}", directory);
    }

    private void register(DemoUser user) {
        accounts.add(new Iota(user.iota(), DemoUser.PUBLIC_KEY));
        User made = new User(user.id(), user.username(), DemoUser.PUBLIC_KEY, user.iota());
        made.describe(user.display(), "A demo user", null);
        accounts.add(made);
    }

    private record DemoUser(UserId id, String username, String display, IotaId iota) {
        /** Omega only hands public keys on; the demo's is no key to anything. */
        static final String PUBLIC_KEY = "ZGVtbw==";
    }
}
