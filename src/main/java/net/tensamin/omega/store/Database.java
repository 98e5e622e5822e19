package net.tensamin.omega.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.Config;

/** Which database this server has. */
@ApplicationScoped
public class Database {
    @Inject
    Config config;

    /** Without what may be secret, such as {@code jdbc:postgresql://db/omega}. */
    public String name() {
        return DatabaseSettings.from(config).toString();
    }
}
