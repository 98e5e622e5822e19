package net.tensamin.omega.store;

import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * Which database, by {@code omega.db.url}, {@code omega.db.user} and {@code omega.db.password}. Without a URL it is an H2
 * file under {@code omega.data-dir} (by default {@code data} in the working directory).
 */
record DatabaseSettings(String url, Optional<String> user, Optional<String> password) {
    private static final String H2_OPTIONS = ";WRITE_DELAY=0;LOCK_TIMEOUT=10000;DB_CLOSE_ON_EXIT=FALSE";

    static DatabaseSettings of(Config config) {
        return new DatabaseSettings(
                config.getOptionalValue("omega.db.url", String.class).orElseGet(() -> h2In(config)),
                config.getOptionalValue("omega.db.user", String.class),
                config.getOptionalValue("omega.db.password", String.class));
    }

    /**
     * H2 wants an absolute path. By default it writes a commit to the file up to half a second later, which a kill would
     * lose. The pool closes the database; H2's own shutdown hook would be too early.
     */
    private static String h2In(Config config) {
        Path directory =
                Path.of(config.getOptionalValue("omega.data-dir", String.class).orElse("data"));
        return "jdbc:h2:file:" + directory.toAbsolutePath().resolve("omega") + H2_OPTIONS;
    }

    @Override
    public String toString() {
        return url.replaceAll("[?;].*", "");
    }
}
