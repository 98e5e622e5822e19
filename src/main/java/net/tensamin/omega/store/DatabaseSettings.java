package net.tensamin.omega.store;

import java.nio.file.Path;
import java.util.Optional;
import net.tensamin.omega.configuration.Setting;
import net.tensamin.omega.configuration.SharedSettings;
import org.eclipse.microprofile.config.Config;

/** Which database, as the constants say. */
record DatabaseSettings(String url, Optional<String> user, Optional<String> password) {
    static final Setting<Optional<String>> URL =
            Setting.optional("omega.db.url", "an H2 file in `omega.data-dir`", "JDBC URL of H2 or PostgreSQL");
    static final Setting<Optional<String>> USER = Setting.optional("omega.db.user", "none", "of the database");
    static final Setting<Optional<String>> PASSWORD = Setting.optional("omega.db.password", "none", "of that user");

    static DatabaseSettings from(Config config) {
        return new DatabaseSettings(
                URL.in(config).orElseGet(() -> h2In(SharedSettings.dataDirectory(config))),
                USER.in(config),
                PASSWORD.in(config));
    }

    /**
     * H2 wants an absolute path. By default it writes a commit to the file up to half a second later, which a kill would
     * lose. The pool closes the database; H2's own shutdown hook would be too early.
     */
    private static String h2In(Path directory) {
        return "jdbc:h2:file:" + directory.resolve("omega")
                + ";WRITE_DELAY=0;LOCK_TIMEOUT=10000;DB_CLOSE_ON_EXIT=FALSE";
    }

    /** Without what may be secret. */
    @Override
    public String toString() {
        return url.replaceAll("[?;].*", "");
    }
}
